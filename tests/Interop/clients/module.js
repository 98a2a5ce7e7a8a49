// The module: the same calls through its cmdlets, all in one PowerShell.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ecs from '../operations/ecs.js';
import ram from '../operations/ram.js';
import cvm from '../operations/cvm.js';
import lighthouse from '../operations/lighthouse.js';
import dcs from '../operations/dcs.js';
import ecsServer from '../operations/ecs-server.js';
import { root } from '../support/sandbox.js';
import { keyOf } from '../support/seed.js';
import { nameOf, seedOf, situationsOf } from '../support/situations.js';

export const name = 'PasswordCmdlets';
const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'module.ps1');
const manifest = process.env.PASSWORDCMDLETS_MODULE ?? path.join(root, 'output/PasswordCmdlets/PasswordCmdlets.psd1');

// Why the module's part cannot run; null when it can.
export function problem() {
  if (spawnSync('pwsh', ['-NoProfile', '-Command', 'exit 0']).status !== 0) {
    return 'pwsh was not found on PATH';
  }

  return existsSync(manifest) ? null : 'the module is not built in output/PasswordCmdlets';
}

// How each operation's parameters are said to a cmdlet; null for what no cmdlet can say.
const commands = {
  ModifyInstanceVncPasswd: (p) => p.VncPassword && ['Set-EcsVncPassword', { InstanceId: p.InstanceId, Region: p.RegionId }, { Password: p.VncPassword }],
  ModifyInstanceAttribute: (p) => p.Password && ['Reset-CloudInstancePassword', { Provider: 'Alibaba', InstanceId: p.InstanceId, Region: 'cn-hangzhou' }, { Password: p.Password }],
  RebootInstance: (p, { title }) => (title === 'success' ? ['Set-EcsVncPassword', { InstanceId: p.InstanceId, Region: 'cn-hangzhou', Restart: true }, { Password: 'Ecs123' }] : null),
  ChangePassword: (p) => ['Set-RamUserPassword', {}, { OldPassword: p.OldPassword, NewPassword: p.NewPassword }],
  UpdateLoginProfile: (p) => ['Set-RamUserPassword', { UserName: p.UserName, PasswordResetRequired: p.PasswordResetRequired, MfaBindRequired: p.MFABindRequired }, { NewPassword: p.Password }],
  CreateLoginProfile: (p, { title }) => (title === 'success' ? ['Set-RamUserPassword', { UserName: p.UserName, CreateLoginProfile: true }, { NewPassword: p.Password }] : null),
  ResetInstancesPassword: (p) => p.Password && [
    'Reset-CloudInstancePassword', { Provider: 'Tencent', InstanceId: p.InstanceIds, Region: 'ap-guangzhou', UserName: p.UserName, Force: p.ForceStop }, { Password: p.Password },
  ],
  'ResetInstancesPassword (Lighthouse)': (p, { force }) => p.Password && [
    'Reset-CloudInstancePassword',
    { Provider: 'Tencent', Resource: 'LighthouseInstance', InstanceId: p.InstanceIds, Region: 'ap-guangzhou', UserName: p.UserName, Force: force },
    { Password: p.Password },
  ],
  UpdatePassword: ({ path: place, body }, { version }) => body.new_password && [
    'Set-DcsPassword', { InstanceId: place.instance_id, Region: 'eu-de', ProjectId: place.project_id, ApiVersion: version }, { OldPassword: body.old_password, NewPassword: body.new_password },
  ],
  ResetPassword: ({ path: place, body }) => (body.new_password && body.no_password_access === undefined
    ? ['Set-DcsPassword', { InstanceId: place.instance_id, Region: 'eu-de', ProjectId: place.project_id, Reset: true }, { NewPassword: body.new_password }]
    : null),
};

// Servers of Huawei Cloud; what only an official client can send, or what the module sends in another way, is left to that client.
commands.ResetServerPassword = ({ path: place, body: { 'reset-password': { new_password: password, is_check_password: isChecked } } }) =>
  password && isChecked && resetServers(place, place.server_id, password);
commands.BatchResetServersPassword = ({ path: place, body }, { official }) =>
  !official && body.new_password && body.servers.length > 0 && resetServers(place, body.servers.map(({ id }) => id), body.new_password);
commands.BatchRebootServers = ({ path: place, body }, { title }) =>
  title === 'success' && resetServers(place, body.reboot.servers[0].id, 'New-Ecs-Pass-2', { Restart: true });

function resetServers(place, ids, password, more) {
  const parameters = { Provider: 'Huawei', InstanceId: ids, Region: 'cn-north-4', ProjectId: place.project_id, ...more };
  return ['Reset-CloudInstancePassword', parameters, { Password: password }];
}

// The calls that the module can make too. Faults are left out: after them the module waits, in all that follows; its own tests have them. A wrong
// old password makes it careful, so these calls come last.
export function calls() {
  const all = [ecs, ram, cvm, lighthouse, dcs, ecsServer].flat()
    .filter((operation) => commands[nameOf(operation)])
    .flatMap(situationsOf)
    .filter(({ relay, before, faults }) => !relay && !before && !faults)
    // Whether this one took effect is not known, so the module watches the instance for half a minute.
    .filter(({ outcome }) => outcome !== 'InternalServerError')
    .flatMap((situation) => situation.variants.map((parameters, variant) => ({ situation, parameters, variant, command: commands[nameOf(situation.operation)](parameters, situation) })))
    .filter(({ command }) => command);
  const weight = ({ situation: { outcome } }) => (/^passwordFailed$|OldPassword|DCS.4080/.test(outcome) ? 1 : 0);
  return all.sort((a, b) => weight(a) - weight(b));
}

// Makes the calls; each reply has the outcome, the requests of the operation and the state that was left.
export async function make(list, address) {
  const folder = mkdtempSync(path.join(tmpdir(), 'interop-'));
  const input = path.join(folder, 'calls.json');
  const output = path.join(folder, 'replies.json');
  writeFileSync(input, JSON.stringify(list.map(({ situation, command: [command, parameters, secrets] }) => ({
    seed: JSON.stringify(seedOf(situation)),
    skewSeconds: situation.skewSeconds ?? 0,
    faults: (situation.faults ?? []).map((fault) => JSON.stringify(fault)),
    provider: situation.operation.provider,
    operation: situation.operation.operation,
    target: situation.target,
    key: keyOf(situation.operation.provider, situation.key),
    command,
    parameters,
    secrets,
  }))));
  try {
    const shell = spawn('pwsh', ['-NoProfile', '-NonInteractive', '-File', script, manifest, address.origin, input, output], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    const status = await new Promise((resolve) => shell.on('exit', resolve));
    if (status !== 0) {
      throw new Error(`PowerShell ended with ${status}.`);
    }

    return JSON.parse(readFileSync(output, 'utf8')).map(({ stopped, results, requests, state }) => ({
      ...outcomeOf(stopped, results),
      requests: JSON.parse(requests),
      state: JSON.parse(state).instances[0],
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// 'done', the provider's code, or, where the module saw for itself, its own error id.
function outcomeOf(stopped, results) {
  const failed = results.find(({ errorId }) => errorId);
  if (!stopped && !failed) {
    return { outcome: results.length > 0 ? 'done' : 'nothing' };
  }

  return failed?.errorCode ? { outcome: failed.errorCode } : { unsent: stopped ?? failed.errorId };
}
