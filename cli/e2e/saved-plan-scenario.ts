/*
 * Saved plans on a real engine: what was saved is what is done, once; on shifted ground, with changed
 * files or a changed file of its own it is refused before anything is touched.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { standHello } from './scenarios.js';
import { stowage, type Finished } from './stowage.js';

/** A new stack, an update and the end of it, each from a file. */
export async function savedPlanScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const stand = await standHello(t, engine);
  const file = join(tmpdir(), `stowage-${process.pid}-${engine.name}.plan`);
  const web = `hello_${engine.name}-web`;
  const save = async (...args: readonly string[]): Promise<void> => {
    const saved = await stand.run('plan', '--out', file, ...args);
    t.equal(saved.code, 0, saved.text);
    t.equal(statSync(file).mode & 0o777, 0o600, 'only its owner may read it');
  };
  const apply = (...args: readonly string[]): Promise<Finished> =>
    stowage(['apply', file, '--directory', stand.copy.directory, ...args], { env: engine.env });
  const refused = async (code: string, why: RegExp, ...lines: readonly RegExp[]): Promise<void> => {
    const [ids, held] = [await engine.containerIds(), await engine.holdings()];
    const finished = await apply('--json');
    t.equal(finished.code, code === 'plan-damaged' ? 1 : 5, finished.text);
    t.match(JSON.parse(finished.stdout), { valid: false, diagnostics: [{ code, summary: why }] });
    t.match(finished.stderr, why);
    for (const line of lines) t.match(finished.stderr, line);
    t.same(await engine.containerIds(), ids, 'no container was touched');
    t.same(await engine.holdings(), held, 'nothing was made or removed');
  };
  try {
    await save();
    t.same(await engine.holdings(), holdingsBefore, 'saving made nothing');
    const shown = await stowage(['show', file], { env: engine.env });
    t.equal(shown.code, 0, shown.text);
    t.match(shown.stdout, /create container\.web[^]*2 to build/, 'it can be read');
    const made = await apply();
    t.equal(made.code, 0, made.text);
    t.match(await engine.fetch(stand.url), /Hello from Stowage/);
    await stand.planIsEmpty();
    await refused(
      'plan-applied',
      /it has been applied already$/m,
      /generation: was 0, is 1, written \d{4}-/,
    );

    stand.copy.edit('page/index.html', 'Hello from Stowage</h1>', 'Changed</h1>');
    const listing = 'volume visits {}\n\noutput notes = dir("page", "*.txt")';
    stand.copy.edit('main.stow', 'volume visits {}', listing);
    await save();
    if (engine.setMemory) {
      await engine.setMemory(web, 48 * 1024 * 1024);
      await refused(
        'plan-outdated',
        /has changed since/,
        /container\.web: memory: was 33554432, is 50331648/,
      );
      await engine.setMemory(web, 32 * 1024 * 1024);
    }
    stand.copy.edit('page/index.html', 'Changed</h1>', 'Changed again</h1>');
    await refused(
      'plan-files-changed',
      /files that it copies/,
      /image\.page: the copied file index\.html has changed/,
    );
    stand.copy.edit('page/index.html', 'Changed again</h1>', 'Changed</h1>');
    const addedFile = async (name: string, ...said: readonly [RegExp, RegExp]): Promise<void> => {
      const added = join(stand.copy.directory, 'page', name);
      writeFileSync(added, '');
      await refused('plan-files-changed', ...said);
      rmSync(added);
    };
    const isNew = /image\.page: the copied file more\.html is new/;
    await addedFile('more.html', /files that it copies/, isNew);
    await addedFile('more.txt', /the files that it was made from/, /page\/more\.txt: it is new/);
    stand.copy.edit('main.stow', 'pids: 16', 'pids: 17');
    await refused(
      'plan-files-changed',
      /the files that it was made from/,
      /main\.stow: it has changed/,
    );
    stand.copy.edit('main.stow', 'pids: 17', 'pids: 16');
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    await refused('plan-damaged', /cut short/);
    writeFileSync(file, whole.toString('utf8').replace(web, `${web}x`));
    await refused('plan-damaged', /its digest does not fit/);
    writeFileSync(file, whole);
    const changed = await apply();
    t.equal(changed.code, 0, `what is as it was again is no hindrance\n${changed.text}`);
    t.match(await engine.fetch(stand.url), /<h1>Changed<\/h1>/);
    await stand.planIsEmpty();

    stand.copy.edit('main.stow', 'pids: 16', 'pids: 17');
    await save();
    stand.copy.edit('page/index.html', 'Changed</h1>', 'Changed again</h1>');
    const isOther = /image\.page: the copied file index\.html has changed/;
    await refused('plan-files-changed', /files that it copies/, isOther);
    stand.copy.edit('page/index.html', 'Changed again</h1>', 'Changed</h1>');
    await addedFile('more.html', /files that it copies/, isNew);
    stand.copy.edit('main.stow', 'pids: 17', 'pids: 16');

    await save();
    const held = await engine.holdings();
    for (const time of ['once', 'twice']) {
      const idle = await apply();
      t.equal(idle.code, 0, idle.text);
      t.match(idle.stderr, /Nothing to do/, `a plan with nothing to do, applied ${time}`);
      t.same(await engine.holdings(), held, 'nothing was written');
    }

    await save('--destroy');
    const lost = await apply();
    t.equal(lost.code, 1, `data is not lost by it alone\n${lost.text}`);
    t.match(lost.stderr, /--allow-destroy 'volume\.visits'/);
    await save('--destroy', '--allow-destroy', 'volume.visits');
    const gone = await apply();
    t.equal(gone.code, 0, gone.text);
    t.same(await engine.holdings(), holdingsBefore, 'nothing is left on the engine');
  } finally {
    rmSync(file, { force: true });
    stand.copy.remove();
  }
}
