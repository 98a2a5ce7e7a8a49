'use strict';

// Both handlers of the task, the way the agent starts them, against a sandbox. Environment: PASSWORDCMDLETS_SANDBOX_ADDRESS, PASSWORDCMDLETS_MODULE, TEST_PWSH;
// TEST_SHARED_PWSH (SharedShell/pwsh) for tests that need no PowerShell process of their own.
const assert = require('node:assert/strict');
const childProcess = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test: testOf } = require('node:test');

// A test takes seconds. One that hangs ends, and so does what it started.
const longest = 120_000;
const test = (name, body) => testOf(name, { timeout: 2 * longest }, body);

// The mock runner starts its process with this, and knows no time limit.
const { spawnSync } = childProcess;
childProcess.spawnSync = (program, parameters, options) => spawnSync(program, parameters, { timeout: longest, killSignal: 'SIGKILL', ...options });

const taskFolder = path.resolve(__dirname, '../../src/AzurePipelinesTask/CloudPassword');
const { MockTestRunner } = require(path.join(taskFolder, 'node_modules/azure-pipelines-task-lib/mock-test'));
const task = require(path.join(taskFolder, 'task.json'));
const sandbox = process.env.PASSWORDCMDLETS_SANDBOX_ADDRESS;
const pwsh = process.env.TEST_PWSH;
const sharedPwsh = process.env.TEST_SHARED_PWSH ?? pwsh;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cloudpassword-'));
const fakeModule = path.join(__dirname, 'FakeModule/FakeModule.psm1');

const key = provider => ({ accessKeyId: `sandbox-${provider}-id`, accessKeySecret: `sandbox-${provider}-secret` });
const common = { endpoint: sandbox, modulePath: process.env.PASSWORDCMDLETS_MODULE };
const tencent = { command: 'Reset-CloudInstancePassword', provider: 'Tencent', region: 'ap-guangzhou', password: 'Cloud-Tour-2026x', ...key('tencent'), ...common };
const zenlayer = { command: 'Reset-CloudInstancePassword', provider: 'Zenlayer', generatePassword: 'true', ...key('zenlayer'), ...common };
const fake = { command: 'Reset-CloudInstancePassword', provider: 'Tencent', targets: 'ins-1', generatePassword: 'true', passwordVariable: 'newPassword', modulePath: fakeModule };

// What the agent fills in where a pipeline says nothing.
const withDefaults = inputs => ({ ...Object.fromEntries(task.inputs.filter(input => input.defaultValue).map(input => [input.name, input.defaultValue])), ...inputs });

async function runNode(inputs, environment, shell = sharedPwsh) {
    const saved = { ...process.env };
    Object.assign(process.env, environment, { TEST_SHELL: shell, TEST_INPUTS: JSON.stringify(withDefaults(inputs)) });
    try {
        const runner = new MockTestRunner(path.join(__dirname, 'run-node-handler.js'), path.join(taskFolder, 'task.json'));
        // The Node that runs these tests; the runner would fetch one of its own.
        runner.nodePath = process.execPath;
        await runner.runAsync();
        return { succeeded: runner.succeeded && runner.stdout.includes('##vso[task.complete result=Succeeded;'), failed: runner.failed, output: runner.stdout + runner.stderr };
    } finally {
        for (const name of Object.keys(process.env)) {
            if (!(name in saved)) {
                delete process.env[name];
            }
        }

        Object.assign(process.env, saved);
    }
}

function start(program, parameters, inputs, environment) {
    const variables = { ...process.env, ...environment };
    for (const [name, value] of Object.entries(withDefaults(inputs))) {
        variables[`INPUT_${name.toUpperCase()}`] = value;
    }

    return new Promise(resolve => {
        const child = childProcess.spawn(program, parameters, { env: variables, stdio: ['ignore', 'pipe', 'pipe'], timeout: longest, killSignal: 'SIGKILL' });
        let output = '';
        // Something that a killed process started may keep its output open.
        child.on('exit', (code, signal) => {
            if (signal) {
                child.stdout.destroy();
                child.stderr.destroy();
            }
        });
        child.stdout.on('data', data => { output += data; });
        child.stderr.on('data', data => { output += data; });
        child.on('close', code => resolve({
            succeeded: code === 0 && /##vso\[task\.complete result=Succeeded;/.test(output) && !/##vso\[task\.complete result=Failed;/.test(output),
            failed: /##vso\[task\.complete result=Failed;/.test(output),
            output,
        }));
    });
}

