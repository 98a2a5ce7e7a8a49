// @alicloud/ecs20140526 and @alicloud/ram20150501: ACS3-HMAC-SHA256, everything in the query.
import Ecs from '@alicloud/ecs20140526';
import Ram from '@alicloud/ram20150501';
import OpenApi from '@alicloud/openapi-core';
import ecs from '../operations/ecs.js';
import ram from '../operations/ram.js';

function client(name, sdk, operations) {
  return {
    name,
    operations,
    call(address, key, operation, parameters) {
      const service = new sdk.default(new OpenApi.$OpenApiUtil.Config({
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        securityToken: key.token,
        endpoint: address.host,
        protocol: 'http',
      }));
      const method = operation[0].toLowerCase() + operation.slice(1);
      const Request = sdk[`${operation}Request`];
      return Request ? service[method](new Request(toModel(Request, parameters))) : service[method]();
    },
    refusal: (problem) => problem.code,
  };
}

// The model's own names of the parameters.
function toModel(Request, parameters) {
  const names = Object.entries(Request.names());
  return Object.fromEntries(Object.entries(parameters).map(([wire, value]) => [names.find(([, name]) => name === wire)[0], value]));
}

export default [client('ecs20140526', Ecs, ecs), client('ram20150501', Ram, ram)];
