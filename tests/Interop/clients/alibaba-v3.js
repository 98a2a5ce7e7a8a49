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
      return Request ? service[method](new Request(toModel(sdk, operation, Request, parameters))) : service[method]();
    },
    refusal: (problem) => problem.code,
  };
}

// The model's own names of the parameters; tags are models of their own.
function toModel(sdk, operation, Request, parameters) {
  const names = Object.entries(Request.names());
  const model = {};
  for (const [wire, value] of Object.entries(parameters)) {
    const [, number, part] = /^Tag\.(\d+)\.(Key|Value)$/.exec(wire) ?? [];
    if (number) {
      model.tag ??= [];
      model.tag[number - 1] ??= new sdk[`${operation}RequestTag`]({});
      model.tag[number - 1][part.toLowerCase()] = value;
    } else {
      model[names.find(([, name]) => name === wire)[0]] = value;
    }
  }

  return model;
}

export default [client('ecs20140526', Ecs, ecs), client('ram20150501', Ram, ram)];
