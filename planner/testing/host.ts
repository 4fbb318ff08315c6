/*
 * A host to try a stack on: a simulated engine with an image that no stack made, and apply as the
 * command line does it: observe, plan, walk, record.
 */
import {
  EngineError,
  isEmptyPlan,
  type Diagnostic,
  type Observation,
  type Operation,
  type Plan,
} from '../../model/index.js';
import { executePlan, resourcesAfter, type ExecutionResult } from '../execute.js';
import { findDrift, type Drift } from '../drift.js';
import { planApply, planDestroy } from '../plan.js';
import { changeByHand, type ByHand } from './by-hand.js';
import { simulateEngine, type Knobs, type SimulatedEngine } from './simulated-engine.js';
import { foreignConfig, resolve, type Written } from './stacks.js';

export const shop = { name: 'shop', id: '11111111-1111-4111-8111-111111111111' } as const;

export interface Applied {
  readonly plan: Plan;
  readonly result: ExecutionResult;
}

export interface Host {
  readonly engine: SimulatedEngine;
  observe(stack?: readonly Written[]): Promise<Observation>;
  /** @throws Error when planning gives errors */
  plan(stack: readonly Written[]): Promise<Plan>;
  diagnose(stack: readonly Written[]): Promise<readonly Diagnostic[]>;
  planDestroy(stack: readonly Written[]): Promise<Plan>;
  /** Carries a plan out and records it. Rejects with `Killed` where a knob says so. */
  carryOut(plan: Plan, concurrency?: number): Promise<ExecutionResult>;
  apply(stack: readonly Written[], knobs?: Knobs): Promise<Applied>;
  drift(): Promise<readonly Drift[]>;
  byHand(...changes: readonly ByHand[]): Promise<void>;
}

export function newHost(seed = 1): Host {
  const engine = simulateEngine(seed);
  engine.world.images.set('busybox', {
    id: 'busybox',
    labels: {},
    config: foreignConfig,
    references: new Set(['busybox:1']),
  });
  const observe = (stack: readonly Written[] = []): Promise<Observation> =>
    engine.observe({
      stack: shop,
      names: stack.map(({ resource: { kind, spec } }) => ({ kind, name: spec.name })),
    });
  const check = async (stack: readonly Written[]) =>
    planApply({
      stack: shop,
      desired: resolve(stack),
      outputs: [],
      observation: await observe(stack),
      verdict: (kind, change) => engine.verdict(kind, change),
    });
  const plan = async (stack: readonly Written[]): Promise<Plan> => {
    const { value, diagnostics } = await check(stack);
    if (!value) throw new Error(diagnostics.map(({ summary }) => summary).join('\n'));
    return value;
  };
  const record = async (made: Plan, resources: Plan['resources']): Promise<void> =>
    engine.writeLedger(shop, {
      number: made.generation,
      time: '2026-01-01T00:00:00Z',
      author: 'ann@host',
      resources,
    });
  const carryOut = async (made: Plan, concurrency = 4): Promise<ExecutionResult> => {
    const { ledger } = await observe();
    const succeeded = new Set<string>();
    const run = async (operation: Operation, step: Plan['steps'][number]) => {
      const early = operation === step ? step.after.find((id) => !succeeded.has(id)) : undefined;
      if (early !== undefined) throw new Error(`${step.id} ran before ${early}`);
      const progress = { report: () => undefined, signal: new AbortController().signal };
      return engine.perform(operation, '/stack', progress);
    };
    const result = await executePlan(
      made,
      { run },
      {
        concurrency,
        signal: new AbortController().signal,
        isEngineError: (error) => error instanceof EngineError,
        report: (event) => {
          if (event.kind === 'done') succeeded.add(event.step.id);
        },
      },
    );
    if (!isEmptyPlan(made) || made.ledgerOutdated) {
      await record(made, resourcesAfter(made, result, ledger));
    }
    return result;
  };
  return {
    engine,
    observe,
    plan,
    diagnose: async (stack) => (await check(stack)).diagnostics,
    planDestroy: async (stack) => {
      const resources = stack.map(({ resource }) => resource);
      const { value } = planDestroy({ stack: shop, resources, observation: await observe(stack) });
      if (!value) throw new Error('no plan to destroy');
      return value;
    },
    carryOut,
    apply: async (stack, knobs) => {
      if (knobs) engine.setKnobs(knobs);
      const made = await plan(stack);
      return { plan: made, result: await carryOut(made) };
    },
    drift: async () => findDrift(await observe()),
    byHand: async (...changes) => {
      for (const change of changes) changeByHand(engine.world, change);
    },
  };
}