function runPowerShell(inputs, environment, shell = sharedPwsh) {
    // https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/PowerShell3Handler.cs
    const command = `Import-Module -Name '${taskFolder}/ps_modules/VstsTaskSdk/VstsTaskSdk.psd1'; Invoke-VstsTaskScript -ScriptBlock ([scriptblock]::Create('. ''${taskFolder}/CloudPassword.ps1'''))`;
    return start(shell, ['-NoProfile', '-NonInteractive', '-Command', command], inputs, environment);
}

const unescape = text => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%AZP25', '%');

/** What the agent would show: every masked text as ***, commands taken out. */
function shown(output, mocked = true) {
    const masks = [];
    const lines = [];
    for (const line of output.split('\n')) {
        // The mock reads the inputs before the handler can mask any; a test of its own starts the handler without it.
        if (line.startsWith('##vso[task.debug]') && mocked) {
            continue;
        }

        const secret = /^##vso\[task\.setsecret\](.*)$/.exec(line.trimEnd());
        if (secret) {
            masks.push(unescape(secret[1]));
        } else {
            // A secret that leaves before it is masked is shown.
            const command = /^##vso\[task\.setvariable .*issecret=true;/.test(line);
            lines.push(masks.reduce((text, mask) => text.replaceAll(mask, '***'), command ? '' : unescape(line)));
        }
    }

    return lines.join('\n');
}

function summary(output) {
    const file = /##vso\[task\.uploadsummary\](.*)/.exec(output);
    assert.ok(file, output);
    return fs.readFileSync(file[1].trim(), 'utf8');
}

function targetsFile(text) {
    const file = path.join(folder, `targets-${crypto.randomUUID()}.csv`);
    fs.writeFileSync(file, text);
    return file;
}

const requests = async () => (await (await fetch(new URL('/_sandbox/requests', sandbox))).json()).length;

before(() => { Object.assign(process.env, { AGENT_TEMPDIRECTORY: folder, SYSTEM_HOSTTYPE: 'build' }); });
after(() => { fs.rmSync(folder, { recursive: true }); });

