/*
 * A volume of the stack gets another name on a real engine: its content goes along, with all that a
 * file has beside its bytes. A copy that is not the same is noticed, and nothing is lost by it.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { CopyDamager } from './engine-under-test.js';
import { standHello } from './scenarios.js';
import { stowage } from './stowage.js';

const write = [
  'mkdir -p /visits/kept/empty',
  'echo mine > /visits/kept/file',
  'ln -s file /visits/kept/link',
  'ln /visits/kept/file /visits/again',
  'mkfifo -m 600 /visits/kept/pipe',
  'chown 1234:5678 /visits/kept/file /visits/kept/empty',
  'chown -h 4321:8765 /visits/kept/link',
  'chmod 4640 /visits/kept/file',
  'chmod 1750 /visits/kept/empty',
  'touch -d "2020-02-02 02:02:02" /visits/kept/file',
].join(' && ');

const tell = [
  'cat /visits/kept/link /visits/again',
  'cd /visits',
  'stat -c "%n %f %u:%g %h" kept kept/empty kept/file kept/link kept/pipe again',
  'stat -c "%n %Y" kept/file',
].join(' && ');

/**
 * Renames the volume of the hello example, first with a copy that is damaged on the way, then well,
 * by a saved plan.
 */
export async function volumeRenameScenario(t: Test, engine: CopyDamager): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const stand = await standHello(t, engine);
  const prefix = `hello_${engine.name}`;
  const [oldName, newName] = [`${prefix}-visits`, `${prefix}-calls`];
  const saved = join(tmpdir(), `stowage-${process.pid}-${engine.name}-rename.plan`);
  const inClient = async (script: string): Promise<string> => {
    const words = ['exec', 'container.client', 'sh', '-c', script];
    const finished = await stowage(words, { env: engine.env });
    t.equal(finished.code, 0, finished.text);
    return finished.stdout;
  };
  try {
    await stand.apply();
    await inClient(write);
    const told = await inClient(tell);
    t.match(told, /^mine\nmine\n[^]*kept\/file 89a0 1234:5678 2\n/, 'it has what is to go along');
    stand.copy.edit('main.stow', 'volume visits {}', `volume visits { name: "${newName}" }`);
    const plan = await stand.run('plan', '--out', saved);
    t.match(plan.stdout, /update volume\.visits/);
    t.match(plan.stdout, /name: "?hello_\w+-visits"? -> "?hello_\w+-calls"?/);
    t.notMatch(plan.stdout, /is lost/, 'no data is at risk');

    const objects = async (): Promise<readonly string[]> =>
      (await engine.holdings()).filter((one) => !one.includes('stowage/ledger/'));
    const held = await objects();
    const damaged = await engine.damageCopies(newName);
    const words = ['apply', stand.copy.directory, ...stand.parameters, '--yes'];
    const failed = await stowage(words, { env: damaged.env }).finally(damaged.stop);
    t.equal(failed.code, 4, failed.text);
    t.match(failed.text, /the copy of volume \S+ to \S+ differs at (kept\/file|again)/);
    t.same(await objects(), held, 'no copy is left, and nothing is missing');
    t.equal(await inClient(tell), told, 'the container is back on what it had');

    // What failed has made a generation, and the plan from before it is stale.
    const stale = await stowage(['apply', saved, '--directory', stand.copy.directory], {
      env: engine.env,
    });
    t.equal(stale.code, 5, stale.text);
    const again = await stand.run('plan', '--out', saved);
    t.equal(again.code, 0, again.text);
    const applied = await stowage(['apply', saved, '--directory', stand.copy.directory], {
      env: engine.env,
    });
    t.equal(applied.code, 0, applied.text);
    const holdings = await engine.holdings();
    t.ok(holdings.includes(`volume ${newName}`));
    t.notOk(holdings.includes(`volume ${oldName}`), 'the old one is gone');
    t.equal(await inClient(tell), told, 'everything came along');
    await stand.planIsEmpty();
    await stand.noDrift();
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
  } finally {
    rmSync(saved, { force: true });
    stand.copy.remove();
  }
}
