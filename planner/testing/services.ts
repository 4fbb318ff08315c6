/*
 * One mishap while a stack is changed: a step that fails, a lost reply, successors that are no good,
 * a user who stops it. What ran and is to go on running runs afterwards: as it was, or as it is to be.
 */
import fc from 'fast-check';
import { ownLabels, type Plan } from '../../model/index.js';
import type { ExecutionResult } from '../execute.js';
import { guard } from './guard.js';
import { simulatedHome } from './home.js';
import type { Host } from './host.js';
import { build, containerNames, edited, fault, life } from './lifecycle.js';
import { planned } from './lives.js';
import { planLines } from './plan-lines.js';
import { allGoesWell, type Knobs } from './simulated-engine.js';
import type { Written } from './stacks.js';
import { isUp } from './world.js';

const names = fc.subarray([
  ...containerNames,
  ...containerNames.map((name) => `${name}.stowage-next`),
]);
const mishap = fc.oneof(
  fc.record({
    kind: fc.constant('fault'),
    call: fc.integer({ min: 1, max: 25 }),
    fault: fault.filter((one) => !one.startsWith('kill')),
  }),
  fc.record({ kind: fc.constant('bad-successors'), exits: names, unhealthy: names }),
  fc.record({ kind: fc.constant('stop'), after: fc.nat(25) }),
);
type Mishap = typeof mishap extends fc.Arbitrary<infer T> ? T : never;

/** A life of which only the first edits count, and what goes wrong at them. */
export const changeWithMishap = fc.record({ life, mishap });
export type ChangeWithMishap = typeof changeWithMishap extends fc.Arbitrary<infer T> ? T : never;

function knobsOf(mishap: Mishap, plan: Plan): Knobs {
  switch (mishap.kind) {
    case 'fault':
      return { ...allGoesWell, faults: new Map([[mishap.call, mishap.fault]]) };
    case 'bad-successors': {
      const [exits, unhealthy] = [new Set(mishap.exits), new Set(mishap.unhealthy)];
      const failingJobs = new Set<string>();
      const behaviour = { exits, unhealthy, failingJobs, from: plan.generation };
      return { ...allGoesWell, behaviour };
    }
    case 'stop':
      return allGoesWell;
    default:
      return mishap satisfies never;
  }
}

/** @throws Error naming the services that are down */
export async function surviveMishap({ life, mishap }: ChangeWithMishap): Promise<void> {
  const { seed, first, rounds } = life;
  const home = simulatedHome(seed);
  const { host } = home;
  await host.carryOut(await planned(home, build(first)));
  const stack = build((rounds[0]?.edits ?? []).reduce(edited, first));
  const plan = await planned(home, stack);
  guard(host, plan, false);
  const before = services(host, stack);
  host.engine.setKnobs(knobsOf(mishap, plan));
  const stopAfter = mishap.kind === 'stop' ? mishap.after : undefined;
  const result = await host.carryOut(plan, rounds[0]?.concurrency, stopAfter);
  if (isExcused(plan, result)) return;
  const after = services(host, stack);
  const down = before.filter((address) => !after.includes(address));
  if (down.length === 0) return;
  throw new Error(
    [
      `${down.join(', ')} is down`,
      ...result.failures.map(({ step, error }) => `${step.id}: ${error.message}`),
      ...result.recoveryFailures.map(({ address, error }) => `${address}: ${error.message}`),
      ...planLines(plan),
    ].join('\n  '),
  );
}

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
 * Where no predecessor can come back: its volume or network is gone and not there anew, or what it
 * had was handed over early because its successor waits for who took it.
 */
function isExcused(plan: Plan, { recoveryFailures }: ExecutionResult): boolean {
  return (
    plan.actions.some(({ risks }) => risks.some(({ kind }) => kind === 'destroys-data')) ||
    recoveryFailures.some(({ error: { code } }) => ['port-in-use', 'name-in-use'].includes(code))
  );
}
