/*
 * Carries a plan out as the command line does it: the ledger before, the walk, the ledger after. What
 * it is carried out on is any engine, so that simulated and real ones are walked alike.
 */
import {
  EngineError,
  isEmptyPlan,
  type Engine,
  type Generation,
  type Operation,
  type Plan,
} from '../../model/index.js';
import { claimsAfter, ledgerBefore } from '../claims.js';
import { executePlan, resourcesAfter, type ExecutionResult } from '../execute.js';

export const shop = { name: 'shop', id: '11111111-1111-4111-8111-111111111111' } as const;

/**
 * Carries a plan out and records it. Rejects with `Killed` where a knob says so.
 * @param stopAfter after how many begun steps the user asks to stop
 */
export type CarryOut = (
  plan: Plan,
  concurrency?: number,
  stopAfter?: number,
) => Promise<ExecutionResult>;

/** @param directory of the stack */
export function carryOutOn(
  engine: Pick<Engine, 'observe' | 'perform' | 'writeLedger'>,
  directory: string,
): CarryOut {
  const record = async (
    made: Plan,
    held: Pick<Generation, 'resources' | 'claims'>,
  ): Promise<void> =>
    engine.writeLedger(shop, {
      number: made.generation,
      stack: shop.name,
      time: '2026-01-01T00:00:00Z',
      author: 'ann@host',
      moved: made.moved,
      ...held,
    });
  return async (made, concurrency = 4, stopAfter = Infinity) => {
    const user = new AbortController();
    let begun = 0;
    if (stopAfter === 0) user.abort();
    const { ledger } = await engine.observe({ stack: shop, names: [], imports: [] });
    const before = ledgerBefore(made, ledger);
    if (before) await record(made, before);
    const succeeded = new Set<string>();
    const run = async (operation: Operation, step: Plan['steps'][number]) => {
      const early = operation === step ? step.after.find((id) => !succeeded.has(id)) : undefined;
      if (early !== undefined) throw new Error(`${step.id} ran before ${early}`);
      const progress = { report: () => undefined, signal: user.signal };
      return engine.perform(operation, directory, progress);
    };
    const result = await executePlan(
      made,
      { run },
      {
        concurrency,
        signal: user.signal,
        isEngineError: (error) => error instanceof EngineError,
        report: (event) => {
          if (event.kind === 'done') succeeded.add(event.step.id);
          if (event.kind === 'started' && ++begun === stopAfter) user.abort();
        },
      },
    );
    if (!isEmptyPlan(made) || made.ledgerOutdated) {
      await record(made, {
        resources: resourcesAfter(made, result, ledger),
        claims: claimsAfter(made, result),
      });
    }
    return result;
  };
}
