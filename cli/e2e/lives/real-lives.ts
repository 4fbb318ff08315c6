/*
 * Leads the drawn lives of the planner's tests on a real engine, one after another on the same. After
 * each it has to be as it was before. A life that breaks a law is made smaller for a while, then told.
 */
import fc from 'fast-check';
import type { Test } from 'tap';
import { life, live, tellLife, type Life } from '../../../planner/testing/index.js';
import { realHome, type RealEngine } from './real-home.js';

const wanted = process.env['STOWAGE_REAL_LIVES'];
const numRuns = Number(wanted ?? 6);
/** Where nobody says how many, no further one is begun after so many seconds, once there were some. */
const enoughSeconds = 30;
const fewest = 2;
const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);
const path = process.env['STOWAGE_PROPERTY_PATH'];
/** How long a life that breaks a law is made smaller. */
const shrinkingSeconds = 120;
/** What a life takes where much else runs. */
const secondsForALife = 60;

const secondsSince = (begun: number): number => Math.round((performance.now() - begun) / 1000);

/** As many lives as STOWAGE_REAL_LIVES says, or as there is time for. */
export async function leadLives(t: Test, engine: RealEngine): Promise<void> {
  t.setTimeout(((numRuns + 2) * secondsForALife + shrinkingSeconds) * 1000);
  const before = await engine.hands.holdings();
  const tally = new Map<string, number>();
  const begun = performance.now();
  let led = 0;
  let brokenAt: number | undefined;

  const lead = async (one: Life): Promise<void> => {
    // Nothing smaller is looked for any longer.
    if (brokenAt !== undefined && performance.now() - brokenAt > shrinkingSeconds * 1000) return;
    const isEnough = led >= fewest && performance.now() - begun > enoughSeconds * 1000;
    if (wanted === undefined && path === undefined && brokenAt === undefined && isEnough) return;
    led += 1;
    const home = await realHome(engine);
    try {
      await live(one, home);
      await home.end();
      const after = await engine.hands.holdings();
      const left = after.filter((name) => !before.includes(name));
      const lost = before.filter((name) => !after.includes(name));
      if (left.length + lost.length > 0) {
        throw new Error(['left over:', ...left, 'lost:', ...lost].join('\n  '));
      }
      if (led % 10 === 0) t.comment(`${led} lives led in ${secondsSince(begun)} s`);
    } catch (error) {
      if (brokenAt === undefined)
        t.comment(error instanceof Error ? (error.stack ?? '') : String(error));
      brokenAt ??= performance.now();
      await home.abandon(before);
      throw error;
    } finally {
      for (const [key, count] of home.tally) tally.set(key, (tally.get(key) ?? 0) + count);
      await home.close();
    }
  };

  const { counterexample, counterexamplePath, errorInstance } = await fc.check(
    fc.asyncProperty(life, lead),
    // A life that is replayed is as small as it is wanted.
    { numRuns, seed, ...(path === undefined ? {} : { path, numRuns: 1, endOnFailure: true }) },
  );
  const [smallest] = counterexample ?? [];
  const story = smallest && [
    `STOWAGE_PROPERTY_SEED=${seed} STOWAGE_PROPERTY_PATH=${counterexamplePath ?? ''} replays this life:`,
    tellLife(smallest),
    errorInstance instanceof Error ? (errorInstance.stack ?? '') : String(errorInstance),
  ];
  t.equal(story?.join('\n\n'), undefined, `${led} lives from seed ${seed}`);
  const told = [...tally].map(([key, count]) => `${key} ${count}`);
  t.comment(`${led} lives; by hand: ${told.join(', ')}`);
}
