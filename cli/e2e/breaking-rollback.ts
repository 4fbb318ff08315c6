/*
 * Kills a rollback of the stack of breaking.ts at one place after another. What comes after it alternates:
 * the same rollback once more, which makes the engine what that generation was, or an apply of the
 * files, which makes it what they say; then nothing is left over and the data is the same.
 */
import type { Test } from 'tap';
import {
  argumentsOf,
  breakSeconds,
  breakAll,
  destroyIt,
  isWhole,
  spread,
  twentyResources,
  type Breakable,
} from './breaking.js';
import { stowage, writeStack, type Finished } from './stowage.js';

/** The files say 1; the generation that is gone back to said 0. */
const [old, young] = [0, 1];

/** Kills as many rollbacks as there is time for. */
export async function breakRollbacks(t: Test, engine: Breakable): Promise<void> {
  const name = `returns_${engine.name}`;
  const stack = writeStack(twentyResources(engine, name));
  const { env } = engine;
  const before = await engine.holdings();
  const back = ['rollback', '1', stack.directory, '--yes'];
  const succeeds = async (args: readonly string[], what: string, cut?: Finished) => {
    const finished = await stowage(args, { env });
    t.equal(
      finished.code,
      0,
      `${what}${finished.code === 0 ? '' : `\n${cut?.text ?? ''}${finished.text}`}`,
    );
  };
  try {
    await succeeds(argumentsOf(stack, old), 'the first generation');
    const data = await engine.readVolumeFile(`${name}-data-${old}`, 'file');
    const heldOld = await engine.holdings();
    await succeeds(argumentsOf(stack, young), 'the second generation');
    const heldYoung = await engine.holdings();
    const places = await engine.countPlaces(back);
    t.ok(places > 10, `a rollback has ${places} places`);
    await isWhole(t, engine, { stack, age: old, what: 'a whole rollback' });
    t.same(await engine.holdings(), heldOld, 'it has what the first generation had');
    await succeeds(argumentsOf(stack, young), 'forth again');
    const deadline = Date.now() + (breakSeconds * 1000) / 3;
    let broken = 0;
    // Twenty generations are kept, and the first is gone back to.
    for (const place of spread(places).slice(0, 8)) {
      if (!breakAll && broken > 1 && Date.now() > deadline) break;
      const way = engine.ways[broken % engine.ways.length];
      if (!way) continue;
      const again = broken % 2 === 0;
      broken += 1;
      const cut = await way.breakAt(back, place);
      const what = `a rollback ${way.name} at ${place} of ${places}, then ${again ? 'the same' : 'an apply'}`;
      await succeeds(again ? back : argumentsOf(stack, young), what, cut);
      await isWhole(t, engine, { stack, age: again ? old : young, what });
      t.same(await engine.holdings(), again ? heldOld : heldYoung, `${what}: nothing is left over`);
      const volume = `${name}-data-${again ? old : young}`;
      t.equal(await engine.readVolumeFile(volume, 'file'), data, `${what}: the data stays`);
      if (again) await succeeds(argumentsOf(stack, young), `${what}: and forth again`);
    }
    t.comment(`${broken} rollbacks were broken`);
  } finally {
    await destroyIt(t, engine, { stack, before });
  }
}
