// docs/interop.md: written by `npm run document`, else compared with what the run found.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from './comparison.js';
import { root } from './sandbox.js';
import { nameOf } from './situations.js';

const file = path.join(root, 'docs/interop.md');

const introduction = `# Interoperability

The module is tested against the sandbox, so the sandbox is tested with code that is not ours: the providers' official clients, from npm and pinned by
\`tests/Interop/package-lock.json\`. Each request below was sent by each listed client. Where the outcome is *done*, the sandbox accepted the signature, decoded the
same values as were sent, and holds the new password; where it is a code, the sandbox rejected the request, changed nothing, and the client reported that code.
In the last column the module sends the same request and leaves the same state. *Itself* means that the module did not send this request: a local check or an
earlier describe request rejected the target; – that no cmdlet sends such a request, or that the situation is a fault on the network, which the module's own tests cover.

A run writes this page (\`npm --prefix tests/Interop run document\`); the tests fail when it is stale.
`;

const comparison = `
## The requests compared

What the module sends for the same operation as an official client, where the two differ: method, path, signature scheme, signed headers, content type, location of the
parameters, and the parameters as the sandbox decoded them. What is not listed is equal.
`;

const moduleHead = ' PasswordCmdlets |';

export class Report {
  #rows = new Map();
  #module = new Map();
  #differences = new Map();

  // Notes what a client found; the rows keep the order in which they first come.
  add({ operation, title }, client, outcome) {
    const id = JSON.stringify([nameOf(operation), title, outcome]);
    const row = this.#rows.get(id) ?? { operation: nameOf(operation), title, outcome, clients: new Set() };
    row.clients.add(client);
    this.#rows.set(id, row);
  }

  // Notes what the module found in the same situation.
  addModule({ operation, title }, { outcome, unsent }) {
    this.#module.set(`${nameOf(operation)}|${title}`, unsent ? `*itself*: \`${unsent}\`` : code(outcome));
  }

  addDifferences(operation, client, list) {
    for (const { part, official, module } of list) {
      const id = JSON.stringify([client, part, official, module]);
      const row = this.#differences.get(id) ?? { client, part, official, module, operations: new Set() };
      row.operations.add(operation);
      this.#differences.set(id, row);
    }
  }

  get unexplained() {
    return [...this.#differences.values()].filter((row) => !reasonOf(row)).map(({ operations, ...row }) => row);
  }

  render(withModule) {
    const cell = (row) => (withModule ? ` ${this.#module.get(`${row.operation}|${row.title}`) ?? '–'} |` : '');
    const rows = [...this.#rows.values()].map((row) => `| ${row.operation} | ${row.title} | ${code(row.outcome)} | ${[...row.clients].join(', ')} |${cell(row)}`);
    const table = [introduction, `| Operation | Situation | Outcome | Official clients |${withModule ? moduleHead : ''}`, `|---|---|---|---|${withModule ? '---|' : ''}`, ...rows];
    const compared = [...this.#differences.values()].map(
      (row) => `| ${row.client} | ${row.part} | ${show(row.official)} | ${show(row.module)} | ${[...row.operations].join(', ')} | ${reasonOf(row)} |`,
    );
    const differences = [comparison, '| Client | What | Its | The module’s | Operations | Reason |', '|---|---|---|---|---|---|', ...compared];
    return [...table, ...(withModule ? differences : []), ''].join('\n');
  }

  // Where the module could not run, what the page says about it is left alone.
  check(withModule) {
    if (process.env.npm_lifecycle_event === 'document') {
      assert.ok(withModule, 'The page needs the module.');
      writeFileSync(file, this.render(true));
      return;
    }

    const page = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
    assert.equal(withModule ? page : withoutModule(page), this.render(withModule), 'docs/interop.md is stale: npm --prefix tests/Interop run document');
  }
}

function withoutModule(page) {
  return page.split(comparison)[0].replace(/^(\|(?:[^|\n]*\|){4})[^|\n]*\|$/gm, '$1');
}

function code(outcome) {
  return outcome === 'done' ? '*done*' : `\`${outcome}\``;
}

function show(value) {
  return value === 'none' ? 'none' : `\`${value}\``;
}
