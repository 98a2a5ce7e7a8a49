import { awkward } from '../support/seed.js';
import cvm from './cvm.js';

const region = 'ap-guangzhou';
const id = 'lhins-interop1';
const states = ['PENDING', 'STARTING', 'STOPPING', 'REBOOTING', 'SHUTDOWN', 'TERMINATING', 'FREEZING', 'RESCUE_MODE'];

// Codes that are documented without a situation the sandbox could play: the seed says who rejects.
const seeded = [
  'FailedOperation.InstanceOperationFailed', 'OperationDenied.InstanceCreating', 'ResourceNotFound.InstanceNotFound', 'UnauthorizedOperation.MFAExpired', 'UnauthorizedOperation.MFANotFound',
  'UnauthorizedOperation.NoPermission', 'UnsupportedOperation.InvalidInstanceState', 'UnsupportedOperation.LatestOperationUnfinished',
];

const idOf = (prefix, index) => `lhins-${prefix}${String(index).padStart(8 - prefix.length, '0')}`;

const tencent = {
  options: { operationMilliseconds: 0 },
  lighthouseInstances: [
    { id, region, name: 'web-one', tags: { env: 'prod' } },
    { id: 'lhins-interop2', region, tags: { env: 'prod' } },
    { id: 'lhins-running1', region, state: 'RUNNING' },
    { id: 'lhins-windows1', region, osName: 'Windows Server 2022 DataCenter 64bit EN' },
    { id: 'lhins-inuse001', region, operationInProgress: 'ResizeDisk' },
    { id: 'lhins-elsewher', region: 'ap-shanghai' },
    ...states.map((state, index) => ({ id: idOf('state', index), region, state })),
    ...seeded.map((refuses, index) => ({ id: idOf('code', index), region, refuses })),
  ],
};

const common = cvm[0].common;
const seed = { tencent };
const reset = (changes) => ({ InstanceIds: [id], Password: 'New-Lh-Pass-1', ...changes });
const error = (name, code, parameters) => ({ name, outcome: code, parameters });
const list = (name, lists, parameters) => ({ name, outcome: 'done', lists, parameters });
const filtered = (Name, Values, page) => ({ Filters: [{ Name, Values }], Limit: 100, ...page });
const allowed = ["Aa1+&=%/end", "Aa1'()*~!end", 'Aa1<>`;:end', 'Aa1%2B%20+%%end'];

export default [
  {
    provider: 'tencent',
    operation: 'ResetInstancesPassword',
    label: 'ResetInstancesPassword (Lighthouse)',
    region,
    seed,
    parameters: reset(),
    target: id,
    password: 'New-Lh-Pass-1',
    altered: 'New-Lh-Pass-2',
    common,
    situations: [
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => reset({ Password: text })), password: 'Password' },
      { name: 'characters that are not allowed', outcome: 'InvalidParameterValue.InvalidPassword', variants: awkward.filter((text) => /[^!#-~]|\\/.test(text)).map((text) => reset({ Password: text })) },
      { name: 'two instances', outcome: 'done', parameters: reset({ InstanceIds: ['lhins-interop2', id] }) },
      { name: 'another user', outcome: 'done', parameters: reset({ UserName: 'ubuntu' }), state: { executions: 1 } },
      { name: 'running', outcome: 'done', parameters: reset({ InstanceIds: ['lhins-running1'] }), target: 'lhins-running1', state: { restarts: 1 }, force: true },
      error('the same instance twice', 'InvalidParameterValue.Duplicated', reset({ InstanceIds: [id, id] })),
      error('unknown instance in a batch', 'ResourceNotFound.InstanceIdNotFound', reset({ InstanceIds: [id, 'lhins-nowhere1'] })),
      error('instance of another region', 'ResourceNotFound.InstanceIdNotFound', reset({ InstanceIds: ['lhins-elsewher'] })),
      error('malformed id', 'InvalidParameterValue.InstanceIdMalformed', reset({ InstanceIds: ['ins-123'] })),
      error('101 instances', 'InvalidParameterValue.LimitExceeded', reset({ InstanceIds: Array.from({ length: 101 }, (_, index) => idOf('many', index)) })),
      error('weak password', 'InvalidParameterValue.InvalidPassword', reset({ Password: 'weakweak' })),
      error('11 characters for Windows', 'InvalidParameterValue.InvalidPassword', reset({ InstanceIds: ['lhins-windows1'], Password: 'New-Lh-Pas1' })),
      error('no password', 'MissingParameter', { InstanceIds: [id] }),
      error('another operation in progress', 'UnsupportedOperation.LatestOperationUnfinished', reset({ InstanceIds: ['lhins-inuse001'] })),
      ...states.map((state, index) => error(state, 'UnsupportedOperation.InvalidInstanceState', reset({ InstanceIds: [idOf('state', index)] }))),
      ...seeded.map((code, index) => error(`seeded rejection, ${code}`, code, reset({ InstanceIds: [idOf('code', index)] }))),
    ],
  },
  {
    provider: 'tencent',
    operation: 'DescribeInstances',
    label: 'DescribeInstances (Lighthouse)',
    region,
    seed,
    parameters: { InstanceIds: [id, 'lhins-running1'], Limit: 100 },
    common,
    situations: [
      error('malformed id', 'InvalidParameterValue.InstanceIdMalformed', { InstanceIds: ['ins-123'] }),
      error('unknown instance', 'ResourceNotFound.InstanceIdNotFound', { InstanceIds: [id, 'lhins-nowhere1'] }),
      list('list by state', ['lhins-running1'], filtered('instance-state', ['RUNNING'])),
      list('list by tag, second page', ['lhins-interop2'], filtered('tag:env', ['prod'], { Offset: 1, Limit: 1 })),
      list('list by a tag key that no instance has', [], filtered('tag:nobody', ['prod'])),
      error('ids and filters', 'InvalidParameter.ParameterConflict', { InstanceIds: [id], ...filtered('tag:env', ['prod']) }),
    ],
  },
  {
    provider: 'tencent',
    operation: 'DescribeInstancesDeniedActions',
    region,
    seed,
    parameters: { InstanceIds: [id, 'lhins-inuse001'] },
    common,
    situations: [error('unknown instance', 'ResourceNotFound.InstanceIdNotFound', { InstanceIds: ['lhins-nowhere1'] })],
  },
];
