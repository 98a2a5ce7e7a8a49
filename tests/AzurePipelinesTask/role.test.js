'use strict';

// The task without a key: both handlers ask a local stand-in for the token endpoint of Azure DevOps, and the sandbox's STS exchanges the token.
const assert = require('node:assert/strict');
const childProcess = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { after, before, beforeEach, test: testOf } = require('node:test');

const longest = 120_000;
const test = (name, body) => testOf(name, { timeout: 2 * longest }, body);
const taskFolder = path.resolve(__dirname, '../../src/AzurePipelinesTask/CloudPassword');
const sandbox = process.env.PASSWORDCMDLETS_SANDBOX_ADDRESS;
const pwsh = process.env.TEST_PWSH;
const sharedPwsh = process.env.TEST_SHARED_PWSH ?? pwsh;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cloudrole-'));

// Without hyphens: where a shell script starts pwsh, it drops variables whose names have them.
const connection = '0e5f5a1c2b8f4a579d3c1f3a0b6f7a11';
const accessToken = "job-access-token'%\"x";
const subject = 'sc://sandbox/passwords/prod';

// Azure DevOps: POST with the access token of the job and the id of the connection; the response is the token of that connection.
const azure = { requests: [], issued: [], answer: null, subject };
let server;

async function issue() {
    const body = JSON.stringify({ issuer: 'https://issuer.sandbox', subject: azure.subject, audience: 'api://AzureADTokenExchange' });
    const response = await fetch(new URL('/_sandbox/tokens', sandbox), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await response.json()).token;
}

before(async () => {
    server = http.createServer(async (request, response) => {
        const address = new URL(request.url, 'http://localhost');
        azure.requests.push({ method: request.method, address, headers: request.headers });
        const refusal = azure.answer?.(azure.requests.length);
        if (refusal) {
            response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers }).end(refusal.body ?? '');
            return;
        }

        const token = await issue();
        azure.issued.push(token);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ oidcToken: token }));
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
});

after(() => {
    server.close();
    server.closeAllConnections();
    fs.rmSync(folder, { recursive: true });
});

beforeEach(() => Object.assign(azure, { requests: [], issued: [], answer: null, subject }));

const requestUri = () => `http://127.0.0.1:${server.address().port}/sandbox/1/_apis/distributedtask/hubs/build/plans/2/jobs/3/oidctoken`;

function start(program, parameters, inputs, { settings, ...environment }, shell, receive = () => {}) {
    const variables = { PATH: `${path.dirname(shell)}${path.delimiter}${process.env.PATH}`, HOME: folder, AGENT_TEMPDIRECTORY: folder, SYSTEM_OIDCREQUESTURI: requestUri() };
    for (const name of ['DOTNET_ROOT', 'TEMP', 'TMPDIR', 'SystemRoot', 'PSModulePath', 'DOTNET_CLI_HOME', 'DOTNET_JITMinOpts', 'POWERSHELL_TELEMETRY_OPTOUT', 'PASSWORDCMDLETS_SHELL_SERVICE']) {
        if (process.env[name]) {
            variables[name] = process.env[name];
        }
    }

    for (const [name, value] of Object.entries({ wait: 'true', ...inputs })) {
        variables[`INPUT_${name.toUpperCase()}`] = value;
    }

    for (const [name, value] of Object.entries(settings)) {
        variables[`ENDPOINT_DATA_${connection}_${name.toUpperCase()}`] = value;
    }

    variables.ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN = accessToken;
    return new Promise(resolve => {
        const child = childProcess.spawn(program, parameters, { env: { ...variables, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], timeout: longest, killSignal: 'SIGKILL' });
        let output = '';
        child.stdout.on('data', data => {
            output += data;
            receive(child, output);
        });
        child.stderr.on('data', data => { output += data; });
        child.on('close', () => resolve({ succeeded: output.includes('##vso[task.complete result=Succeeded;'), output }));
    });
}

const runNode = (inputs, environment, shell = sharedPwsh) => start(process.execPath, [path.join(taskFolder, 'index.js')], inputs, environment, shell);

function runPowerShell(inputs, environment, shell = sharedPwsh) {
    const command = `Import-Module -Name '${taskFolder}/ps_modules/VstsTaskSdk/VstsTaskSdk.psd1'; Invoke-VstsTaskScript -ScriptBlock ([scriptblock]::Create('. ''${taskFolder}/CloudPassword.ps1'''))`;
    return start(shell, ['-NoProfile', '-NonInteractive', '-Command', command], inputs, environment, shell);
}

