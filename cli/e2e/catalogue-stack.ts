/*
 * A stack that is put together from rows, and what its plans and drift say of each row. Rows are told
 * apart by the names of their resources.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members, text } from './json.js';
import { stowage, type ExampleCopy, type Finished } from './stowage.js';

/** What all rows may use. */
export const headOf = (name: string): string => `stack ${name}

secret token

${busyboxImage('base', 'command: ["sleep", "10000"]')}`;

export interface Row {
  readonly key: string;
  readonly meaning: string;
}

/** Runs commands on the stack in a directory. */
export class Catalogue {
  readonly t: Test;
  readonly engine: EngineUnderTest;
  readonly stack: ExampleCopy;

  constructor(t: Test, engine: EngineUnderTest, stack: ExampleCopy) {
    this.t = t;
    this.engine = engine;
    this.stack = stack;
  }

  run(command: string, directory: string, ...args: readonly string[]): Promise<Finished> {
    const env = { ...this.engine.env, STOWAGE_SECRET_token: 'canary-token' };
    return stowage([command, directory, ...args], { env, cwd: directory });
  }

  async apply(what: string): Promise<void> {
    const applied = await this.run('apply', this.stack.directory, '--yes');
    this.t.equal(applied.code, 0, `${what}${applied.code === 0 ? '' : `\n${applied.text}`}`);
  }

  /** What is planned of each row: verb, address and what differs, by key. */
  async planned(rows: readonly Row[], directory: string): Promise<ReadonlyMap<string, string[]>> {
    const plan = await this.run('plan', directory, '--json');
    this.t.equal(plan.code, 0, plan.code === 0 ? 'it can be planned' : plan.text);
    const actions = plan.code === 0 ? elements(members(plan.stdout)['resource_changes']) : [];
    return byRow(
      rows,
      actions
        .filter(({ verb }) => verb !== 'keep')
        .map(({ verb, address, changes }) => [text(address), text(verb), pathsOf(changes)]),
    );
  }

  /** What has drifted of each row: address, how, and what. */
  async drifted(rows: readonly Row[]): Promise<ReadonlyMap<string, string[]>> {
    const drift = await this.run('drift', this.stack.directory, '--json');
    return byRow(
      rows,
      elements(members(drift.stdout)['drift']).map(({ address, what, changes }) => [
        text(address),
        text(what),
        pathsOf(changes),
      ]),
    );
  }

  /** Nothing is planned of any row. */
  async nothingPlanned(rows: readonly Row[], when: string, directory: string): Promise<void> {
    const planned = await this.planned(rows, directory);
    for (const { key, meaning } of rows) {
      this.t.same(planned.get(key) ?? [], [], `${when}: ${meaning}`);
    }
    this.t.same(
      [...planned].flatMap(([, lines]) => lines),
      [],
      `${when}: nothing else`,
    );
  }
}

const pathsOf = (changes: unknown): string =>
  elements(changes)
    .map(({ path }) => text(path))
    .join(' ');

/** Lines by the row whose key begins the name; what belongs to none stands under its address. */
function byRow(
  rows: readonly Row[],
  found: readonly (readonly [address: string, what: string, paths: string])[],
): ReadonlyMap<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const [address, what, paths] of found) {
    const name = address.slice(address.indexOf('.') + 1);
    const key = rows.find((row) => name.startsWith(row.key))?.key ?? address;
    lines.set(key, [...(lines.get(key) ?? []), [what, address, paths].filter(Boolean).join(' ')]);
  }
  return lines;
}
