/*
 * The executor: walks a plan's steps with bounded concurrency and decides nothing. A failed step
 * stops what depends on it and nothing else; a failed replacement is undone by the operations the
 * plan holds for it.
 */
import type {
  EngineError,
  Generation,
  LedgerEntry,
  Operation,
  Plan,
  Recovery,
  Step,
  StepOutcome,
} from '../model/index.js';
import { newReadyQueue } from './ready-queue.js';
import { isNaming, withTagsOf } from './unsettled-tags.js';
import { toldAddresses, unsettledEntry } from './unsettled.js';

/** What the executor needs of an engine, for one stack. */
export interface StepRunner {
  /** @throws EngineError for what the world caused; anything else is a bug and ends the walk */
  run(operation: Operation, step: Step): Promise<StepOutcome>;
}

export type ExecutionEvent =
  | { readonly kind: 'started'; readonly step: Step }
  | { readonly kind: 'done'; readonly step: Step; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly step: Step; readonly error: EngineError }
  | { readonly kind: 'recovering'; readonly address: string }
  | { readonly kind: 'recovered'; readonly address: string }
  | { readonly kind: 'recovery-failed'; readonly address: string; readonly error: EngineError };

export interface ExecutionOptions {
  readonly concurrency: number;
  /** When it fires, no further step starts; those in flight are finished. */
  readonly signal: AbortSignal;
  readonly isEngineError: (error: unknown) => error is EngineError;
  readonly report: (event: ExecutionEvent) => void;
}

export interface Failure {
  readonly step: Step;
  readonly error: EngineError;
}

export interface ExecutionResult {
  /** Ids of steps that succeeded, in the order in which they ended. */
  readonly done: readonly string[];
  readonly failures: readonly Failure[];
  /** Ids of steps never tried. */
  readonly skipped: readonly string[];
  /** Addresses whose predecessor was brought back. */
  readonly recovered: readonly string[];
  readonly recoveryFailures: readonly { readonly address: string; readonly error: EngineError }[];
  /** Whether the user's wish to stop left something undone. */
  readonly interrupted: boolean;
}

/** Carries out a plan. Resolves when nothing is in flight any more, whatever failed. */
export async function executePlan(
  plan: Plan,
  runner: StepRunner,
  options: ExecutionOptions,
): Promise<ExecutionResult> {
  const queue = newReadyQueue(plan.steps);
  const done: string[] = [];
  const succeeded = new Set<string>();
  const failures: Failure[] = [];
  const recovered: string[] = [];
  const recoveryFailures: { address: string; error: EngineError }[] = [];
  const attempted = new Set<Recovery>();
  const guarding = recoveriesByGuard(plan);
  const flight = new Set<Promise<void>>();

  const carryOut = async (step: Step): Promise<void> => {
    options.report({ kind: 'started', step });
    try {
      const outcome = await runner.run(step, step);
      succeeded.add(step.id);
      done.push(step.id);
      queue.finish(step.id);
      options.report({ kind: 'done', step, warnings: outcome.warnings });
    } catch (error) {
      if (!options.isEngineError(error)) throw error;
      failures.push({ step, error });
      options.report({ kind: 'failed', step, error });
      for (const recovery of guarding.get(step.id) ?? []) {
        if (canUndo(recovery) && !attempted.has(recovery)) await recover(recovery, step);
      }
    }
  };

  const canUndo = ({ after }: Recovery): boolean => after === undefined || succeeded.has(after);

  const recover = async (recovery: Recovery, step: Step): Promise<void> => {
    const { address } = recovery;
    attempted.add(recovery);
    options.report({ kind: 'recovering', address });
    try {
      await bringBack(recovery, step);
      recovered.push(address);
      options.report({ kind: 'recovered', address });
    } catch (error) {
      if (!options.isEngineError(error)) throw error;
      recoveryFailures.push({ address, error });
      options.report({ kind: 'recovery-failed', address, error });
    }
  };

  const bringBack = async ({ operations, otherwise }: Recovery, step: Step): Promise<void> => {
    try {
      for (const operation of operations) await runner.run(operation, step);
    } catch (error) {
      if (!otherwise || !options.isEngineError(error)) throw error;
      for (const operation of otherwise) await runner.run(operation, step);
    }
  };

  /** Whether something has been done that a recovery would undo. */
  const begun = ({ after, guards }: Recovery): boolean =>
    after === undefined ? guards.some((id) => succeeded.has(id)) : succeeded.has(after);

  /**
   * Brings back predecessors whose successors were never tried, because something else failed or
   * the user asked to stop: nobody is to be without the service until the next apply.
   */
  const recoverStranded = async (): Promise<void> => {
    const untried = new Map(queue.left().map((step) => [step.id, step]));
    for (const recovery of plan.recoveries) {
      const step = recovery.guards.map((id) => untried.get(id)).find((guard) => guard);
      if (step && begun(recovery) && !attempted.has(recovery)) await recover(recovery, step);
    }
  };

  for (;;) {
    while (!options.signal.aborted && flight.size < options.concurrency) {
      const step = queue.take();
      if (!step) break;
      const running: Promise<void> = carryOut(step).finally(() => flight.delete(running));
      flight.add(running);
    }
    if (flight.size === 0) break;
    try {
      await Promise.race(flight);
    } catch (bug) {
      await Promise.allSettled(flight);
      throw bug;
    }
  }
  await recoverStranded();
  const skipped = queue.left().map(({ id }) => id);
  return {
    done,
    failures,
    skipped,
    recovered,
    recoveryFailures,
    interrupted: options.signal.aborted && (skipped.length > 0 || failures.length > 0),
  };
}

