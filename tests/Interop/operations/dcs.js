import { awkward } from '../support/seed.js';

const project = 'abcdef00000000000000000000000001';
const foreign = 'abcdef00000000000000000000000002';
const at = (number) => `abcdef00-1111-4000-8000-${String(number).padStart(12, '0')}`;
const id = at(1);
const old = 'Old-Dcs-Pass-1';

const tasks = {
  BACKUPING: 'DCS.4096', RESTORING: 'DCS.4097', RESTARTING: 'DCS.4111', EXTENDING: 'DCS.4113', CONFIGURING: 'DCS.4114', CHANGING_PASSWORD: 'DCS.4115',
  UPGRADING: 'DCS.4116', ROLLBACKING: 'DCS.4117', CREATING: 'DCS.4118', FREEZING: 'DCS.4120', RESETTING_PASSWORD: 'DCS.4121', OTHER: 'DCS.4017',
};
const taskNames = Object.keys(tasks);

const huawei = {
  projects: [{ id: project, name: 'eu-de', domain: 'interop-domain' }, { id: foreign, name: 'eu-nl', domain: 'another-domain' }],
  instances: [
    { id, projectId: project, password: old, name: 'cache-one', tags: { env: 'prod' } },
    { id: at(2), projectId: project, password: old, noPasswordAccess: true },
    { id: at(3), projectId: project, password: old, engine: 'Memcached', accessUser: 'cacheuser' },
    { id: at(4), projectId: project, password: old, status: 'FROZEN' },
    { id: at(5), projectId: project, password: old, status: 'ERROR' },
    { id: at(6), projectId: project, password: old, failsWith: 'The change failed.' },
    { id: at(7), projectId: project, password: old, refuses: 'DCS.4975' },
    ...taskNames.map((task, index) => ({ id: at(100 + index), projectId: project, password: old, task })),
  ],
};

const common = {
  wrong: 'APIGW.0301',
  unknown: 'APIGW.0301',
  disabled: 'APIGW.0301',
  denied: 'DCS.2003',
  stale: 'APIGW.0301',
  noToken: 'APIGW.0301',
  wrongToken: 'APIGW.0301',
  expiredToken: 'APIGW.0301',
  throttled: 'APIGW.0308',
  broken: 'DCS.5000',
  unavailable: 'APIGW.0201',
};

const path = (number = 1, changes) => ({ project_id: project, instance_id: at(number), ...changes });
const call = (number, body, changes) => ({ path: path(number, changes), body });
const change = (number = 1, changes, place) => call(number, { old_password: old, new_password: 'New-Dcs-Pass-2', ...changes }, place);
const reset = (number = 1, changes, place) => call(number, { new_password: 'New-Dcs-Pass-2', ...changes }, place);
const list = (name, lists, query) => ({ name, outcome: 'done', lists, parameters: { path: { project_id: project }, query } });
const error = (name, code, parameters, rest) => ({ name, outcome: code, parameters, ...rest });
const allowed = ['Aa1+&=/end', 'Aa1()*~!end', 'Aa1\\<>`^,.?end', 'Aa1{|}@#$-_end'];
const disallowed = awkward.filter((text) => !allowed.includes(text));
const states = (make) => taskNames.map((task, index) => error(task, tasks[task], make(100 + index)));

export default [
  {
    provider: 'huawei',
    operation: 'UpdatePassword',
    seed: { huawei },
    parameters: change(),
    target: id,
    password: 'New-Dcs-Pass-2',
    altered: 'New-Dcs-Pass-3',
    // The scheme has no nonce; the second time the old password is another.
    common: { ...common, replayed: 'passwordFailed' },
    situations: [
      { name: 'v1.0', outcome: 'done', version: 'v1.0', parameters: change() },
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => change(1, { new_password: text })), password: 'new_password' },
      { name: 'awkward passwords, rules of 2020', outcome: 'done', options: { passwordRulesOf2020: true }, variants: ["Aa1%2B'\"[]:end"].map((text) => change(1, { new_password: text })), password: 'new_password' },
      { name: 'characters that are not allowed', outcome: 'DCS.4019', variants: disallowed.map((text) => change(1, { new_password: text })) },
      error('wrong old password', 'passwordFailed', change(1, { old_password: 'Not-Dcs-Pass-1' })),
      error('wrong old password as an error', 'DCS.4080', change(1, { old_password: 'Not-Dcs-Pass-1' }), { options: { wrongPasswordIsError: true } }),
      error('after five wrong ones', 'locked', change(), { before: Array(5).fill(change(1, { old_password: 'Not-Dcs-Pass-1' })) }),
      error('the change fails', 'failed', change(6)),
      error('weak password', 'DCS.4019', change(1, { new_password: 'weakweak' })),
      error('the old one again', 'DCS.4019', change(1, { new_password: old })),
      error('no new password', 'DCS.4845', call(1, { old_password: old })),
      error('password-free instance', 'DCS.4850', change(2)),
      error('frozen', 'DCS.4026', change(4)),
      error('not running', 'DCS.4049', change(5)),
      error('another operation', 'DCS.4975', change(7)),
      error('unknown instance', 'DCS.3022', change(9)),
      error('malformed instance id', 'DCS.4061', change(1, {}, { instance_id: 'not-an-id' })),
      error('project of another account', 'DCS.1004', change(1, {}, { project_id: foreign })),
      error('malformed project id', 'DCS.4002', change(1, {}, { project_id: 'not-a-project' })),
      ...states(change),
    ],
  },
  {
    provider: 'huawei',
    operation: 'ResetPassword',
    seed: { huawei },
    parameters: reset(),
    target: id,
    password: 'New-Dcs-Pass-2',
    altered: 'New-Dcs-Pass-3',
    common: { ...common, replayed: 'done' },
    situations: [
      { name: 'awkward passwords', outcome: 'done', variants: allowed.map((text) => reset(1, { new_password: text })), password: 'new_password' },
      { name: 'password-free instance', outcome: 'done', parameters: reset(2), target: at(2) },
      error('Memcached', 'DCS.4839', reset(3)),
      error('weak password', 'DCS.4019', reset(1, { new_password: 'weakweak' })),
      error('password and password-free', 'DCS.4849', reset(1, { no_password_access: true })),
      error('neither', 'DCS.4845', call(1, {})),
      error('invalid flag', 'DCS.4843', reset(1, { no_password_access: 'yes' })),
      error('frozen', 'DCS.4026', reset(4)),
      error('not running', 'DCS.4049', reset(5)),
      error('unknown instance', 'DCS.3022', reset(9)),
      ...states(reset),
    ],
  },
  {
    provider: 'huawei',
    operation: 'ListInstances',
    seed: { huawei },
    parameters: { path: { project_id: project }, query: { limit: 100, offset: 0 } },
    common,
    situations: [
      list('by id', [id], { instance_id: id }),
      list('by name', [id], { name: 'cache-on' }),
      list('by state', [at(4)], { status: 'FROZEN' }),
      list('second page', [at(3), at(4)], { offset: 2, limit: 2 }),
      error('1001 instances', 'DCS.4800', { path: { project_id: project }, query: { limit: 1001 } }),
    ],
  },
  {
    provider: 'huawei',
    operation: 'ShowInstance',
    seed: { huawei },
    parameters: { path: path(1) },
    common,
    situations: [error('unknown instance', 'DCS.3022', { path: path(9) })],
  },
];
