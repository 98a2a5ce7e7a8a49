import { awkward } from '../support/seed.js';

const region = 'cn-hangzhou';
const at = (name) => `i-bp1interop00000000${name}`;
const id = at('01');

// Codes of ModifyInstanceAttribute that are documented without a situation the sandbox could play: the seed says who rejects.
const codes = ['InvalidHostPassword.Malformed', 'InvalidOperation.InvalidEcsState', 'InvalidOperation.InvalidRegion', 'InvalidUser.Unauthorized', 'OperationDenied'];
const allowed = ["Aa1+&=%/end", "Aa1'()*~!end", 'Aa1<>`;:end', 'Aa1%2B%20+%%end'];

const alibaba = {
  instances: [
    { id, region, name: 'web-one', tags: { env: 'prod', owner: 'ops' }, elasticAddress: '198.51.100.9', expiresAt: '2027-02-03T04:05Z' },
    { id: at('02'), region, ioOptimized: false, tags: { env: 'prod' } },
    { id: at('03'), region, status: 'Stopped' },
    { id: at('04'), region, refuses: 'InstanceNotReady' },
    { id: at('05'), region, refuses: 'NoSuchResource' },
    { id: at('06'), region, lockReason: 'security' },
    { id: at('07'), region, lockReason: 'financial' },
    { id: at('08'), region, refuses: 'DiskError' },
    { id: at('09'), region, osName: 'Windows Server 2022 Datacenter 64bit' },
    { id: at('10'), region, status: 'Starting' },
    ...codes.map((refuses, index) => ({ id: at(11 + index), region, refuses })),
  ],
};

const common = {
  wrong: 'SignatureDoesNotMatch',
  unknown: 'InvalidAccessKeyId.NotFound',
  disabled: 'Forbidden.AccessKeyDisabled',
  denied: 'Forbidden.RAM',
  stale: 'InvalidTimeStamp.Expired',
  replayed: 'SignatureNonceUsed',
  noToken: 'MissingSecurityToken',
  wrongToken: 'InvalidSecurityToken.MismatchWithAccessKey',
  expiredToken: 'InvalidSecurityToken.Expired',
  throttled: 'Throttling.User',
  broken: 'InternalError',
  unavailable: 'ServiceUnavailable',
};

const vnc = (changes) => ({ RegionId: region, InstanceId: id, VncPassword: 'Ecs123', ...changes });
const reboot = (changes) => ({ InstanceId: at('02'), ...changes });
const login = (changes) => ({ InstanceId: id, Password: 'New-Ecs-Pass-1', ...changes });
const list = (name, lists, parameters) => ({ name, outcome: 'done', lists, parameters: { RegionId: region, ...parameters } });
const error = (name, code, parameters) => ({ name, outcome: code, parameters });

