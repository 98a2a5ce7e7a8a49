// A proxy between an official client and the sandbox, as an attacker on the network would be: sends a request a second time, or alters it.
import http from 'node:http';

export class Relay {
  #server;
  #mode = {};

  static async start(target) {
    const relay = new Relay();
    relay.#server = http.createServer((request, response) => relay.#pass(target, request, response));
    await new Promise((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    relay.address = new URL(`http://127.0.0.1:${relay.#server.address().port}`);
    return relay;
  }

  // What to do with the requests that follow: { repeats } or { replace: [from, to] }.
  set mode(mode) {
    this.#mode = mode;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(target, request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }

    const { repeats, replace } = this.#mode;
    const alter = (text) => (replace ? text.replaceAll(replace[0], replace[1]) : text);
    const message = {
      method: request.method,
      path: alter(request.url),
      headers: request.rawHeaders,
      body: Buffer.from(alter(Buffer.concat(chunks).toString('utf8')), 'utf8'),
    };
    try {
      if (repeats) {
        await send(target, message);
      }

      const reply = await send(target, message);
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body);
    } catch {
      response.destroy();
    }
  }
}

function send(target, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: target.hostname, port: target.port, method, path, headers, agent: false }, async (response) => {
      const chunks = [];
      for await (const chunk of response) {
        chunks.push(chunk);
      }

      resolve({ status: response.statusCode, headers: response.rawHeaders, body: Buffer.concat(chunks) });
    });
    request.on('error', reject);
    request.end(body);
  });
}