/** What the agent shows: each masked text as ***, from the line on that masks it. */
function shown(output) {
    const masks = [];
    return output.split('\n').map(line => {
        const secret = /^##vso\[task\.setsecret\](.*)$/.exec(line.trimEnd());
        if (secret) {
            masks.push(secret[1].replaceAll('%AZP25', '%'));
            return '';
        }

        return masks.reduce((text, mask) => text.replaceAll(mask, '***'), line.replaceAll('%AZP25', '%'));
    }).join('\n');
}

function targetsFile(text) {
    const file = path.join(folder, `targets-${crypto.randomUUID()}.csv`);
    fs.writeFileSync(file, text);
    return file;
}

const sandboxRequests = async () => (await (await fetch(new URL('/_sandbox/requests', sandbox))).json());
const leftovers = () => fs.readdirSync(folder).filter(name => name.startsWith('identity-'));
const common = { roleConnection: connection, endpoint: sandbox, modulePath: process.env.PASSWORDCMDLETS_MODULE, password: 'Cloud-Tour-2026x', command: 'Reset-CloudInstancePassword' };
const tencent = {
    inputs: { ...common, provider: 'Tencent', region: 'ap-guangzhou', targets: 'ins-linux001' },
    settings: { role: 'qcs::cam::uin/100000000001:roleName/ops', identityProvider: 'sandbox-idp' },
};
const alibaba = {
    inputs: { ...common, provider: 'Alibaba', region: 'cn-hangzhou', targets: 'i-bp1sandbox00000000a1' },
    settings: { role: 'acs:ram::1234567890123456:role/ops', identityProvider: 'acs:ram::1234567890123456:oidc-provider/sandbox-idp', sessionName: 'azure', subject },
};
const huawei = {
    inputs: { ...common, command: 'Set-DcsPassword', region: 'cn-north-4', targets: '5a4db0c5-1111-4000-8000-000000000001', reset: 'true' },
    settings: { identityProvider: 'sandbox-idp' },
};

