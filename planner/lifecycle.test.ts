/*
 * The planner and the executor against chance: random stacks, edits, changes by hand, failures and
 * kills at any call. Whatever happened, one apply without faults brings the engine to what is
 * written, and nothing is lost on the way. A failure prints the seed and the smallest life.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  canonicalJson,
  isEmptyPlan,
  ownershipOf,
  ownLabels,
  toJson,
  type Kind,
  type Plan,
} from '../model/index.js';
import type { ExecutionResult } from './execute.js';
import {
  build,
  changedOver,
  edited,
  life,
  stopFirst,
  withoutContainer,
} from './testing/lifecycle.js';
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
  type Said,
  type WorldContainer,
  type Written,
} from './testing/index.js';

const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);
const numRuns = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 2_000);

// Two cores shared with engines under test are slow; what hangs is still found.
t.setTimeout(300_000);

/** The address at which a container stands, by the ledger or its labels; none for what was let go of. */
function standsAt({ engine: { world } }: Host, { id, labels }: WorldContainer): string | undefined {
  return ownershipOf({ kind: 'container', id, labels }, world.ledgers).owner?.address;
}

/** Hosts on which the ledger was lost, and with it where moved containers stand. */
const doubtful = new WeakSet<Host>();

/**
 * Throws when two containers run under one address, data goes that the plan did not name, or what is
 * let go of is touched.
 */
function guard(host: Host, plan: Plan): void {
  const { engine } = host;
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
  const claimed = new Map(plan.claims.map(({ id, address }) => [id, address]));
  const twice = (): readonly string[] => {
    const running = [...engine.world.containers.values()]
      .filter(isUp)
      .map((one) => (claimed.has(one.id) ? claimed.get(one.id) : standsAt(host, one)));
    return running.filter(
      (address, index): address is string =>
        typeof address === 'string' && running.indexOf(address) !== index,
    );
  };
  // Two are allowed where they are to be, and where an apply that was cut off has left them.
  const allowed = new Set([
    ...plan.actions.flatMap(({ order, address }) => (order ? [address] : [])),
    ...twice(),
  ]);
  engine.watch = (operation) => {
    if (operation.op === 'remove' && operation.target.kind === 'volume') {
      const { name } = operation.target;
      if (!removed.includes(name)) throw new Error(`volume ${name} is lost unannounced`);
    }
    if ('target' in operation && claimed.get(operation.target.id ?? '') === null) {
      throw new Error(`${operation.op} is done to ${operation.target.name}, which is let go of`);
    }
    const extra = doubtful.has(host) ? undefined : twice().find((one) => !allowed.has(one));
    if (extra !== undefined) throw new Error(`${extra} runs twice`);
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

/**
 * What of the stack is on the engine, and what is to be: names, definitions and states. What ignores
 * changes of its image is what that image makes of it, and older builds stay for it.
 */
async function compare(host: Host, stack: readonly Written[]) {
  const { objects } = await host.observe();
  const wanted = resolve(stack);
  const ignored = (address: string): readonly string[] =>
    wanted.find(({ resource }) => resource.address === address)?.resource.lifecycle.ignoreChanges ??
    [];
  const lines = (list: readonly { address: string; kind: Kind; completed: object }[]) =>
    list
      .filter(({ kind }) => kind !== 'image' || !ignoresImages(stack))
      .map(({ kind, address, completed }) => {
        const compared = Object.entries(completed).filter(
          ([name]) => !ignored(address).some((path) => path === name || path === 'image'),
        );
        return `${kind} ${address} ${canonicalJson(toJson(Object.fromEntries(compared)))}`;
      })
      .sort();
  return {
    found: lines(objects),
    wanted: lines(
      wanted.map(({ kind, resource: { address }, completed }) => ({ kind, address, completed })),
    ),
  };
}

const ignoresImages = (stack: readonly Written[]): boolean =>
  stack.some(({ resource }) => resource.lifecycle.ignoreChanges.includes('image'));

/** Plans; where something forbids start-first or a move, without them. */
async function planned(host: Host, stack: readonly Written[], said: Said = {}): Promise<Plan> {
  const attempts = [
    () => host.plan(stack, said),
    () => host.plan(stopFirst(stack), said),
    () => host.plan(stack),
  ];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      const refused = /cannot be replaced start-first|cannot move to|cannot be renamed|in use/;
      if (!(error instanceof Error) || !refused.test(error.message)) throw error;
    }
  }
  return host.plan(stopFirst(stack));
}

