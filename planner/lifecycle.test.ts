/*
 * The planner and the executor against chance: random stacks, edits, changes by hand, failures and
 * kills at any call. Whatever happened, one apply without faults brings the engine to what is
 * written, and nothing is lost on the way. A failure prints how to replay it, and the smallest life.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t, { type Test } from 'tap';
import type { LivesWanted } from './testing/lives-worker.js';

const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);
const numRuns = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 10_000);
/** `converges:12:3`: a law, and where the life that broke it lies on from the seed. */
const [replayed, ...path] = (process.env['STOWAGE_PROPERTY_PATH'] ?? '').split(':');

// A minute where nothing else runs; what hangs is still found.
t.setTimeout(Math.max(220, numRuns / 10) * 1000);

/** The first life that broke a law, told; `undefined` where none did. */
async function broken(wanted: LivesWanted): Promise<unknown> {
  const where = path.length > 0 ? { path: path.join(':') } : {};
  const worker = new Worker(new URL('./testing/lives-worker.js', import.meta.url), {
    workerData: { ...wanted, ...where },
    // What a life leaves behind is short-lived; with room for more of it less is copied.
    resourceLimits: { maxYoungGenerationSizeMb: 128 },
  });
  const messages: readonly unknown[] = await once(worker, 'message');
  const [message] = messages;
  const said = typeof message === 'object' && message !== null && 'broken' in message;
  return said ? message.broken : 'the thread said nothing';
}

/** States a law over so many lives, half of them in each of two threads. */
async function holds(t: Test, law: LivesWanted['law'], runs: number): Promise<void> {
  if (replayed !== '' && replayed !== law) {
    t.pass(`${replayed} alone is replayed`);
    return;
  }
  const seeds = path.length > 0 ? [seed] : [seed, seed + 1];
  const share = Math.ceil(runs / seeds.length);
  const found = await Promise.all(seeds.map((one) => broken({ law, seed: one, numRuns: share })));
  t.equal(
    found.find((one) => one !== undefined),
    undefined,
    `${runs} lives from seed ${seed}`,
  );
}

t.test('after any life of a stack, one apply without faults converges', (t) =>
  holds(t, 'converges', numRuns),
);

t.test('no mishap leaves a service down', (t) => holds(t, 'survives', Math.ceil(numRuns / 2)));
