import { awkward } from '../support/seed.js';

const project = 'abcdef00000000000000000000000001';
const foreign = 'abcdef00000000000000000000000002';
const at = (number) => `abcdef00-2222-4000-8000-${String(number).padStart(12, '0')}`;
const id = at(1);

// Codes that are documented without a situation the sandbox could play: the seed says who rejects.
const seeded = ['Ecs.0610', 'Ecs.0612', 'Ecs.0003'];

const huawei = {
  projects: [{ id: project, name: 'cn-north-4', domain: 'interop-domain' }, { id: foreign, name: 'cn-east-3', domain: 'another-domain' }],
  servers: [
    { id, projectId: project, name: 'web.one', tags: { env: 'prod' }, expiresAt: '2027-02-03T04:05:06Z' },
    { id: at(2), projectId: project, osType: 'Windows', tags: { env: 'prod' } },
    { id: at(3), projectId: project, status: 'SHUTOFF' },
    { id: at(4), projectId: project, hasPlugin: false },
    { id: at(5), projectId: project, locked: true },
    { id: at(6), projectId: project, frozen: true },
    { id: at(7), projectId: project, taskState: 'image_snapshot' },
    { id: at(8), projectId: project, status: 'ERROR' },
    ...seeded.map((refuses, index) => ({ id: at(100 + index), projectId: project, refuses })),
  ],
};

const common = {
  wrong: 'APIGW.0301',
  unknown: 'APIGW.0301',
  disabled: 'APIGW.0301',
  denied: 'Pdp.0001',
  stale: 'APIGW.0301',
  noToken: 'APIGW.0301',
  wrongToken: 'APIGW.0301',
  expiredToken: 'APIGW.0301',
  throttled: 'APIGW.0308',
  broken: 'APIGW.0201',
  unavailable: 'APIGW.0201',
  replayed: 'done',
};

const password = 'New-Ecs-Pass-2';
const seed = { huawei };
const servers = (numbers) => numbers.map((number) => ({ id: at(number) }));
const reset = (number = 1, changes, place) => ({
  path: { project_id: project, server_id: at(number), ...place },
  body: { 'reset-password': { new_password: password, is_check_password: true, ...changes } },
});
const batch = (numbers = [1, 2], changes) => ({ path: { project_id: project }, body: { new_password: password, servers: servers(numbers), ...changes } });
const reboot = (type, numbers = [1]) => ({ path: { project_id: project }, body: { reboot: { type, servers: servers(numbers) } } });
const list = (name, lists, query) => ({ name, outcome: 'done', lists, parameters: { path: { project_id: project }, query } });
const error = (name, code, parameters, rest) => ({ name, outcome: code, parameters, ...rest });
const allowed = ['Aa1+%=/end', 'Aa1!@-_[]:.?'];
const disallowed = awkward.filter((text) => /[^A-Za-z0-9!@%\-_=+[\]:./?]/.test(text));
const states = (call) => [
  error('no plug-in', 'Ecs.0613', call(4)),
  error('locked', 'Ecs.0605', call(5)),
  error('frozen', 'Ecs.0030', call(6)),
  error('another task', 'Ecs.0603', call(7)),
  error('wrong state', 'Ecs.0100', call(8)),
];