test('Node without the mock: secrets are masked before the debug log names them', async () => {
    const folders = `${path.dirname(pwsh)}${path.delimiter}${process.env.PATH}`;
    const { accessKeyId: username, accessKeySecret: password, ...inputs } = { ...tencent, targets: 'ins-linux001', connection: 'theconnection' };
    const result = await start(process.execPath, [path.join(taskFolder, 'index.js')], inputs, {
        PATH: folders,
        SYSTEM_DEBUG: 'true',
        ENDPOINT_AUTH_PARAMETER_theconnection_USERNAME: username,
        ENDPOINT_AUTH_PARAMETER_theconnection_PASSWORD: password,
    });
    assert.ok(result.succeeded, result.output);
    assert.match(result.output, /##vso\[task\.debug\]password=/);
    assert.ok(!shown(result.output, false).includes(password), shown(result.output, false));
    assert.ok(!shown(result.output, false).includes(tencent.password), shown(result.output, false));
});

for (const [handler, run, offset] of [['Node', runNode, 0], ['PowerShell3', runPowerShell, 1]]) {
    test(`${handler}: every target changed is a success with a summary`, async () => {
        const report = path.join(folder, `${handler}.jsonl`);
        const result = await run({ ...tencent, targets: 'ins-linux001\nins-linux002', reportPath: report, reportArtifact: 'passwords' }, {}, pwsh);
        assert.ok(result.succeeded, result.output);
        assert.match(result.output, /2 of 2 targets/);
        assert.match(summary(result.output), /\| Succeeded \| ins-linux001 \| ap-guangzhou \|/);
        assert.ok(result.output.includes(`##vso[artifact.upload artifactname=passwords;containerfolder=passwords;]${report}`), result.output);
        assert.equal(fs.readFileSync(report, 'utf8').trim().split('\n').length, 6);
        assert.ok(!shown(result.output).includes('Cloud-Tour-2026x'), shown(result.output));
    });

    test(`${handler}: the report is uploaded also when the command ended without a result`, async () => {
        const report = path.join(folder, `${handler}-ended.jsonl`);
        fs.writeFileSync(report, '');
        const result = await run({ ...tencent, targets: 'ins-linux001', region: 'AP_guangzhou', reportPath: report, reportArtifact: 'passwords' });
        assert.ok(result.failed && /is not a region id/.test(result.output), result.output);
        assert.ok(result.output.includes(`##vso[artifact.upload artifactname=passwords;containerfolder=passwords;]${report}`), result.output);
        assert.doesNotMatch(result.output, /task\.uploadsummary/);
    });

    test(`${handler}: a classic release keeps the report on the agent and succeeds`, async () => {
        const report = path.join(folder, `${handler}-release.jsonl`);
        const result = await run({ ...tencent, targets: 'ins-linux001', reportPath: report, reportArtifact: 'passwords' }, { SYSTEM_HOSTTYPE: 'release' });
        assert.ok(result.succeeded, result.output);
        assert.doesNotMatch(result.output, /artifact\.upload/);
        assert.ok(result.output.includes(`type=warning;]reportArtifact: a classic release cannot upload an artifact. The report is ${report} on the agent.`), result.output);
    });

    test(`${handler}: a boolean is True or False, and anything else sends nothing`, async () => {
        const dry = await run({ ...tencent, targets: 'ins-linux001', whatIf: 'True', generatePassword: 'False', wait: 'True' });
        assert.ok(dry.succeeded, dry.output);
        assert.match(dry.output, /result=Succeeded;.*\]Nothing was sent\./);

        const seen = await requests();
        for (const [name, value, message] of [
            ['whatIf', '$(dryRun)', /whatIf: the variable is not defined in this pipeline/],
            ['whatIf', 'yes', /whatIf: the value is invalid\. Specify true or false/],
            ['generatePassword', '1', /generatePassword: the value is invalid/],
            ['restart', 'no', /restart: the value is invalid/],
            ['targets', 'ins-linux001, $(more)', /targets: the variable is not defined/],
            ['reportPath', path.join(folder, '$(name).jsonl'), /reportPath: the variable is not defined/],
        ]) {
            const result = await run({ ...tencent, targets: 'ins-linux001', [name]: value });
            assert.ok(result.failed && message.test(result.output), result.output);
        }

        assert.equal(await requests(), seen);
    });

    test(`${handler}: a password that waits for a restart is not in force, and the task says so`, async () => {
        const result = await run({ ...common, ...key('alibaba'), command: 'Set-EcsVncPassword', region: 'cn-hangzhou', targets: 'i-bp1sandbox00000000b1', password: 'Vnc124' });
        assert.ok(result.succeeded, result.output);
        assert.match(result.output, /type=warning;\]For 1 target\(s\) the new password takes effect at the next restart/);
        assert.match(result.output, /result=Succeeded;\]1 of 1 passwords are set, 1 of them with effect from the next restart\./);
    });

    test(`${handler}: a path that the agent made of an empty input is none`, async () => {
        const repository = fs.mkdtempSync(path.join(folder, 'repository-'));
        const inputs = { ...tencent, targets: 'ins-linux001', targetsFile: repository, reportPath: `${repository}/`, reportArtifact: 'passwords' };
        for (const variable of ['BUILD_SOURCESDIRECTORY', 'SYSTEM_DEFAULTWORKINGDIRECTORY']) {
            const result = await run(inputs, { [variable]: repository });
            assert.ok(result.succeeded, result.output);
            assert.ok(!result.output.includes('artifact.upload'), result.output);
        }
    });

    test(`${handler}: a failed target fails the task, and the others are changed`, async () => {
        const result = await run({ ...tencent, targets: 'ins-linux001, ins-nosuch01' });
        assert.ok(result.failed, result.output);
        assert.match(result.output, /##vso\[task\.logissue type=error;\]ins-nosuch01: Failed: TargetNotFound:/);
        assert.match(result.output, /1 of 2 targets/);
        assert.match(summary(result.output), /\| Failed \| ins-nosuch01 .*\n\| Succeeded \| ins-linux001 /);
    });

    test(`${handler}: a service connection brings the access key`, async () => {
        const { accessKeyId: username, accessKeySecret: password, ...inputs } = { ...tencent, targets: 'ins-linux001', connection: 'theconnection' };
        const result = await run(inputs, {
            ENDPOINT_URL_theconnection: 'https://example.invalid',
            ENDPOINT_AUTH_theconnection: JSON.stringify({ scheme: 'UsernamePassword', parameters: { username, password } }),
            ENDPOINT_AUTH_SCHEME_theconnection: 'UsernamePassword',
            ENDPOINT_AUTH_PARAMETER_theconnection_USERNAME: username,
            ENDPOINT_AUTH_PARAMETER_theconnection_PASSWORD: password,
        });
        assert.ok(result.succeeded, result.output);
        assert.ok(!shown(result.output).includes(password));
    });

    test(`${handler}: a generated password is masked first and then set as a secret variable`, async () => {
        const result = await run({ ...zenlayer, targets: `134143144524123${3 + offset}`, passwordVariable: 'newPassword' });
        assert.ok(result.succeeded, result.output);
        const value = /##vso\[task\.setvariable isoutput=true;issecret=true;variable=newPassword;\](.*)/.exec(result.output)[1].trimEnd();
        assert.ok(result.output.indexOf(`##vso[task.setsecret]${value}`) < result.output.indexOf('##vso[task.setvariable'));
        assert.ok(value.length >= 8 && !shown(result.output).includes(unescape(value)));
    });

    test(`${handler}: percent signs, quotes and line ends of a secret survive, masked before all other output`, async () => {
        const password = `a%0Ab%25"c'd]e;f\r\n##vso[g\`h`;
        const result = await run(fake, { TEST_PASSWORD: password }, pwsh);
        assert.ok(result.succeeded, result.output);
        const lines = result.output.split('\n').map(line => line.trimEnd()).filter(line => /^##vso\[task\.(setsecret|setvariable|logissue|uploadsummary)/.test(line));
        assert.deepEqual(lines.slice(0, 3), [
            `##vso[task.setsecret]a%AZP250Ab%AZP2525"c'd]e;f`,
            '##vso[task.setsecret]##vso[g`h',
            `##vso[task.setvariable isoutput=true;issecret=true;variable=newPassword;]a%AZP250Ab%AZP2525"c'd]e;f%0D%0A##vso[g\`h`,
        ]);
        assert.equal(unescape(lines[2].slice(lines[2].indexOf(']') + 1)), password);
        assert.match(lines[3], /##vso\[task\.logissue type=warning;\]A warning\./);
        assert.ok(!shown(result.output).includes("c'd]e;f"));
    });

    test(`${handler}: blanks at both ends of a secret survive`, async () => {
        const password = '  Cloud Tour 1 ';
        const result = await run({ ...fake, generatePassword: '', passwordVariable: '', password }, { TEST_EXPECTED: password }, pwsh);
        assert.ok(result.succeeded, result.output);
        assert.match(result.output, /^##vso\[task\.setsecret\]  Cloud Tour 1 \r?$/m);
    });

    test(`${handler}: foreign text in a warning or an error is no logging command`, async () => {
        const warning = '##vso[task.complete result=Succeeded;]\n###[section]\u001b[31m';
        const result = await run(fake, { TEST_PASSWORD: 'Generated-1', TEST_WARNING: warning });
        assert.ok(result.output.includes('type=warning;]# #vso[task.complete result=Succeeded;]%0A# # #[section]?[31m'), result.output);
        const failing = await run(fake, { TEST_PASSWORD: 'Generated-1', TEST_FAILS: 'x ##vso[task.setvariable variable=a]b' });
        assert.ok(failing.output.includes('x # #vso[task.setvariable variable=a]b'), failing.output);
        assert.doesNotMatch(result.output + failing.output, /[^\n]##vso\[/);
    });

    test(`${handler}: a command that ends early still hands over the password it set`, async () => {
        const result = await run(fake, { TEST_PASSWORD: 'Generated-1', TEST_FAILS: '1' }, pwsh);
        assert.ok(result.failed, result.output);
        assert.match(result.output, /##vso\[task\.setsecret\]Generated-1\n##vso\[task\.setvariable .*variable=newPassword;\]Generated-1\n/);
        assert.match(result.output, /##vso\[task\.logissue type=error;\].*It ended early/);
    });

    test(`${handler}: a provider's message cannot write a command or a table of its own`, async () => {
        const result = await run(fake, { TEST_PASSWORD: 'Generated-1' });
        const text = summary(result.output);
        assert.match(text, /Set; \\\| \\\[link\\\]\(x\) &lt;b&gt; \\`code\\` /);
        assert.equal(result.output.split('\n').filter(line => line.startsWith('##vso[task.complete')).length, 1);
    });

    for (const [what, inputs, message] of [
        ['an access key without its secret', { ...tencent, targets: 'ins-linux001', accessKeySecret: '' }, /accessKeyId and accessKeySecret belong together/],
        ['an undefined variable', { ...tencent, targets: 'ins-linux001', password: '$(newPassword)' }, /password: the variable is not defined/],
        ['an undefined region', { ...tencent, targets: 'ins-linux001', region: '$(region)' }, /region: the variable is not defined/],
        ['no password', { ...tencent, targets: 'ins-linux001', password: '' }, /password: specify one, or set generatePassword/],
        ['no target', { ...tencent, targets: ' \n' }, /targets: none are specified/],
        ['a generated password that goes nowhere', { ...zenlayer, targets: '1341431445241233' }, /generatePassword: specify vaultName or passwordVariable/],
        ['several generated passwords for one variable', { ...zenlayer, targets: '1341431445241233,1341431445241234', passwordVariable: 'x' }, /holds the password of one target/],
        ['a generated password for a vault and a variable', { ...zenlayer, targets: '1341431445241233', passwordVariable: 'x', vaultName: 'Fleet' }, /passwordVariable and vaultName: specify one/],
        ['a command that is not one of the task', { ...tencent, command: 'Get-Process', targets: 'ins-linux001' }, /command: 'Get-Process' is not supported/],
        ['a password that breaks the rules', { ...tencent, targets: 'ins-linux001', password: 'short' }, /PasswordPolicyViolation/],
        ['a targets file without the column', { ...tencent, targetsFile: targetsFile('Id\nins-linux001\n') }, /has no column InstanceId/],
        ['a target that the cmdlet rejects', { ...tencent, targetsFile: targetsFile('InstanceId,Resource\nins-linux001,CvmInstance\nins-linux002,EcsInstance\n') }, /ins-linux002: .*InvalidTarget: [^]*1 of 2 targets/],
        ['a user name that is a logging command', { ...tencent, targets: 'ins-linux001', userName: 'a\n##vso[task.complete result=Succeeded;]', whatIf: 'true' }, /contains two number signs in a row or a control character/],
        ['a column that is a logging command', { ...tencent, targetsFile: targetsFile('InstanceId,UserName\nins-linux001,##vso[task.complete result=Succeeded;]\n'), whatIf: 'true' }, /contains two number signs in a row or a control character/],
        ['a key that is refused', { ...tencent, targets: 'ins-linux001', accessKeyId: 'sandbox-nobody', accessKeySecret: 'wrong-secret' }, /AuthenticationFailed/],
    ]) {
        test(`${handler}: ${what} fails the task`, async () => {
            const result = await run(inputs);
            assert.ok(result.failed && !result.succeeded, result.output);
            assert.match(result.output, message);
        });
    }

    test(`${handler}: a targets file says where each target is, and the inputs say the rest`, async () => {
        const file = targetsFile('InstanceId,Region,Provider\nins-linux001,,\nins-linux004,ap-shanghai,tencent\n');
        const result = await run({ ...tencent, provider: 'Tencent', targets: '', targetsFile: file });
        assert.ok(result.succeeded, result.output);
        assert.match(summary(result.output), /\| Succeeded \| ins-linux001 \| ap-guangzhou \|/);
        assert.match(summary(result.output), /\| Succeeded \| ins-linux004 \| ap-shanghai \|/);
    });

    test(`${handler}: the resource comes from its input or its column`, async () => {
        const result = await run({ ...tencent, resource: 'LighthouseInstance', targets: 'lhins-linux001' });
        assert.ok(result.succeeded, result.output);
        assert.match(summary(result.output), /\| Succeeded \| lhins-linux001 \|/);
        const file = targetsFile('InstanceId,Resource\nlhins-linux001,LighthouseInstance\nins-linux001,\n');
        const mixed = await run({ ...tencent, targets: '', targetsFile: file });
        assert.ok(mixed.succeeded, mixed.output);
        const wrong = await run({ ...tencent, resource: 'CvmInstance', targets: 'lhins-linux001' });
        assert.ok(wrong.failed && /InvalidTarget/.test(wrong.output), wrong.output);
    });

    test(`${handler}: inputs that the editor hides have no effect`, async () => {
        const left = { vaultName: 'Fleet', secretName: 'web-{InstanceId}', passwordVariable: 'not-a-name' };
        const shared = await run({ ...tencent, ...left, targets: 'ins-linux001' });
        assert.ok(shared.succeeded, shared.output);
        const generated = await run({ ...zenlayer, targets: `134143144524123${3 + offset}`, passwordVariable: 'newPassword', password: '$(newPassword)' });
        assert.ok(generated.succeeded, generated.output);
        const file = targetsFile('InstanceId,Provider,Resource\n5a4db0c5-1111-4000-8000-000000000001,,\n');
        const dcs = await run({ ...common, ...key('huawei'), command: 'Set-DcsPassword', region: 'cn-north-4', targets: '', targetsFile: file, resource: 'CvmInstance', reset: 'true', password: `Cloud-Tour-${6 + offset}x` });
        assert.ok(dcs.succeeded, dcs.output);
    });

    test(`${handler}: a canary that fails stops the rest, and the task says why`, async () => {
        const report = path.join(folder, `${handler}-canary.jsonl`);
        // ins-linux003 runs, and there is no force: the module rejects it unsent.
        const result = await run({ ...tencent, targets: 'ins-linux003, ins-linux001, ins-linux002', canary: '1', maximumFailure: '0', notAfter: '4h', reportPath: report });
        assert.ok(result.failed, result.output);
        assert.match(result.output, /##vso\[task\.logissue type=warning;\]Nothing new was sent after the canary target ins-linux003 did not succeed \(TargetStateInvalid\)/);
        assert.match(summary(result.output), /\| Cancelled \| ins-linux00[12] .*CanaryFailed/);
        for (const [name, value] of [['canary', 'many'], ['maximumFailure', '5 percent'], ['notAfter', '2020-01-01 05:00']]) {
            const wrong = await run({ ...tencent, targets: 'ins-linux001', [name]: value });
            assert.ok(wrong.failed && !/task\.uploadsummary/.test(wrong.output), wrong.output);
        }
    });

    test(`${handler}: what the guide takes from a report is a targets file`, async () => {
        const report = path.join(folder, `${handler}-night.jsonl`);
        // ins-linux003 runs, and there is no force.
        assert.ok((await run({ ...tencent, targets: 'ins-linux003, ins-linux001', canary: '1', reportPath: report })).failed);
        const guide = fs.readFileSync(path.join(__dirname, '../../docs/azure-devops.md'), 'utf8');
        const [command] = /Get-CloudPasswordReport -Path [^`]*-Resumable \|[^`]*Export-Csv -Path \S+/.exec(guide);
        const rest = path.join(folder, `${handler}-rest.csv`);
        const script = `Import-Module '${process.env.PASSWORDCMDLETS_MODULE}'\n${command.replace(/'[^']*'/, `'${report}'`).replace('./rest.csv', rest)}`;
        childProcess.execFileSync(pwsh, ['-NoProfile', '-NonInteractive', '-Command', script]);
        const result = await run({ ...tencent, region: '', provider: '', targetsFile: rest, force: 'true' });
        assert.ok(result.succeeded && /2 of 2 targets/.test(result.output), result.output);
    });

    test(`${handler}: whatIf says what would happen and sends nothing`, async () => {
        const before = await requests();
        const result = await run({ ...tencent, targets: 'ins-linux001', whatIf: 'true' });
        assert.ok(result.succeeded, result.output);
        assert.match(result.output, /What if: .*ins-linux001/);
        assert.match(result.output, /result=Succeeded;.*\]Nothing was sent\./);
        assert.doesNotMatch(result.output, /task\.uploadsummary|have their new password/);
        assert.equal(await requests(), before);
        const wrong = await run({ ...tencent, targets: 'not-an-id', whatIf: 'true' });
        assert.ok(wrong.failed, wrong.output);
    });

    test(`${handler}: what was accepted is enough only when the task does not wait`, async () => {
        const result = await run({ ...tencent, targets: 'ins-linux002', wait: 'false' });
        assert.ok(result.succeeded, result.output);
        assert.match(summary(result.output), /\| Accepted \| ins-linux002 /);
    });

    test(`${handler}: the other cmdlets take their own inputs`, async () => {
        const vnc = await run({ ...common, ...key('alibaba'), command: 'Set-EcsVncPassword', region: 'cn-hangzhou', targets: 'i-bp1sandbox00000000a1', password: 'Vnc123' });
        assert.ok(vnc.succeeded, vnc.output);
        const ram = await run({ ...common, ...key('alibaba'), command: 'Set-RamUserPassword', targets: 'bob', password: `Sandbox-Bob-${2 + offset}`, passwordResetRequired: 'true' });
        assert.ok(ram.succeeded, ram.output);
        const dcs = await run({ ...common, ...key('huawei'), command: 'Set-DcsPassword', region: 'cn-north-4', targets: '5a4db0c5-1111-4000-8000-000000000001', reset: 'true', password: `Cloud-Tour-${2 + offset}x` });
        assert.ok(dcs.succeeded, dcs.output);
    });
}