for (const [handler, run] of [['Node', runNode], ['PowerShell3', runPowerShell]]) {
    for (const [name, { inputs, settings }] of Object.entries({ tencent, alibaba, huawei })) {
        test(`${handler}, ${name}: the token of the connection is exchanged for a session, and nothing shows a token`, async () => {
            // tencent: with a real pwsh process, as the agent starts it.
            const result = await run(inputs, { settings, TENCENTCLOUD_SECRET_ID: 'of-another', TENCENTCLOUD_SECRET_KEY: 'of-another', ALIBABA_CLOUD_ACCESS_KEY_ID: 'of-another', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'of-another' }, name === 'tencent' ? pwsh : sharedPwsh);
            assert.ok(result.succeeded, result.output);

            const [asked] = azure.requests;
            assert.equal(azure.requests.length, 1);
            assert.equal(asked.method, 'POST');
            assert.equal(asked.address.searchParams.get('api-version'), '7.1');
            assert.equal(asked.address.searchParams.get('serviceConnectionId'), connection);
            assert.equal(asked.headers.authorization, `Bearer ${accessToken}`);
            assert.equal(asked.headers['x-tfs-fedauthredirect'], 'Suppress');

            const visible = shown(result.output);
            assert.ok(!visible.includes(azure.issued[0]) && !visible.includes(accessToken), visible);
            assert.match(visible, /Identity token: issuer https:\/\/issuer\.sandbox, subject sc:\/\/sandbox\/passwords\/prod, audience api:\/\/AzureADTokenExchange\./);
            assert.ok(result.output.indexOf('##vso[task.setsecret]') >= 0 && result.output.indexOf('setsecret') < result.output.indexOf('Identity token'), result.output);
            assert.deepEqual(leftovers(), []);
            assert.ok(!(await sandboxRequests()).some(request => request.accessKeyId === 'of-another'));
        });
    }

    test(`${handler}: a token whose subject is not that of a connection is not used`, async () => {
        azure.subject = 'p://sandbox/passwords/nightly';
        const seen = (await sandboxRequests()).length;
        const result = await run(tencent.inputs, { settings: tencent.settings });
        assert.ok(!result.succeeded, result.output);
        assert.match(result.output, /type=error;\]roleConnection: the subject of the identity token, p:\/\/sandbox\/passwords\/nightly, is not that of a service connection/);
        assert.equal((await sandboxRequests()).length, seen);
        assert.deepEqual(leftovers(), []);
    });

    test(`${handler}: a token of another connection than expected is not used`, async () => {
        azure.subject = 'sc://sandbox/passwords/other';
        const result = await run(alibaba.inputs, { settings: alibaba.settings });
        assert.ok(!result.succeeded, result.output);
        assert.match(result.output, /the service connection expects sc:\/\/sandbox\/passwords\/prod/);
    });

    test(`${handler}: the expected subject may have any character, and another one is not used`, async () => {
        azure.subject = 'sc://sandbox/Zürich "東京" ##vso[a]/prod';
        const settings = { ...alibaba.settings, subject: azure.subject };
        // The sandbox trusts no such connection; the task does, and uses the token.
        const result = await run(alibaba.inputs, { settings });
        assert.match(result.output, /AuthenticationFail\.NoPermission/);
        assert.match(result.output, /subject sc:\/\/sandbox\/Zürich "東京" # #vso\[a\]\/prod, audience/);

        // What a comparison by the rules of a language ignores.
        azure.subject = `${azure.subject}\u200b`;
        assert.match((await run(alibaba.inputs, { settings })).output, /the service connection expects/);
    });

    test(`${handler}: a server error is asked again, a rejection is not`, async () => {
        azure.answer = count => (count === 1 ? { status: 503 } : null);
        assert.ok((await run(tencent.inputs, { settings: tencent.settings })).succeeded);
        assert.equal(azure.requests.length, 2);

        azure.requests = [];
        azure.answer = () => ({ status: 404, body: JSON.stringify({ count: 1, value: '##vso[x]There is no explicit reference to service connection.' }) });
        const refused = await run(tencent.inputs, { settings: tencent.settings });
        assert.ok(!refused.succeeded);
        assert.match(refused.output, /Azure DevOps issued no identity token \(status 404\): # ?#vso\[x\]There is no explicit reference/);
        assert.equal(azure.requests.length, 1);

        azure.answer = () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/signin' } });
        assert.match((await run(tencent.inputs, { settings: tencent.settings })).output, /\(status 302\): it did not accept the access token of the job/);
    });

    test(`${handler}: what is missing is named before a token is asked for`, async () => {
        for (const [inputs, environment, expected] of [
            [tencent.inputs, { settings: { role: 'qcs::cam::uin/1:roleName/r' } }, /the service connection has no identityProvider/],
            [tencent.inputs, { settings: { identityProvider: 'x' } }, /the service connection has no role/],
            [{ ...tencent.inputs, provider: 'Zenlayer', targets: '1341431445241233' }, { settings: { role: 'r', identityProvider: 'x' } }, /Zenlayer has no roles/],
            [tencent.inputs, { settings: tencent.settings, SYSTEM_OIDCREQUESTURI: '' }, /the job has no SYSTEM_OIDCREQUESTURI/],
            [tencent.inputs, { settings: tencent.settings, SYSTEM_OIDCREQUESTURI: 'http://dev.azure.example/x' }, /SYSTEM_OIDCREQUESTURI is not an https address/],
            [{ ...tencent.inputs, accessKeyId: 'a', accessKeySecret: 'b' }, { settings: tencent.settings }, /two identities: specify one/],
        ]) {
            const result = await run(inputs, environment);
            assert.ok(!result.succeeded, result.output);
            assert.match(result.output, expected);
        }

        assert.equal(azure.requests.length, 0);
    });

    test(`${handler}: a target without a region gets none from the role`, async () => {
        const seen = (await sandboxRequests()).length;
        const result = await run({ ...tencent.inputs, region: '' }, { settings: tencent.settings, TKE_REGION: 'ap-guangzhou' });
        assert.ok(!result.succeeded, result.output);
        assert.match(result.output, /type=error;\]ins-linux001: Failed: RegionRequired/);
        assert.ok(!(await sandboxRequests()).slice(seen).some(request => request.action === 'ResetInstancesPassword'));
    });

    test(`${handler}: the provider of the targets file takes precedence for the role too`, async () => {
        const file = targetsFile('InstanceId,Provider\ni-bp1sandbox00000000a1,alibaba\n');
        const result = await run({ ...alibaba.inputs, provider: 'Tencent', targets: '', targetsFile: file }, { settings: alibaba.settings });
        assert.ok(result.succeeded, result.output);
    });

    test(`${handler}: a role or an access key is not used with targets of several providers`, async () => {
        const seen = (await sandboxRequests()).length;
        const file = targetsFile('InstanceId,Provider,Region\nins-linux001,,ap-guangzhou\ni-bp1sandbox00000000a1,Alibaba,cn-hangzhou\n');
        const inputs = { ...tencent.inputs, targets: '', targetsFile: file };
        for (const [identity, environment] of [
            [{}, { settings: tencent.settings }],
            [{ roleConnection: '', accessKeyId: 'sandbox-tencent-id', accessKeySecret: 'sandbox-tencent-secret' }, { settings: {} }],
        ]) {
            const result = await run({ ...inputs, ...identity }, environment);
            assert.ok(!result.succeeded, result.output);
            assert.match(result.output, /type=error;\]targetsFile: the targets are of several providers/);
        }

        assert.equal(azure.requests.length, 0);
        assert.equal((await sandboxRequests()).length, seen);
    });

    test(`${handler}: a provider that is not supported is not shown`, async () => {
        const file = targetsFile('InstanceId,Provider\nins-linux001,Hidden-2026x\n');
        const result = await run({ ...tencent.inputs, targets: '', targetsFile: file }, { settings: tencent.settings });
        assert.ok(!result.succeeded, result.output);
        assert.match(result.output, /type=error;\]provider: it is not supported/);
        assert.ok(!result.output.includes('Hidden-2026x'));
    });

    test(`${handler}: whatIf asks for no token`, async () => {
        assert.ok((await run({ ...tencent.inputs, whatIf: 'true' }, { settings: tencent.settings })).succeeded);
        assert.equal(azure.requests.length, 0);
    });
}