export default [
  {
    provider: 'huawei',
    operation: 'ResetServerPassword',
    seed,
    parameters: reset(),
    target: id,
    password,
    altered: 'New-Ecs-Pass-3',
    common,
    situations: [
      { name: 'stopped', outcome: 'done', parameters: reset(3), target: at(3) },
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => reset(1, { new_password: text })), password: 'reset-password' },
      { name: 'characters that are not allowed', outcome: 'Ecs.0011', variants: disallowed.map((text) => reset(1, { new_password: text })) },
      { name: 'a weak password that nobody asks to check', outcome: 'done', parameters: reset(1, { new_password: 'weak', is_check_password: undefined }), password: 'reset-password' },
      error('weak password', 'Ecs.0011', reset(1, { new_password: 'weakweak' })),
      error('part of Administrator', 'Ecs.0011', reset(1, { new_password: 'New-Adm-Pass-2' })),
      error('no password', 'Ecs.0005', reset(1, { new_password: undefined })),
      error('unknown server', 'Ecs.0614', reset(99)),
      error('project of another account', 'Ecs.0023', reset(1, {}, { project_id: foreign })),
      ...states(reset),
      ...seeded.map((code, index) => error(`seeded rejection, ${code}`, code, reset(100 + index))),
    ],
  },
  {
    provider: 'huawei',
    operation: 'BatchResetServersPassword',
    seed,
    parameters: batch(),
    target: id,
    password,
    altered: 'New-Ecs-Pass-3',
    common,
    situations: [
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => batch([1, 2], { new_password: text })), password: 'new_password' },
      { name: 'one that rejects it', outcome: 'Ecs.0611', parameters: batch([1, 4]), target: at(4), official: true },
      { name: 'dry run', outcome: 'done', parameters: batch([1, 2], { dry_run: true }), dryRun: true, official: true },
      { name: 'dry run without a password', outcome: 'done', parameters: { path: { project_id: project }, body: { servers: servers([1, 2]), dry_run: true } }, dryRun: true, official: true },
      error('dry run, one that rejects it', 'Ecs.0611', batch([1, 4], { dry_run: true }), { target: at(4), dryRun: true, official: true }),
      error('weak password', 'Ecs.0011', batch([1, 2], { new_password: 'weakweak' })),
      error('no server', 'Ecs.0118', batch([])),
      error('1001 servers', 'Ecs.0118', batch(Array.from({ length: 1001 }, (_, index) => 1000 + index)), { official: true }),
      error('no password', 'Ecs.0005', { path: { project_id: project }, body: { servers: servers([1, 2]) } }),
      error('unknown server', 'Ecs.0614', batch([1, 99]), { official: true }),
    ],
  },
  {
    provider: 'huawei',
    operation: 'BatchRebootServers',
    seed,
    parameters: reboot('SOFT'),
    target: id,
    common,
    situations: [
      { name: 'HARD', outcome: 'done', parameters: reboot('HARD'), state: { powerOffs: 1 } },
      error('stopped', 'Ecs.0100', reboot('SOFT', [3]), { target: at(3) }),
      error('unknown server', 'Ecs.0614', reboot('SOFT', [1, 99])),
      error('another type', 'Ecs.0005', reboot('GENTLE')),
    ],
  },
  {
    provider: 'huawei',
    operation: 'ListCloudServers',
    seed,
    parameters: { path: { project_id: project }, query: { id, 'expect-fields': 'locked,metadata' } },
    common,
    situations: [
      error('101 servers', 'Ecs.0005', { path: { project_id: project }, query: { limit: 101 } }),
      list('list by name', [id], { name: 'b.on', 'expect-fields': 'tags,metadata,addresses,market_info', limit: 100 }),
      list('list by state', [at(3)], { status: 'SHUTOFF', limit: 100 }),
      list('next page', [at(3), at(4)], { marker: at(2), limit: 2 }),
    ],
  },
  {
    provider: 'huawei',
    operation: 'ListServersDetails',
    seed,
    parameters: { path: { project_id: project }, query: { server_id: `${id},${at(2)}` } },
    common,
    situations: [
      list('page by tag', [id, at(2)], { tags: 'env=prod', offset: 1, limit: 2 }),
      list('next page', [at(3), at(4)], { offset: 2, limit: 2 }),
      list('a name is a regular expression', [id], { name: 'w.b.o' }),
      list('an unknown id', [id, at(99)], { server_id: `${id},${at(99)}`, name: 'ignored' }),
      error('101 ids', 'Ecs.0005', { path: { project_id: project }, query: { server_id: Array.from({ length: 101 }, (_, index) => at(index)).join(',') } }),
    ],
  },
  {
    provider: 'huawei',
    operation: 'ShowResetPasswordFlag',
    seed,
    parameters: { path: { project_id: project, server_id: id } },
    common,
    situations: [error('unknown server', 'Ecs.0614', { path: { project_id: project, server_id: at(99) } })],
  },
];