/** A plan of what is chosen; of all of it where that cannot be planned by itself. */
async function plannedPart(
  host: Host,
  stack: readonly Written[],
  { part, ...said }: Said = {},
): Promise<Plan> {
  if (!part) return planned(host, stack, said);
  for (const variant of [stack, stopFirst(stack)]) {
    const diagnostics = await host.diagnose(variant, { ...said, part });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) return host.plan(variant, { ...said, part });
    const odd = errors.filter(({ code }) => !refusals.has(code));
    if (odd.length > 0)
      fail(
        'a part is refused',
        odd.map(({ summary }) => summary),
      );
  }
  return planned(host, stack, said);
}

/** Why a part cannot be planned, or no plan of the whole stack either. */
const refusals = new Set([
  'unknown-target',
  'nothing-chosen',
  'outside-part',
  'ledger-lost',
  'start-first-impossible',
  'move-target-taken',
  'name-fixed',
  'in-use-by-others',
]);

/** What a round chooses. */
const partOf = (round: {
  readonly targets: readonly string[] | null;
  readonly excludes: readonly string[] | null;
}): Said =>
  round.targets || round.excludes
    ? { part: { targets: round.targets ?? [], excludes: round.excludes ?? [] } }
    : {};

/** Containers and volumes that the steps of a plan of a part have nothing to do with. */
function outside(host: Host, plan: Plan): () => string {
  const { world } = host.engine;
  const touched = new Set(plan.actions.flatMap(({ address, from }) => [address, from ?? address]));
  const isApart = (kind: Kind, id: string, labels: WorldContainer['labels']): boolean => {
    const { owner } = ownershipOf({ kind, id, labels }, world.ledgers);
    return plan.partial !== undefined && owner !== undefined && !touched.has(owner.address);
  };
  const containers = [...world.containers.values()].flatMap(({ id, labels }) =>
    isApart('container', id, labels) ? [id] : [],
  );
  const volumes = [...world.volumes.values()].flatMap(({ name, labels }) =>
    isApart('volume', name, labels) ? [name] : [],
  );
  return () =>
    canonicalJson(
      toJson({
        containers: containers.map((id) => world.containers.get(id) ?? null),
        volumes: volumes.map((name) => world.volumes.get(name) ?? null),
      }),
    );
}

/** Carries out what the stack asks for; a killed process is followed by a new one. */
async function attempt(
  host: Host,
  stack: readonly Written[],
  concurrency: number,
  said?: Said,
): Promise<void> {
  const plan = await plannedPart(host, stack, said);
  const apart = outside(host, plan);
  const before = apart();
  guard(host, plan);
  try {
    await host.carryOut(plan, concurrency);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  host.engine.revive();
  if (apart() !== before) fail('what is not chosen was touched', [before, apart()]);
  takeAway(host);
}

/** Those who wanted what was let go of take it away, so that it is in nobody's way. */
function takeAway({ engine: { world } }: Host): void {
  for (const { id, labels } of world.containers.values()) {
    if (ownershipOf({ kind: 'container', id, labels }, world.ledgers).released) {
      world.containers.delete(id);
    }
  }
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
      for (const { edits, byHand, knobs, concurrency, move, letGo, ...choice } of rounds) {
        blueprint = edits.reduce(edited, blueprint);
        const said = [
          move && changedOver(blueprint, move),
          letGo !== null && withoutContainer(blueprint, letGo),
        ].flatMap((one) => one || []);
        blueprint = said[0]?.stack ?? blueprint;
        await host.byHand(...byHand);
        if (byHand.some((change) => change.do === 'lose-ledger')) doubtful.add(host);
        host.engine.setKnobs(knobs);
        await attempt(host, build(blueprint), concurrency, { ...said[0]?.said, ...partOf(choice) });
      }
      const stack = build(blueprint);
      const plan = await planned(host, stack);
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
        const plan = await planned(host, stack);
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
    resource.kind === 'container' &&
    !resource.spec.job &&
    resource.spec.state !== 'stopped' &&
    resource.lifecycle.onFailure === 'rollback'
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
