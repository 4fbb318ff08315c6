/*
 * Every row of spurious-rows.ts on a real engine, all in one stack: applied, planned again, read from
 * another directory at another time and in other words, changed, and planned again.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { Catalogue, headOf } from './catalogue-stack.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { writeRichLayout } from './rich-layout.js';
import { spuriousRows, type SpuriousRow } from './spurious-rows.js';
import { freePorts, writeStack } from './stowage.js';

/** The text of a stack in which a row is written as `choose` says. */
const textOf = (
  name: string,
  rows: readonly SpuriousRow[],
  choose: (row: SpuriousRow) => string,
): string =>
  [headOf(name), 'image rich { from: layout("./rich") }', ...rows.map(choose)].join('\n\n');

export async function spuriousScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `spurious_${engine.name}`;
  const grounds = { port: await freePorts(4), subnet: '10.97.36' };
  const rows = spuriousRows(grounds).filter(({ except }) => !except?.includes(engine.name));
  const stack = writeStack(textOf(name, rows, ({ text }) => text));
  const held = await engine.holdings();
  const elsewhere = mkdtempSync(join(tmpdir(), 'stowage-elsewhere-'));
  const catalogue = new Catalogue(t, engine, stack);
  const { directory } = stack;
  const rewrite = (choose: (row: SpuriousRow) => string): void =>
    writeFileSync(join(directory, 'main.stow'), textOf(name, rows, choose));
  mkdirSync(join(directory, 'files'));
  writeFileSync(join(directory, 'files', 'file'), 'content\n');
  writeRichLayout(join(directory, 'rich'));
  try {
    await catalogue.apply('every row can be applied');
    await catalogue.nothingPlanned(rows, 'applied', directory);
    const drifted = await catalogue.drifted(rows);
    for (const { key, meaning } of rows) t.same(drifted.get(key) ?? [], [], `no drift: ${meaning}`);

    cpSync(directory, elsewhere, { recursive: true });
    utimesSync(join(elsewhere, 'files', 'file'), 1, 1);
    const text = textOf(name, rows.toReversed(), ({ text, rewritten = text }) => rewritten);
    const [head = '', ...parts] = text.split('\n\n');
    writeFileSync(join(elsewhere, 'main.stow'), `// Another file.\n${head}\n`);
    writeFileSync(join(elsewhere, 'parts.stow'), `${parts.join('\n\n')}\n`);
    commitAll(elsewhere);
    await catalogue.nothingPlanned(rows, 'in other words', elsewhere);

    rewrite(({ text, changed = text }) => changed);
    const planned = await catalogue.planned(rows, directory);
    for (const { key, meaning, changed } of rows) {
      const isPlanned = (planned.get(key) ?? []).length > 0;
      t.equal(isPlanned, changed !== undefined, `only what differs is planned: ${meaning}`);
    }
    await catalogue.apply('every change can be applied');
    await catalogue.nothingPlanned(rows, 'changed', directory);
    rewrite(({ text }) => text);
    await catalogue.apply('and taken back');
    await catalogue.nothingPlanned(rows, 'taken back', directory);
  } finally {
    const volumes = rows.flatMap(({ text }) =>
      [...text.matchAll(/^volume (\w+)/gm)].map(([, volume = '']) => volume),
    );
    const allowed = volumes.flatMap((volume) => ['--allow-destroy', `volume.${volume}`]);
    const destroyed = await catalogue.run('destroy', directory, '--yes', ...allowed);
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), held, 'nothing is left over');
    stack.remove();
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

/** Makes a directory a repository with one commit, which has a time and a hash of its own. */
function commitAll(directory: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...args], {
      cwd: directory,
      stdio: 'pipe',
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A commit');
}
