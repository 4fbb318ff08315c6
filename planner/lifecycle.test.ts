/*
 * The planner and the executor against chance: random stacks, edits, changes by hand, failures and
 * kills at any call. Whatever happened, one apply without faults brings the engine to what is
 * written, and nothing is lost on the way. A failure prints the seed and the smallest life.
 */
import fc from 'fast-check';
import t from 'tap';
import { canonicalJson, isEmptyPlan, ownLabels, toJson, type Plan } from '../model/index.js';
import type { ExecutionResult } from './execute.js';
import { build, edited, life } from './testing/lifecycle.js';
import {
  allGoesWell,
  isUp,
  Killed,
  newHost,
  planLines,
  resolve,
  shop,
  type Fault,
  type Host,
  type Written,
} from './testing/index.js';

const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);
const numRuns = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 2_000);

// Two cores shared with engines under test are slow; what hangs is still found.
t.setTimeout(300_000);

/** Throws when two containers run under one address, or data goes that the plan did not name. */
function guard({ engine }: Host, plan: Plan): void {
  const doomed = new Set(
    plan.actions.flatMap(({ risks, name, steps }) =>
      risks.some(({ kind }) => kind === 'destroys-data') ? [name, ...steps] : [],
    ),
  );
  const removed = plan.steps.flatMap((step) =>
    step.op === 'remove' && step.target.kind === 'volume' && doomed.has(step.id)
      ? [step.target.name]
      : [],
  );
  engine.watch = (operation) => {
    if (operation.op === 'remove' && operation.target.kind === 'volume') {
      const { name } = operation.target;
      if (!removed.includes(name)) throw new Error(`volume ${name} is lost unannounced`);
    }
    const running = [...engine.world.containers.values()]
      .filter(isUp)
      .map(({ labels }) => labels[ownLabels.address]);
    const twice = running.find((address, index) => running.indexOf(address) !== index);
    if (twice !== undefined) throw new Error(`${twice} runs twice`);
  };
}

/** Objects of nobody's stack, under which nothing may change. */
function addForeign({ engine: { world } }: Host): () => string {
  world.volumes.set('other', { name: 'other', labels: {}, content: 'precious' });
  const spec = { name: 'other' };
  world.networks.set('other', { id: 'other', name: 'other', labels: {}, spec });
  return () =>
    canonicalJson(
      toJson({
        volume: world.volumes.get('other'),
        network: world.networks.get('other'),
        image: world.images.get('busybox'),
      }),
    );
}

/** What of the stack is on the engine, and what is to be: names, definitions and states. */
async function compare(host: Host, stack: readonly Written[]) {
  const { objects } = await host.observe();
  const line = (kind: string, address: string, completed: object): string =>
    `${kind} ${address} ${canonicalJson(toJson(completed))}`;
  const found = objects.map(({ kind, address, completed }) => line(kind, address, completed));
  const wanted = resolve(stack).map(({ kind, resource: { address }, completed }) =>
    line(kind, address, completed),
  );
  return { found: found.sort(), wanted: wanted.sort() };
}

/** Carries out what the stack asks for; a killed process is followed by a new one. */
async function attempt(host: Host, stack: readonly Written[], concurrency: number): Promise<void> {
  const plan = await host.plan(stack);
  guard(host, plan);
  try {
    await host.carryOut(plan, concurrency);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  host.engine.revive();
}

function fail(title: string, lines: readonly string[]): never {
  throw new Error([title, ...lines].join('\n  '));
}

t.test('after any life of a stack, one apply without faults converges', async (t) => {
  await fc.assert(
    fc.asyncProperty(life, async ({ seed: interleaving, first, rounds }) => {
      const host = newHost(interleaving);
      const foreign = addForeign(host);
      const before = foreign();
      let blueprint = first;
      await attempt(host, build(blueprint), 4);
      for (const { edits, byHand, knobs, concurrency } of rounds) {
        blueprint = edits.reduce(edited, blueprint);
        await host.byHand(...byHand);
        host.engine.setKnobs(knobs);
        await attempt(host, build(blueprint), concurrency);
      }
      const stack = build(blueprint);
      const plan = await host.plan(stack);
      guard(host, plan);
      const { failures, skipped } = await host.carryOut(plan);
      const reasons = failures.map(({ step, error }) => `${step.id}: ${error.message}`);
      if (failures.length + skipped.length > 0) {
        fail('an apply without faults fails', [...reasons, ...planLines(plan)]);
      }
      const again = await host.plan(stack);
      if (!isEmptyPlan(again)) fail('the next plan is not empty', planLines(again));
      const { found, wanted } = await compare(host, stack);
      if (canonicalJson(found) !== canonicalJson(wanted)) {
        fail('the engine holds something else', [...found, 'instead of', ...wanted]);
      }
      if (foreign() !== before) fail('a foreign object changed', [foreign()]);
      if (host.engine.world.ledgers.get(shop.id) === undefined && stack.length > 0) {
        fail('there is no ledger', []);
      }
    }),
    { seed, numRuns },
  );
  t.pass(`${numRuns} lives converged from seed ${seed}`);
});

t.test('one failed step, or lost reply, leaves no service down', async (t) => {
  const drawn = fc.record({
    life,
    call: fc.integer({ min: 1, max: 25 }),
    fault: fc.constantFrom<Fault>('fail', 'lose-reply'),
  });
  await fc.assert(
    fc.asyncProperty(
      drawn,
      async ({ life: { seed: interleaving, first, rounds }, call, fault }) => {
        const host = newHost(interleaving);
        await attempt(host, build(first), 4);
        const stack = build((rounds[0]?.edits ?? []).reduce(edited, first));
        const plan = await host.plan(stack);
        guard(host, plan);
        const before = services(host, stack);
        host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, fault]]) });
        const result = await host.carryOut(plan, rounds[0]?.concurrency);
        if (isExcused(plan, result)) return;
        const after = services(host, stack);
        const down = before.filter((address) => !after.includes(address));
        if (down.length === 0) return;
        fail(`${down.join(', ')} is down`, [
          ...result.failures.map(({ step, error }) => `${step.id}: ${error.message}`),
          ...result.recoveryFailures.map(({ address, error }) => `${address}: ${error.message}`),
          ...planLines(plan),
        ]);
      },
    ),
    { seed, numRuns: Math.ceil(numRuns / 2) },
  );
  t.pass();
});

/** Addresses that run and are to go on running. */
function services({ engine }: Host, stack: readonly Written[]): readonly string[] {
  const wanted = stack.flatMap(({ resource }) =>
    resource.kind === 'container' && !resource.spec.job && resource.spec.state !== 'stopped'
      ? [resource.address]
      : [],
  );
  const running = [...engine.world.containers.values()].filter(isUp);
  return wanted.filter((address) =>
    running.some(({ labels }) => labels[ownLabels.address] === address),
  );
}

/**
 * Where no predecessor can come back: its volume or network is gone, or what it had was handed over
 * early because its successor waits for who took it.
 */
function isExcused(plan: Plan, { failures, recoveryFailures }: ExecutionResult): boolean {
  return (
    plan.actions.some(({ risks }) => risks.some(({ kind }) => kind === 'destroys-data')) ||
    failures.some(({ step }) => step.address.startsWith('network.')) ||
    recoveryFailures.some(({ error: { code } }) => ['port-in-use', 'name-in-use'].includes(code))
  );
}