/** The recoveries that a step's failure starts, in the order of the plan. */
function recoveriesByGuard({ recoveries }: Plan): ReadonlyMap<string, readonly Recovery[]> {
  const guarding = new Map<string, Recovery[]>();
  for (const recovery of recoveries) {
    for (const id of new Set(recovery.guards)) {
      guarding.set(id, [...(guarding.get(id) ?? []), recovery]);
    }
  }
  return guarding;
}

/**
 * What the ledger is to hold after an execution: the plan's resources where every step of an address
 * succeeded, what it held before where one did not.
 */
export function resourcesAfter(
  plan: Plan,
  result: Pick<ExecutionResult, 'done'>,
  previous: Generation | undefined,
): Readonly<Record<string, LedgerEntry>> {
  const succeeded = new Set(result.done);
  // An image that is new is there without its names; one that was there keeps those that it had.
  const isKnown = ({ address }: Step): boolean => previous?.resources[address] !== undefined;
  const left = plan.steps.filter(({ id }) => !succeeded.has(id));
  const naming = new Set(left.filter(isNaming).map(({ address }) => address));
  const unfinished = new Set(
    left
      .filter((step) => !isNaming(step) || isKnown(step) || !plan.resources[step.address])
      .map(({ address }) => address),
  );
  const told = toldAddresses(plan);
  const resources: Record<string, LedgerEntry> = {};
  const origins = new Map(
    plan.actions.flatMap(({ address, from }) => (from === undefined ? [] : [[from, address]])),
  );
  for (const [address, entry] of Object.entries(plan.resources)) {
    if (unfinished.has(address)) continue;
    const before = naming.has(address) ? previous?.resources[address] : undefined;
    resources[address] = withTagsOf(entry, before);
  }
  for (const [before, entry] of Object.entries(previous?.resources ?? {})) {
    const address = origins.get(before) ?? before;
    if (!unfinished.has(address)) continue;
    const wanted = plan.resources[address];
    const known = told.has(address) ? unsettledEntry(entry, wanted) : entry;
    resources[address] = naming.has(address) ? withTagsOf(known, wanted) : known;
  }
  return resources;
}
