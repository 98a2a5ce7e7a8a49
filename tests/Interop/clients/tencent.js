// Tencent Cloud's clients: TC3-HMAC-SHA256. Lighthouse has no package of its own; the common one calls it.
import http from 'node:http';
import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import { cvm } from 'tencentcloud-sdk-nodejs-cvm';
import cvmOperations from '../operations/cvm.js';
import lighthouseOperations from '../operations/lighthouse.js';

const lighthouseVersion = '2020-03-24';

function profileOf(address, key, region, service) {
  return {
    credential: { secretId: key.id, secretKey: key.secret, token: key.token },
    region,
    profile: {
      language: 'en-US',
      httpProfile: {
        // The client takes the service from the first label of the endpoint, so the endpoint keeps its name and resolves to loopback.
        endpoint: `${service}.tencentcloudapi.com:${address.port}`,
        protocol: 'http://',
        reqTimeout: 20,
        agent: new http.Agent({ lookup: (_, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)) }),
      },
    },
  };
}

// Of a response that is not HTTP 200 the client keeps the status alone.
const refusal = (problem) => problem.code || (problem.httpCode && `HTTP ${problem.httpCode}`);

export default [
  {
    name: 'tencentcloud-sdk-nodejs-cvm',
    operations: cvmOperations,
    call: (address, key, operation, parameters, { region }) => new cvm.v20170312.Client(profileOf(address, key, region, 'cvm'))[operation](parameters),
    refusal,
  },
  {
    name: 'tencentcloud-sdk-nodejs-common',
    operations: lighthouseOperations,
    call: (address, key, operation, parameters, { region }) =>
      new CommonClient(`lighthouse.tencentcloudapi.com:${address.port}`, lighthouseVersion, profileOf(address, key, region, 'lighthouse')).request(operation, parameters),
    refusal,
  },
];
