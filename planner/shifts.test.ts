/*
 * The ground of a plan: where nothing of it has shifted, the plan that would be made now is the one
 * that was made; random stacks, edits and changes by hand look for what planning looks at and the
 * ground does not hold.
 */
import fc from 'fast-check';
import t from 'tap';
import { canonicalJson, toJson, type Plan } from '../model/index.js';
import { groundOf, parseGround } from './ground.js';
import { shiftsUnder } from './shifts.js';
import { build, edited, life, stopFirst } from './testing/lifecycle.js';
import { newHost, type Host, type Written } from './testing/index.js';

const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);

// Two cores shared with engines under test are slow; what hangs is still found.
t.setTimeout(300_000);

const text = (value: unknown): string => canonicalJson(toJson(value));

/** Some edits ask for what cannot be planned; those say nothing here. */
async function planned(host: Host, stack: readonly Written[]): Promise<Plan | undefined> {
  const diagnostics = await host.diagnose(stack);
  return diagnostics.some(({ severity }) => severity === 'error') ? undefined : host.plan(stack);
}

t.test('what has not shifted gives the same plan', async (t) => {
  const counts = { same: 0, shifted: 0, ended: 0 };
  await fc.assert(
    fc.asyncProperty(life, async ({ first, rounds }) => {
      const host = newHost();
      const before = await planned(host, stopFirst(build(first)));
      if (!before) return;
      await host.carryOut(before);
      const [round] = rounds;
      if (!round) return;
      const stack = stopFirst(build(round.edits.reduce(edited, first)));
      const plan = await planned(host, stack);
      if (!plan) return;
      const then = groundOf(await host.observe(stack));
      await host.byHand(...round.byHand);
      const now = groundOf(await host.observe(stack));
      const shifts = shiftsUnder(plan, then, now);
      if (shifts.length > 0 || then.generation !== now.generation) {
        counts.shifted += 1;
        return;
      }
      if (text(then) !== text(now)) {
        counts.ended += 1;
        const { failures } = await host.carryOut(plan);
        if (failures.length > 0) throw new Error(failures[0]?.error.message);
        return;
      }
      counts.same += 1;
      const again = await planned(host, stack);
      if (text(again) !== text(plan))
        throw new Error('the plan is another one, on the same ground');
    }),
    { seed, numRuns: 250 },
  );
  t.ok(
    counts.same > 20 && counts.shifted > 20 && counts.ended > 0,
    `each was drawn: ${text(counts)}`,
  );
});

t.test('a ground is kept as JSON, and read back', async (t) => {
  const host = newHost();
  const stack = stopFirst(build({ images: [], networks: [], volumes: [], containers: [] }));
  const ground = groundOf(await host.observe(stack));
  t.same(parseGround(JSON.parse(text(ground))), ground);
  t.equal(parseGround({ ...ground, more: 1 }), undefined, 'with nothing more in it');
  t.equal(parseGround({ ...ground, objects: [{}] }), undefined);
});
