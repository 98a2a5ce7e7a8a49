// tencentcloud-sdk-nodejs-cvm: TC3-HMAC-SHA256.
import http from 'node:http';
import { cvm } from 'tencentcloud-sdk-nodejs-cvm';
import operations from '../operations/cvm.js';

export default [
  {
    name: 'tencentcloud-sdk-nodejs-cvm',
    operations,
    call(address, key, operation, parameters, { region }) {
      const service = new cvm.v20170312.Client({
        credential: { secretId: key.id, secretKey: key.secret, token: key.token },
        region,
        profile: {
          language: 'en-US',
          httpProfile: {
            // The client takes the service from the first label of the endpoint, so the endpoint keeps its name and resolves to loopback.
            endpoint: `cvm.tencentcloudapi.com:${address.port}`,
            protocol: 'http://',
            reqTimeout: 20,
            agent: new http.Agent({ lookup: (_, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)) }),
          },
        },
      });
      return service[operation](parameters);
    },
    // Of an answer that is not HTTP 200 the client keeps the status alone.
    refusal: (problem) => problem.code || (problem.httpCode && `HTTP ${problem.httpCode}`),
  },
];
