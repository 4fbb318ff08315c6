/*
 * What happens when a container has ended by itself. There is no daemon: its monitor calls
 * `stowage _on-exit <id>`, which records the end and either starts the container again, by its
 * restart policy, or takes it off the host. After an end on purpose the monitor does not call. Where a
 * monitor or its call was killed, and after a boot, the agent comes to it: `recover`.
 */
import { constants } from 'node:os';
import { readIfThere } from '../oci/index.js';
import type { Context } from './context.js';
import { readOutcome, readRun } from './library.js';
import { endRun, takeAway, withContainer } from './lifecycle.js';
import { isWatched } from './watching.js';
import { placesOf } from './places.js';
import { identify, isRunning, signal, waitUntil } from './processes.js';
import type { ContainerRecord, Outcome } from './record.js';
import { dueStart, hurriedAfter, restarts, type Due } from './restart-policy.js';
import { bootId, type Run } from './run-state.js';
import { finishRun, settle } from './settle.js';
import { signalNumber } from './signals.js';
import { standingOf } from './standing.js';
import { makeRun, noRestarts, type Restarts } from './start.js';

/** @param id the container whose monitor calls */
export async function onExit(context: Context, id: string): Promise<void> {
  await withContainer(context, id, (record) => handleEnd(context, record));
}

async function handleEnd(context: Context, record: ContainerRecord): Promise<void> {
  const { store } = context;
  const run = await readRun(store, record.id);
  // Somebody else has cleared up, or started it again, while the lock was waited for.
  if (run === undefined || isRunning(run.process)) return;
  if (readIfThere(placesOf(store, record.id).exit) === undefined) return;
  // The monitor waits for this process, and would hold the container's ports meanwhile.
  if (run.monitor?.pid === process.ppid) {
    signal(identify(process.ppid) ?? null, constants.signals.SIGKILL);
    await waitUntil(() => !isRunning(run.monitor), 2_000);
  }
  const outcome = await finishRun(context, record, run, 'as before');
  const { exitCode, wanted } = outcome;
  if (wanted === 'running' && restarts(record.spec.restart, exitCode, outcome.restarts)) {
    await makeRun(context, record, oneMore(outcome));
  } else if (record.removeAtEnd && !(await isWatched(store, record.id))) {
    await takeAway(context, record);
  }
}

const oneMore = (outcome: Outcome): Restarts => ({
  restarts: outcome.restarts + 1,
  hurried: hurriedAfter(outcome),
});

/** Whether a run without its monitor is to be made anew: its output is lost, and its end would be. */
export function isForsaken(record: ContainerRecord, run: Run, outcome: Outcome): boolean {
  return (
    outcome.wanted === 'running' &&
    isRunning(run.process) &&
    !isRunning(run.monitor) &&
    restarts(record.spec.restart, null, outcome.restarts)
  );
}

/** What `recover` did. */
export type Recovery =
  /** Nothing: it is in order, or its monitor is about to see to it. */
  'left' | 'settled' | Due;

/**
 * Does for a container what its monitor could not: clears up after its run, and starts it where its policy
 * says so. Looks again once it has the container's lock, so that it undoes nothing that others did.
 * @throws RuntimeError `not-found`, and whatever a start throws
 */
export function recover(context: Context, id: string): Promise<Recovery> {
  return withContainer(context, id, async (record) => {
    const { store } = context;
    const run = await readRun(store, id);
    if (run !== undefined && isForsaken(record, run, await readOutcome(store, id))) {
      const { stop_signal, stop_timeout } = record.spec;
      await endRun(context, record, run, signalNumber(stop_signal), stop_timeout);
      await finishRun(context, record, run, 'as before');
    } else if (run !== undefined) {
      if (inOrder.includes(standingOf(run, placesOf(store, id)))) return 'left';
      await settle(context, record, 'take over');
    }
    const outcome = await readOutcome(store, id);
    const due = dueStart(record.spec.restart, outcome, bootId());
    if (due === undefined) return run === undefined ? 'left' : 'settled';
    await makeRun(context, record, due === 'restart' ? oneMore(outcome) : noRestarts);
    return due;
  });
}

/** Runs that go on, or whose monitor is about to call. */
const inOrder: readonly string[] = ['alive', 'orphaned', 'dying', 'ending'];
