// What each operation goes through with each client.
import { keys } from './seed.js';

// What an operation is called where another service has one of the same name.
export const nameOf = ({ label, operation }) => label ?? operation;

// The situations of an operation: those that every operation has, then its own.
export function situationsOf(operation) {
  const { common, parameters, altered, password, key } = operation;
  const throttle = (fault) => [{ kind: 'throttle', provider: operation.provider, ...fault }];
  const shared = [
    { name: 'success', outcome: 'done' },
    { name: 'wrong secret', outcome: common.wrong, key: 'wrong secret' },
    { name: 'unknown access key', outcome: common.unknown, key: 'unknown' },
    { name: 'disabled access key', outcome: common.disabled, key: 'disabled' },
    { name: 'no permission', outcome: common.denied, key: 'denied' },
    { name: 'stale: clocks an hour apart', outcome: common.stale, skewSeconds: 3600 },
    { name: 'temporary key', outcome: common.sts ?? 'done', key: 'sts' },
    { name: 'temporary key without its token', outcome: common.noToken, key: 'no token' },
    { name: 'temporary key with another token', outcome: common.wrongToken, key: 'wrong token' },
    { name: 'expired temporary key', outcome: common.expiredToken, key: 'expired' },
    { name: 'throttled', outcome: common.throttled, faults: throttle({}) },
    { name: 'throttled, with a hint', outcome: common.throttled, faults: throttle({ retryAfterMilliseconds: 1000 }) },
    { name: 'internal error', outcome: common.broken, faults: [{ kind: 'serverError', provider: operation.provider, status: 500 }] },
    { name: 'service unavailable', outcome: common.unavailable, faults: [{ kind: 'serverError', provider: operation.provider, status: 503 }] },
    { name: 'sent twice, byte for byte', outcome: common.replayed ?? 'done', relay: { repeats: true } },
    ...(altered ? [{ name: 'password altered on the way', outcome: common.wrong, relay: { replace: [password, altered] } }] : []),
  ];
  return [...shared, ...operation.situations].map((situation) => {
    return {
      ...situation,
      title: situation.name,
      key: situation.key ?? key,
      operation,
      variants: situation.variants ?? [situation.parameters ?? parameters],
      target: situation.target ?? operation.target,
    };
  });
}

// The seed of a situation: the operation's, its keys, and its own options.
export function seedOf({ operation, options }) {
  const { provider, seed } = operation;
  const cloud = seed[provider];
  return { accessKeys: keys, [provider]: { ...cloud, options: { ...cloud.options, ...options } } };
}

// Parameters as the sandbox's log shows them.
export function asLogged(provider, parameters) {
  const values = provider === 'huawei' ? (parameters.body ?? {}) : parameters;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
}

function text(value) {
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const signing = new Set(['AccessKeyId', 'Action', 'Format', 'SecurityToken', 'Signature', 'SignatureMethod', 'SignatureNonce', 'SignatureVersion', 'Timestamp', 'Version']);

// What the sandbox decoded, without what belongs to the signature.
export function decoded(request) {
  return Object.fromEntries(
    Object.entries(request.parameters)
      .filter(([name]) => !signing.has(name))
      .map(([name, value]) => [name, /^(True|False)$/.test(value) ? value.toLowerCase() : nested(value)]),
  );
}

// A nested value, whichever of its characters a client escaped.
function nested(value) {
  try {
    return /^[{[]/.test(value) ? JSON.stringify(JSON.parse(value)) : value;
  } catch {
    return value;
  }
}
