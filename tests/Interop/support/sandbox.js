// Runs the sandbox as a process of its own and speaks to its control interface.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// Nothing here goes through a proxy.
process.env.NO_PROXY = process.env.no_proxy = '127.0.0.1';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

// The build to run: PASSWORDCMDLETS_SANDBOX, else the newest in this checkout; null where there is none.
export function findSandbox() {
  if (process.env.PASSWORDCMDLETS_SANDBOX) {
    return process.env.PASSWORDCMDLETS_SANDBOX;
  }

  const bin = path.join(root, 'src/PasswordCmdlets.Sandbox/bin');
  const found = existsSync(bin)
    ? readdirSync(bin, { recursive: true })
        .filter((name) => path.basename(name) === 'PasswordCmdlets.Sandbox.dll' && !/[\\/]ref(int)?[\\/]/.test(name))
        .map((name) => path.join(bin, name))
        .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
    : [];
  return found.at(-1) ?? null;
}

export class Sandbox {
  #process;

  constructor(process, address) {
    this.#process = process;
    this.address = address;
  }

  static async start() {
    // Tencent's clients keep the service's host name and resolve it to loopback.
    const hosts = ['cvm', 'lighthouse', 'sts'].flatMap((service) => ['--allow-host', `${service}.tencentcloudapi.com`]);
    const child = spawn('dotnet', [findSandbox(), 'serve', '--port', '0', '--record-parameters', ...hosts], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /Listening on (http:\/\/\S+)/.exec(line)?.[1];
      if (address) {
        // Nobody reads the rest, and a full pipe would stop the sandbox.
        child.stdout.resume();
        return new Sandbox(child, new URL(address));
      }
    }

    throw new Error('The sandbox ended before it listened.');
  }

  stop() {
    this.#process.kill();
  }

  async control(method, name, body) {
    const response = await fetch(new URL(`/_sandbox/${name}`, this.address), {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const content = await response.json();
    if (!response.ok) {
      throw new Error(`${method} ${name}: ${content.error}`);
    }

    return content;
  }

  // Begins anew, as a situation wants it.
  async prepare({ seed, skewSeconds = 0, faults = [] }) {
    await this.control('POST', 'seed', seed);
    await this.control('POST', 'clock', { skewSeconds });
    await this.control('DELETE', 'requests');
    for (const fault of faults) {
      await this.control('POST', 'faults', fault);
    }
  }

  requests(action) {
    return this.control('GET', `requests?parameters=true&action=${encodeURIComponent(action)}`);
  }

  async instance(provider, id) {
    const state = await this.control('GET', `state?passwords=true&provider=${provider}&id=${encodeURIComponent(id)}`);
    return state.instances[0];
  }
}
