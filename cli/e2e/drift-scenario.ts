/*
 * Every row of drift-rows.ts on a real engine, all in one stack: meddled with, named by drift and by plan
 * as what it is and as nothing else, recorded as far as it can be said, and repaired by one apply.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { Catalogue, headOf } from './catalogue-stack.js';
import { driftRows, type DriftRow, type Hand } from './drift-rows.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { writeStack } from './stowage.js';

const noOwn: Hand['own'] = async () => {
  throw new Error('the engine has no command line of its own');
};

/** @param own the command line of the engine, where it has one */
export async function driftScenario(
  t: Test,
  engine: EngineUnderTest,
  own?: Hand['own'],
): Promise<void> {
  const prefix = `drift_${engine.name}`;
  const rows = driftRows(prefix, engine, own !== undefined);
  const texts = [headOf(prefix), ...rows.map(({ text }) => text)];
  const stack = writeStack(texts.join('\n'));
  const { directory } = stack;
  const held = await engine.holdings();
  const catalogue = new Catalogue(t, engine, stack);
  const name = (symbol: string): string => `${prefix}-${symbol}`;
  const hand: Hand = { engine, directory, name, own: own ?? noOwn };
  for (const files of ['edited', 'swapped']) {
    mkdirSync(join(directory, files));
    writeFileSync(join(directory, files, 'file'), 'content\n');
  }
  try {
    await catalogue.apply('every row can be applied');
    await catalogue.nothingPlanned(rows, 'applied', directory);
    const before = await engine.containerIds();
    for (const row of rows) await row.meddle(hand);

    const [drifted, planned] = [
      await catalogue.drifted(rows),
      await catalogue.planned(rows, directory),
    ];
    for (const { key, meaning, drift, plan } of rows) {
      t.same((drifted.get(key) ?? []).toSorted(), drift.toSorted(), `drift: ${meaning}`);
      t.same((planned.get(key) ?? []).toSorted(), plan.toSorted(), `plan: ${meaning}`);
    }
    const keys = rows.map((row) => row.key);
    const others = [...drifted.keys(), ...planned.keys()].filter((key) => !keys.includes(key));
    t.same(others, [], 'nothing else');

    await accept(catalogue, rows, directory);
    await catalogue.apply('all of it is repaired');
    await catalogue.nothingPlanned(rows, 'repaired', directory);
    t.same(await catalogue.drifted(rows), new Map(), 'nothing has drifted any more');
    const after = await engine.containerIds();
    for (const { key, meaning, inPlace, proof } of rows) {
      if (inPlace) t.equal(after[name(key)], before[name(key)], `in place: ${meaning}`);
      if (proof) await t.resolves(proof(hand), `it works again: ${meaning}`);
    }
  } finally {
    const allowed = ['--allow-destroy', 'volume.volume_gone'];
    const destroyed = await catalogue.run('destroy', directory, '--yes', ...allowed);
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), held, 'nothing is left over');
    stack.remove();
  }
}

/** Records what was done by hand: then it is drift no longer, and planned as before. */
async function accept(
  catalogue: Catalogue,
  rows: readonly DriftRow[],
  directory: string,
): Promise<void> {
  const { t } = catalogue;
  const unsaid = rows.flatMap(({ key, unsaid: kind }) => (kind ? [`${kind}.${key}`] : []));
  const seen = await catalogue.run('plan', directory, '--refresh-only');
  const named = [...seen.stderr.matchAll(/drift of (\w+\.\w+) cannot be recorded/g)];
  t.same(
    named.map(([, address]) => address).toSorted(),
    unsaid.toSorted(),
    `what cannot be said is named\n${seen.text}`,
  );
  const words = unsaid.flatMap((address) => ['--exclude', address]);
  const accepted = await catalogue.run('apply', directory, '--refresh-only', '--yes', ...words);
  t.equal(accepted.code, 0, accepted.text);
  const keys = unsaid.map((address) => address.replace(/^.*\./, ''));
  const left = [...(await catalogue.drifted(rows)).keys()];
  t.same(left.toSorted(), keys.toSorted(), 'all else is recorded');
  const planned = await catalogue.planned(rows, directory);
  for (const { key, meaning, plan } of rows) {
    t.same((planned.get(key) ?? []).toSorted(), plan.toSorted(), `recorded: ${meaning}`);
  }
}