// The agent on Linux and macOS sends both signals to the Node process alone; agents on Windows do not use this handler.
for (const signal of process.platform === 'win32' ? [] : ['SIGINT', 'SIGTERM']) {
    test(`Node: ${signal} ends the run in order: passwords are handed over, the report is uploaded, the token file is removed`, async () => {
        const report = path.join(folder, `${signal}.jsonl`);
        fs.writeFileSync(report, '');
        const { password, ...inputs } = { ...tencent.inputs, generatePassword: 'true', passwordVariable: 'newPassword', reportPath: report, reportArtifact: 'passwords' };
        inputs.modulePath = path.join(__dirname, 'FakeModule/FakeModule.psm1');
        const environment = { settings: tencent.settings, PASSWORDCMDLETS_MODULE: process.env.PASSWORDCMDLETS_MODULE, SYSTEM_HOSTTYPE: 'build', TEST_PASSWORD: 'Generated-1', TEST_HANGS: '1' };
        let held;
        const result = await start(process.execPath, [path.join(taskFolder, 'index.js')], inputs, environment, pwsh, (child, output) => {
            if (!held && output.includes('It hangs.')) {
                held = leftovers();
                child.kill(signal);
            }
        });
        assert.equal(held?.length, 1, result.output);
        assert.ok(!result.succeeded, result.output);
        assert.match(result.output, /##vso\[task\.complete result=Failed;.*\]The task was cancelled\./);
        assert.match(result.output, /##vso\[task\.setsecret\]Generated-1\n##vso\[task\.setvariable .*variable=newPassword;\]Generated-1\n/);
        assert.ok(result.output.includes(`##vso[artifact.upload artifactname=passwords;containerfolder=passwords;]${report}`), result.output);
        assert.deepEqual(leftovers(), []);
    });
}

test('the token file gets a new token while the task runs, is for its owner alone, and is removed', async () => {
    const script = `
        function Test-Open($path) {
            if (-not $IsWindows) { return [int][System.IO.File]::GetUnixFileMode($path) -ne 384 }
            [bool](@((Get-Acl -LiteralPath $path).Access.IdentityReference.Value) -ne [System.Security.Principal.WindowsIdentity]::GetCurrent().Name)
        }
        $request = @{ command = 'Set-DcsPassword'; identityProvider = 'p'; roleConnection = '${connection}'; oidcRequestUri = '${requestUri()}'; accessToken = [System.Net.NetworkCredential]::new('', 'x').SecurePassword }
        $close = & '${taskFolder}/Connect-CloudRole.ps1' -Request $request -RenewSeconds 1
        $path = $env:HUAWEICLOUD_SDK_ID_TOKEN_FILE
        $first = [System.IO.File]::ReadAllText($path)
        # Another process, which holds no lock, opens the file of the next token before it is written.
        $other = [System.IO.FileStream]::new("$path.new", 'CreateNew', 'ReadWrite', 'ReadWrite, Delete')
        if (Test-Open $path) { 'open to others' }
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        $watcher = [System.IO.FileSystemWatcher]::new((Split-Path $path))
        while ([System.IO.File]::ReadAllText($path) -eq $first -and [datetime]::UtcNow -lt $deadline) { $null = $watcher.WaitForChanged('All', 500) }
        "renewed: $([System.IO.File]::ReadAllText($path) -ne $first)"
        if (Test-Open $path) { 'open to others' }
        "read by another: $([System.IO.StreamReader]::new($other).ReadToEnd())"
        $other.Dispose()
        $null = & $close
        "removed: $(-not [System.IO.File]::Exists($path))"`;
    const result = await start(pwsh, ['-NoProfile', '-NonInteractive', '-Command', script], {}, { settings: {}, DOTNET_SYSTEM_IO_DISABLEFILELOCKING: '1' }, pwsh);
    assert.match(result.output, /renewed: True/);
    assert.match(result.output, /removed: True/);
    assert.match(result.output, /read by another: \r?$/m);
    assert.doesNotMatch(result.output, /open to others/);
    assert.deepEqual(leftovers(), []);
});
