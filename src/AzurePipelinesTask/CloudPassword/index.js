'use strict';

// The handler of agents on Linux and macOS: hands the task's inputs to the same script that the PowerShell handler runs. They go over standard
// input, because other users of the machine can read command lines.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { inputs } = require('./task.json');

// The library writes every input that is read to the debug log; the agent has to know by then which are secret.
const secrets = /^(INPUT_(ACCESSKEYSECRET|SECURITYTOKEN|PASSWORD|OLDPASSWORD)|ENDPOINT_AUTH_PARAMETER_.*_(PASSWORD|ACCESSTOKEN))$/i;
for (const name of Object.keys(process.env).filter(candidate => secrets.test(candidate))) {
    for (const line of process.env[name].split(/\r\n|\r|\n/).filter(text => text.trim())) {
        process.stdout.write(`##vso[task.setsecret]${line.replaceAll('%', '%AZP25')}\n`);
    }
}

const tl = require('azure-pipelines-task-lib/task');

function request() {
    const values = {};
    for (const { name } of inputs) {
        values[name] = tl.getInput(name) ?? '';
    }

    if (values.connection) {
        values.accessKeyId = tl.getEndpointAuthorizationParameter(values.connection, 'username', false);
        values.accessKeySecret = tl.getEndpointAuthorizationParameter(values.connection, 'password', false);
    }

    if (values.roleConnection) {
        for (const name of ['role', 'identityProvider', 'sessionName', 'subject']) {
            values[name] = tl.getEndpointDataParameter(values.roleConnection, name, true) ?? '';
        }

        values.oidcRequestUri = process.env.SYSTEM_OIDCREQUESTURI ?? '';
        values.accessToken = tl.getEndpointAuthorizationParameter('SystemVssConnection', 'AccessToken', true) ?? '';
    }

    // ASCII only: what encoding the other side reads standard input in does not matter then.
    return JSON.stringify(values).replace(/[\u007f-\uffff]/g, character => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));
}

// The agent signals this process alone, SIGINT first and SIGTERM later; PowerShell ends in order at SIGINT. It has a process group of its own, because
// the pwsh of the .NET tool leaves the signal to the process that it starts.
function run(shell, text) {
    return new Promise((resolve, reject) => {
        let child;
        let cancelled = false;
        const cancel = () => {
            cancelled = true;
            try {
                process.kill(-child.pid, 'SIGINT');
            } catch {
                // It has ended.
            }
        };
        process.on('SIGINT', cancel).on('SIGTERM', cancel);

        const script = path.join(__dirname, 'Invoke-CloudPassword.ps1');
        child = spawn(shell, ['-NoProfile', '-NonInteractive', '-File', script], { stdio: ['pipe', 'inherit', 'inherit'], detached: process.platform !== 'win32' });
        child.on('error', reject);
        child.on('close', (code, signal) => resolve({ code: code ?? signal, cancelled }));
        // A script that ends early reads nothing; its exit code says why.
        child.stdin.on('error', () => {});
        child.stdin.end(text);
    });
}

async function main() {
    try {
        const { code, cancelled } = await run(tl.which('pwsh', true), request());
        if (cancelled) {
            // The exit code of a PowerShell that SIGINT ended may be 0.
            tl.setResult(tl.TaskResult.Failed, 'The task was cancelled.', true);
        } else if (code !== 0) {
            tl.setResult(tl.TaskResult.Failed, code === 2 ? 'Not every password was changed.' : `The task ended early (${code}).`, true);
        }
    } catch (error) {
        tl.setResult(tl.TaskResult.Failed, error.message, true);
    }
}

main();