export default [
  {
    provider: 'alibaba',
    operation: 'ModifyInstanceVncPasswd',
    seed: { alibaba },
    parameters: vnc(),
    target: id,
    password: 'Ecs123',
    altered: 'Ecs124',
    common,
    situations: [
      { name: 'not I/O optimized: waits for a restart', outcome: 'done', parameters: vnc({ InstanceId: at('02') }), target: at('02'), state: { restartPending: true } },
      { name: 'awkward characters', outcome: 'IncorrectVncPassword.Malformed', variants: awkward.map((text) => vnc({ VncPassword: text })) },
      error('seven characters', 'IncorrectVncPassword.Malformed', vnc({ VncPassword: 'Ecs1234' })),
      error('stopped instance', 'IncorrectInstanceStatus', vnc({ InstanceId: at('03') })),
      error('instance not ready', 'InstanceNotReady', vnc({ InstanceId: at('04') })),
      error('unknown instance', 'InvalidInstanceId.NotFound', vnc({ InstanceId: at('99') })),
      error('unknown region', 'InvalidRegionId.NotFound', vnc({ RegionId: 'cn-nowhere' })),
      error('no such resource', 'NoSuchResource', vnc({ InstanceId: at('05') })),
      error('no password', 'MissingParameter', { RegionId: region, InstanceId: id }),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'ModifyInstanceAttribute',
    seed: { alibaba },
    parameters: login(),
    target: id,
    password: 'New-Ecs-Pass-1',
    altered: 'New-Ecs-Pass-2',
    common,
    situations: [
      { name: 'waits for a restart', outcome: 'done', parameters: login(), state: { restartPending: true, executions: 1 } },
      { name: 'stopped instance: waits for its start', outcome: 'done', parameters: login({ InstanceId: at('03') }), target: at('03'), state: { restartPending: true } },
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => login({ Password: text })), password: 'Password' },
      { name: 'characters that are not allowed', outcome: 'InvalidPassword.Malformed', variants: awkward.filter((text) => /[^!#-~]|\\/.test(text)).map((text) => login({ Password: text })) },
      error('two kinds of characters', 'InvalidPassword.Malformed', login({ Password: 'twoclasses1' })),
      error('a slash first, on Windows', 'InvalidPassword.Malformed', login({ InstanceId: at('09'), Password: '/New-Ecs-Pass-1' })),
      error('no password', 'MissingParameter', { InstanceId: id }),
      error('starting instance', 'IncorrectInstanceStatus', login({ InstanceId: at('10') })),
      error('locked for security', 'InstanceLockedForSecurity', login({ InstanceId: at('06') })),
      error('unknown instance', 'InvalidInstanceId.NotFound', login({ InstanceId: at('99') })),
      ...codes.map((code, index) => error(`seeded rejection, ${code}`, code, login({ InstanceId: at(11 + index) }))),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'StartInstance',
    seed: { alibaba },
    parameters: { InstanceId: at('03') },
    target: at('03'),
    common,
    situations: [
      error('running instance', 'IncorrectInstanceStatus', { InstanceId: id }),
      error('locked for security', 'InstanceLockedForSecurity', { InstanceId: at('06') }),
      error('unknown instance', 'InvalidInstanceId.NotFound', { InstanceId: at('99') }),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'RebootInstance',
    seed: { alibaba },
    parameters: reboot(),
    target: at('02'),
    common,
    situations: [
      { name: 'forced', outcome: 'done', parameters: reboot({ ForceStop: true }), state: { restarts: 1, powerOffs: 1 } },
      error('dry run', 'DryRunOperation', reboot({ DryRun: true })),
      error('stopped instance', 'IncorrectInstanceStatus', reboot({ InstanceId: at('03') })),
      error('locked for security', 'InstanceLockedForSecurity', reboot({ InstanceId: at('06') })),
      error('in arrears', 'InstanceExpiredOrInArrears', reboot({ InstanceId: at('07') })),
      error('disk error', 'DiskError', reboot({ InstanceId: at('08') })),
      error('unknown instance', 'InvalidInstanceId.NotFound', reboot({ InstanceId: at('99') })),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'DescribeInstances',
    seed: { alibaba },
    parameters: { RegionId: region, InstanceIds: JSON.stringify([id, at('03')]) },
    common,
    situations: [
      error('unknown region', 'InvalidRegionId.NotFound', { RegionId: 'cn-nowhere' }),
      list('list by state', [at('03')], { Status: 'Stopped', MaxResults: 100 }),
      list('list by name', [id], { InstanceName: '*b-on*', MaxResults: 100 }),
      list('list by tag', [id, at('02')], { 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod', MaxResults: 100 }),
      list('list by two tags, one of any value', [id], { 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod', 'Tag.2.Key': 'owner', MaxResults: 100 }),
      list('second page', codes.map((_, index) => at(11 + index)), { MaxResults: 10, NextToken: '0000000a' }),
      list('an empty list of ids', [], { InstanceIds: '[]', MaxResults: 100 }),
      error('dry run', 'DryRunOperation', { RegionId: region, DryRun: true }),
      { name: 'dry run without the permission', outcome: 'Forbidden.RAM', key: 'denied', options: { listsNothingWithoutPermission: true }, parameters: { RegionId: region, DryRun: true } },
      { ...list('list without the permission, before December 2025', [], { MaxResults: 100 }), key: 'denied', options: { listsNothingWithoutPermission: true } },
    ],
  },
];
