// @alicloud/pop-core: RPC signature version 1, in a form body or in the query.
import PopCore from '@alicloud/pop-core';
import ecs from '../operations/ecs.js';
import ram from '../operations/ram.js';
import sts from '../operations/sts.js';

const versions = new Map([[ecs, '2014-05-26'], [ram, '2015-05-01'], [sts, '2015-04-01']].flatMap(([items, version]) => items.map((item) => [item.operation, version])));

function client(method) {
  return {
    name: `pop-core ${method}`,
    operations: [...ecs, ...ram, ...sts],
    call(address, key, operation, parameters) {
      const rpc = new PopCore.RPCClient({
        endpoint: address.origin,
        apiVersion: versions.get(operation),
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        securityToken: key.token,
      });
      rpc.keepAliveAgent.options.keepAlive = false;
      return rpc.request(operation, parameters, { method, timeout: 20000 });
    },
    refusal: (problem) => problem.code,
  };
}

export default [client('POST'), client('GET')];
