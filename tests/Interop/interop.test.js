// The providers' own clients against the sandbox: what they send it accepts and decodes, and it rejects as the providers do.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import alibabaV3 from './clients/alibaba-v3.js';
import huawei from './clients/huawei.js';
import * as module from './clients/module.js';
import popCore from './clients/pop-core.js';
import tencent from './clients/tencent.js';
import { differences, shapeOf } from './support/comparison.js';
import { Relay } from './support/relay.js';
import { Report } from './support/report.js';
import { findSandbox, Sandbox } from './support/sandbox.js';
import { keyOf } from './support/seed.js';
import { asLogged, decoded, nameOf, seedOf, situationsOf } from './support/situations.js';

const clients = [...popCore, ...alibabaV3, ...tencent, ...huawei];
const report = new Report();
const left = new Map();
const sent = new Map();
let sandbox;
let relay;

before(async () => {
  assert.ok(findSandbox(), 'There is no build of the sandbox: dotnet build src/PasswordCmdlets.Sandbox');
  sandbox = await Sandbox.start();
  relay = await Relay.start(sandbox.address);
});

after(() => {
  relay?.stop();
  sandbox?.stop();
});

for (const client of clients) {
  describe(client.name, () => {
    for (const operation of client.operations) {
      describe(nameOf(operation), () => {
        for (const situation of situationsOf(operation)) {
          it(`${situation.title}: ${situation.outcome}`, () => run(client, situation));
        }
      });
    }
  });
}

describe(module.name, { skip: module.problem() ?? false }, () => {
  const list = module.calls();
  let replies;

  before(async () => {
    replies = await module.make(list, sandbox.address);
  });

  list.forEach(({ situation, parameters, variant }, index) => {
    const { operation, title, outcome, target } = situation;
    it(`${nameOf(operation)}, ${title}: ${outcome}`, () => {
      const reply = replies[index];
      report.addModule(situation, reply);
      const key = keyOfCall(situation, variant);
      const done = reply.requests.filter(({ executed }) => executed);
      if (reply.unsent) {
        assert.notEqual(outcome, 'done', reply.unsent);
      } else {
        assert.equal(reply.outcome, outcome);
      }

      // A batch that has one bad target goes on without it.
      if (['RebootInstance', 'BatchRebootServers'].includes(operation.operation)) {
        assert.equal(reply.state.restarts, 1);
      } else if (!(reply.unsent && done.length > 0)) {
        assert.deepEqual(comparable(reply.state), left.get(key), 'The module left another state.');
      }

      if (outcome === 'done') {
        assert.equal(done.length, 1);
        for (const { client, request } of sent.get(key)) {
          report.addDifferences(nameOf(operation), client, differences(shapeOf(request), shapeOf(done[0])));
        }
      }
    });
  });
});

it('each difference between the requests has a reason', () => assert.deepEqual(report.unexplained, []));

it('docs/interop.md is what this run found', () => report.check(module.problem() === null));

const keyOfCall = ({ operation, title }, variant) => [nameOf(operation), title, variant].join('|');

// A state without what no two runs have in common.
function comparable({ latestOperationRequestId, lockedUntil, passwords, ...rest }) {
  return { ...rest, passwords: passwords.map(({ userName, password }) => ({ userName, password })) };
}

async function run(client, situation) {
  for (const [variant, parameters] of situation.variants.entries()) {
    await runOnce(client, situation, parameters, variant);
  }
}

async function runOnce(client, situation, parameters, variant) {
  const { operation, target, outcome } = situation;
  const { provider } = operation;
  await sandbox.prepare({ seed: seedOf(situation), skewSeconds: situation.skewSeconds, faults: situation.faults });
  for (const earlier of situation.before ?? []) {
    await call(client, situation, earlier);
  }

  const untouched = target && (await sandbox.instance(provider, target));
  const found = await call(client, situation, parameters);
  report.add(situation, client.name, found);
  assert.equal(found, outcome);

  const requests = (await sandbox.requests(operation.operation)).slice((situation.before ?? []).length);
  assert.equal(requests.length, situation.relay?.repeats ? 2 : 1, 'A client sent more than was asked for.');
  if (!situation.relay?.replace) {
    requests.forEach((request) => assert.deepEqual(decoded(request), asLogged(provider, parameters)));
  }

  if (target) {
    const after = await sandbox.instance(provider, target);
    const executions = situation.dryRun ? 0 : outcome === 'done' ? requests.length : (situation.relay?.repeats ? 1 : 0);
    const key = keyOfCall(situation, variant);
    left.set(key, left.get(key) ?? comparable(after));
    assert.deepEqual(comparable(after), left.get(key), 'Two clients left different states.');
    sent.set(key, [...(sent.get(key) ?? []), { client: client.name, request: requests[0] }]);
    checkState({ situation, parameters, untouched, after, executions });
  }
}

function checkState({ situation, parameters, untouched, after, executions }) {
  const { operation } = situation;
  const password = operation.password && passwordOf(operation, situation, parameters);
  if (executions === 0) {
    assert.deepEqual(withoutCounters(after), withoutCounters(untouched), 'A refused call left something behind.');
    return;
  }

  for (const [name, value] of Object.entries(situation.state ?? {})) {
    assert.equal(after[name], value, name);
  }

  if (password && after.restartPending) {
    assert.equal(after.executions, executions);
    assert.deepEqual(after.passwords, [], 'The password waits for a restart.');
  } else if (password) {
    assert.equal(after.executions, executions);
    assert.equal(after.passwords[0].password, password);
  } else if (operation.operation === 'StartInstance') {
    assert.equal(after.state, 'Running');
  } else {
    assert.equal(after.restarts, executions);
  }
}

// A wrong old password is counted, and nothing else of a rejected call is.
function withoutCounters({ retryTimesLeft, lockedUntil, ...rest }) {
  return rest;
}

function passwordOf(operation, situation, parameters) {
  return situation.password ? (parameters.body ?? parameters)[situation.password] : operation.password;
}

const idNames = ['InstanceId', 'instanceId', 'instance_id', 'UserName', 'userName', 'id'];

// The ids of a list, wherever a client puts it.
function idsOf(reply) {
  if (Array.isArray(reply)) {
    return reply.map((item) => item[idNames.find((name) => item[name])]);
  }

  const inner = ['body', 'instances', 'Instances', 'InstanceSet', 'servers', 'users', 'Users', 'instance', 'Instance', 'user', 'User'].find((name) => reply[name]);
  return inner ? idsOf(reply[inner]) : [];
}

// 'done', or the provider's code as the client found it.
async function call(client, situation, parameters) {
  const { operation, key, relay: mode } = situation;
  relay.mode = mode ?? {};
  try {
    const reply = await client.call(mode ? relay.address : sandbox.address, keyOf(operation.provider, key), operation.operation, parameters, {
      region: operation.region,
      version: situation.version,
    });
    if (situation.lists && parameters === situation.parameters) {
      assert.deepEqual(idsOf(reply), situation.lists, 'The list is another.');
    }

    return 'done';
  } catch (problem) {
    return client.refusal(problem) ?? `${problem.name}: ${problem.message}`;
  }
}
