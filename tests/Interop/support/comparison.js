// How two clients' requests for the same call differ.
import { decoded } from './situations.js';

// Why the module's request is not the official client's. A difference without a reason fails the run.
const reasons = [
  { part: 'method', client: /^pop-core GET$/, why: 'Servers and proxies log URLs, so the module never sends a password with GET.' },
  { part: 'parameters in', client: /^pop-core GET$|^(ecs|ram)/, why: 'As for the method: a form body keeps the password out of logged URLs.' },
  { part: 'content type', client: /^pop-core GET$|^(ecs|ram)/, why: 'The module’s request has a form body.' },
  { part: 'signature scheme', client: /^(ecs|ram)/, why: 'Version 1 is known to accept the parameters in a form body; for version 3 this is not known for these operations.' },
  { part: 'signed headers', client: /^(ecs|ram)/, why: 'Version 1 signs the method and all parameters, and no headers.' },
  { part: 'parameter RegionId', client: /./, why: 'RebootInstance and ModifyInstanceAttribute do not require the region; the module sends it always, for an endpoint that serves several.' },
  { part: 'parameter PasswordResetRequired', client: /./, why: 'The effect of an omitted flag is not documented, so the module reads the flag and sends its current value.' },
  { part: 'parameter MFABindRequired', client: /./, why: 'As for PasswordResetRequired.' },
  { part: 'content type', client: /^tencent/, why: 'The charset is what .NET writes; either form is signed as it is sent.' },
  { part: 'signed headers', client: /^huawei/, why: 'The signed set is the client’s choice; the provider’s own SDK for .NET leaves content-type out as well.' },
];

export function reasonOf(row) {
  return reasons.find(({ part, client }) => part === row.part && client.test(row.client))?.why;
}

// What is compared of a request.
export function shapeOf(request) {
  const header = (name) => request.headers.find(({ key }) => key.toLowerCase() === name)?.value;
  const authorization = header('authorization') ?? '';
  const url = new URL(request.url);
  const type = header('content-type')?.split(';')[0];
  const inQuery = [...url.searchParams.keys()];
  const names = Object.keys(request.parameters);
  return {
    method: request.method,
    path: url.pathname,
    'signature scheme': authorization ? authorization.split(' ')[0] : `RPC ${request.parameters.SignatureVersion}`,
    'signed headers': /SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? 'none',
    'content type': header('content-type') ?? 'none',
    'parameters in': names.length === 0 ? 'none' : names.every((name) => inQuery.includes(name)) ? 'query' : type === 'application/json' ? 'JSON body' : 'form body',
    ...Object.fromEntries(Object.entries(decoded(request)).map(([name, value]) => [`parameter ${name}`, value])),
  };
}

// The parts in which two shapes differ.
export function differences(official, module) {
  const parts = [...new Set([...Object.keys(official), ...Object.keys(module)])];
  return parts.map((part) => ({ part, official: official[part] ?? 'none', module: module[part] ?? 'none' })).filter((pair) => pair.official !== pair.module);
}
