import { awkward } from '../support/seed.js';

const region = 'ap-guangzhou';
const id = 'ins-interop1';
const states = ['PENDING', 'STARTING', 'STOPPING', 'REBOOTING', 'SHUTDOWN', 'TERMINATING', 'FREEZING', 'RESCUE_MODE', 'ENTER_RESCUE_MODE', 'EXIT_RESCUE_MODE', 'SERVICE_LIVE_MIGRATE'];

// Codes that are documented without a situation the sandbox could play: the seed says who rejects.
const seeded = [
  'InternalServerError', 'InvalidInstance.NotSupported', 'InvalidParameterValue', 'InvalidParameterValue.InstanceIdMalformed', 'InvalidPassword', 'MutexOperation.TaskRunning',
  'OperationDenied.InstanceOperationInProgress', 'UnauthorizedOperation.MFAExpired', 'UnauthorizedOperation.MFANotFound', 'UnsupportedOperation.SpecialInstanceType',
];

const idOf = (prefix, index) => `ins-${prefix}${String(index).padStart(8 - prefix.length, '0')}`;
const pascal = (state) => state.toLowerCase().replace(/(^|_)(.)/g, (_, __, letter) => letter.toUpperCase());

const tencent = {
  options: { operationMilliseconds: 0 },
  instances: [
    { id, region, name: 'web-one', tags: { env: 'prod', owner: 'ops' }, expiresAt: '2027-02-03T04:05:06Z', publicAddresses: ['203.0.113.7'] },
    { id: 'ins-interop2', region, tags: { env: 'prod' } },
    { id: 'ins-running1', region, state: 'RUNNING' },
    { id: 'ins-windows1', region, osName: 'Windows Server 2022 DataCenter 64bit EN' },
    { id: 'ins-nocharge', region, stopChargingMode: 'STOP_CHARGING' },
    { id: 'ins-isolated', region, restrictState: 'PROTECTIVELY_ISOLATED' },
    { id: 'ins-elsewher', region: 'ap-shanghai' },
    ...states.map((state, index) => ({ id: idOf('state', index), region, state })),
    ...seeded.map((refuses, index) => ({ id: idOf('code', index), region, refuses })),
  ],
};

const common = {
  wrong: 'AuthFailure.SignatureFailure',
  unknown: 'AuthFailure.SecretIdNotFound',
  disabled: 'AuthFailure.SecretIdNotFound',
  denied: 'AuthFailure.UnauthorizedOperation',
  stale: 'AuthFailure.SignatureExpire',
  // TC3 has no nonce: within five minutes a request may come again.
  replayed: 'done',
  noToken: 'AuthFailure.TokenFailure',
  wrongToken: 'AuthFailure.TokenFailure',
  expiredToken: 'AuthFailure.TokenFailure',
  throttled: 'RequestLimitExceeded',
  broken: 'HTTP 500',
  unavailable: 'HTTP 503',
};

const reset = (changes) => ({ InstanceIds: [id], Password: 'New-Cvm-Pass-1', ...changes });
const error = (name, code, parameters) => ({ name, outcome: code, parameters });
const list = (name, lists, parameters) => ({ name, outcome: 'done', lists, parameters });
const filtered = (Name, Values, page) => ({ Filters: [{ Name, Values }], Limit: 100, ...page });
const allowed = ["Aa1+&=%/end", "Aa1'()*~!end", 'Aa1<>`;:end', 'Aa1%2B%20+%%end'];

export default [
  {
    provider: 'tencent',
    operation: 'ResetInstancesPassword',
    region,
    seed: { tencent },
    parameters: reset(),
    target: id,
    password: 'New-Cvm-Pass-1',
    altered: 'New-Cvm-Pass-2',
    common,
    situations: [
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => reset({ Password: text })), password: 'Password' },
      { name: 'characters that are not allowed', outcome: 'InvalidParameterValue.InvalidPassword', variants: awkward.filter((text) => /[^!#-~]|\\/.test(text)).map((text) => reset({ Password: text })) },
      { name: 'two instances', outcome: 'done', parameters: reset({ InstanceIds: ['ins-interop2', id] }) },
      { name: 'another user', outcome: 'done', parameters: reset({ UserName: 'ubuntu' }), state: { executions: 1 } },
      { name: 'running, forced', outcome: 'done', parameters: reset({ InstanceIds: ['ins-running1'], ForceStop: true }), target: 'ins-running1', state: { restarts: 1 } },
      error('running', 'UnsupportedOperation.InstanceStateRunning', reset({ InstanceIds: ['ins-running1'] })),
      error('unknown instance in a batch', 'InvalidInstanceId.NotFound', reset({ InstanceIds: [id, 'ins-nowhere1'] })),
      error('instance of another region', 'InvalidInstanceId.NotFound', reset({ InstanceIds: ['ins-elsewher'] })),
      error('malformed id', 'InvalidInstanceId.Malformed', reset({ InstanceIds: ['i-123'] })),
      error('101 instances', 'InvalidParameterValue.LimitExceeded', reset({ InstanceIds: Array.from({ length: 101 }, (_, index) => idOf('many', index)) })),
      error('user name of 65', 'InvalidParameterValue.TooLong', reset({ UserName: 'u'.repeat(65) })),
      error('weak password', 'InvalidParameterValue.InvalidPassword', reset({ Password: 'weakweak' })),
      error('11 characters for Windows', 'InvalidParameterValue.InvalidPassword', reset({ InstanceIds: ['ins-windows1'], Password: 'New-Cvm-Pa1' })),
      error('no password', 'MissingParameter', { InstanceIds: [id] }),
      error('stopped without charge', 'UnsupportedOperation.StoppedModeStopCharging', reset({ InstanceIds: ['ins-nocharge'] })),
      error('isolated', 'UnsupportedOperation.InstanceStateIsolating', reset({ InstanceIds: ['ins-isolated'] })),
      ...states.map((state, index) => error(state, `UnsupportedOperation.InstanceState${pascal(state)}`, reset({ InstanceIds: [idOf('state', index)] }))),
      ...seeded.map((code, index) => error(`seeded rejection, ${code}`, code, reset({ InstanceIds: [idOf('code', index)] }))),
    ],
  },
  {
    provider: 'tencent',
    operation: 'DescribeInstances',
    region,
    seed: { tencent },
    parameters: { InstanceIds: [id, 'ins-running1'], Limit: 100 },
    common,
    situations: [
      error('malformed id', 'InvalidInstanceId.Malformed', { InstanceIds: ['i-123'] }),
      list('list by state', ['ins-running1'], filtered('instance-state', ['RUNNING'])),
      list('list by tag', [id, 'ins-interop2'], filtered('tag:env', ['prod'])),
      list('list by tag, second page', ['ins-interop2'], filtered('tag:env', ['prod'], { Offset: 1, Limit: 1 })),
      list('list by tag, after the last page', [], filtered('tag:env', ['prod'], { Offset: 2 })),
      list('list by the key of a tag', [id], filtered('tag-key', ['owner'])),
      error('a tag key that no instance has', 'InvalidParameterValue.TagKeyNotFound', filtered('tag:nobody', ['prod'])),
      error('ids and filters', 'InvalidParameter', { InstanceIds: [id], ...filtered('tag:env', ['prod']) }),
      error('a filter of six values', 'InvalidFilterValue.LimitExceeded', filtered('zone', ['1', '2', '3', '4', '5', '6'])),
      error('a page of 101', 'InvalidParameterValue', { Limit: 101 }),
    ],
  },
];
