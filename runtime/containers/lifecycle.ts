/*
 * The verbs that start and end containers. Each holds the container's lock from beginning to end, so
 * that two of them never work on one container, and first settles what an earlier one left.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import type { Context } from './context.js';
import { groupOf } from './control-group.js';
import { writeQuickly } from './files.js';
import { removeSecrets } from './given-files.js';
import { hostWarnings } from './host-warnings.js';
import { findContainer, readOutcome, readRecord, readRun } from './library.js';
import { unmount } from './overlay.js';
import { placesOf } from './places.js';
import { isRunning, signal, waitUntil } from './processes.js';
import type { ContainerRecord } from './record.js';
import { bootId, type Run } from './run-state.js';
import { finishRun, settle } from './settle.js';
import { signalNumber } from './signals.js';
import { isPaused } from './standing.js';
import { makeRun, noRestarts } from './start.js';
import { tearDown } from './teardown.js';

const { SIGKILL } = constants.signals;
const lockPatience = 60_000;

/** Name of the lock under which one container is worked on. */
export function lockOf(id: string): string {
  return `container ${id}`;
}

export interface StopOptions {
  /** Milliseconds until it is killed; the spec's when left out. */
  readonly timeout?: number;
  /** The spec's when left out. */
  readonly signal?: string;
}

/**
 * Does something with a container while nobody else does.
 * @param wanted id, name, or beginning of the id
 * @throws RuntimeError `not-found`
 */
export async function withContainer<T>(
  context: Context,
  wanted: string,
  action: (record: ContainerRecord) => Promise<T>,
): Promise<T> {
  const { id, spec } = await findContainer(context.store, wanted);
  const timeout = lockPatience + spec.stop_timeout;
  return context.store.withLock(
    lockOf(id),
    async () => {
      // It may have been changed or removed while the lock was waited for.
      const record = await readRecord(context.store, id);
      if (record === undefined) {
        throw new RuntimeError({ kind: 'not-found', what: 'container', name: wanted });
      }
      return action(record);
    },
    { timeout },
  );
}

/**
 * Starts a container; one that runs is left alone.
 * @returns what this host cannot do of what it asks for, a sentence each
 */
export function startContainer(context: Context, wanted: string): Promise<readonly string[]> {
  return withContainer(context, wanted, async (record) => {
    const run = await settle(context, record, 'take over');
    if (run !== undefined) return [];
    await makeRun(context, record, noRestarts);
    return hostWarnings(record.spec, context.runtime(record.spec.runtime).name);
  });
}

/** Ends a container, gently first. Its restart policy does not act. */
export function stopContainer(
  context: Context,
  wanted: string,
  options: StopOptions = {},
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const hasEnded = await bringToStop(context, record, options);
    if (hasEnded && record.removeAtEnd) await takeAway(context, record);
  });
}

/** Ends a container if it runs, and starts it, while nobody else does anything with it. */
export function restartContainer(
  context: Context,
  wanted: string,
  options: StopOptions = {},
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    await bringToStop(context, record, options);
    await makeRun(context, record, noRestarts);
  });
}

/** @returns whether it ran, and has been ended */
async function bringToStop(
  context: Context,
  record: ContainerRecord,
  options: StopOptions,
): Promise<boolean> {
  const run = await readRun(context.store, record.id);
  const gentle = signalNumber(options.signal ?? record.spec.stop_signal);
  if (run !== undefined && isRunning(run.process)) {
    await endRun(context, record, run, gentle, options.timeout ?? record.spec.stop_timeout);
    await finishRun(context, record, run, 'stopped');
    return true;
  }
  await settle(context, record, 'take over');
  const places = placesOf(context.store, record.id);
  const outcome = await readOutcome(context.store, record.id);
  // A stop after a boot holds in this one, also where the policy had not got to starting it.
  const isLater = outcome.boot !== undefined && outcome.boot !== bootId();
  if (outcome.wanted === 'running' || isLater) {
    await writeQuickly(places.outcome, {
      ...outcome,
      wanted: 'stopped',
      ...(isLater && { boot: bootId() }),
    });
  }
  return false;
}

/**
 * Ends a run that goes on, gently first, with the mark that this is on purpose.
 * @param gentle number of the first signal
 * @param timeout milliseconds until SIGKILL
 */
export async function endRun(
  context: Context,
  { id, spec }: ContainerRecord,
  run: Run,
  gentle: number,
  timeout: number,
): Promise<void> {
  const places = placesOf(context.store, id);
  const ended = (): boolean => !isRunning(run.process);
  await writeFile(places.stopping, '');
  if (isPaused(groupOf(id, run))) await context.runtime(run.runtime).resume(id);
  signal(run.process, gentle);
  if (!(await waitUntil(ended, timeout))) {
    signal(run.process, SIGKILL);
    if (!(await waitUntil(ended, 10_000))) {
      const reason = 'its first process survives SIGKILL';
      throw new RuntimeError({ kind: 'stuck', name: spec.name, reason });
    }
  }
  // The exit code follows at once, unless the monitor is dead.
  await waitUntil(() => !isRunning(run.monitor), 2_000);
}

/**
 * Sends a signal to a container's first process. SIGKILL ends the container for good; after its own
 * stop signal the restart policy no longer acts.
 * @throws RuntimeError `not-running`, `signal-unknown`
 */
export async function killContainer(
  context: Context,
  wanted: string,
  signalName: string,
): Promise<void> {
  const number = signalNumber(signalName);
  await withContainer(context, wanted, async (record) => {
    const run = await readRun(context.store, record.id);
    if (run === undefined || !isRunning(run.process)) {
      const { name } = record.spec;
      throw new RuntimeError({ kind: 'not-running', name, action: 'be sent a signal' });
    }
    if (number === SIGKILL) {
      await endRun(context, record, run, SIGKILL, 10_000);
      await finishRun(context, record, run, 'stopped');
      if (record.removeAtEnd) await takeAway(context, record);
      return;
    }
    if (number === signalNumber(record.spec.stop_signal)) {
      const outcome = await readOutcome(context.store, record.id);
      const places = placesOf(context.store, record.id);
      await writeQuickly(places.outcome, { ...outcome, wanted: 'stopped' });
    }
    signal(run.process, number);
  });
}

/**
 * Removes a container with all that it wrote; volumes stay.
 * @param force whether one that runs is killed first
 * @throws RuntimeError `running`
 */
export function removeContainer(context: Context, wanted: string, force: boolean): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const { id, spec } = record;
    const run = await settle(context, record, 'take over');
    if (run !== undefined) {
      if (!force) throw new RuntimeError({ kind: 'running', name: spec.name, action: 'remove' });
      await tearDown(context, id, spec.name, run);
    }
    await takeAway(context, record);
  });
}

/** Removes what there is of a container that does not run. Its lock must be held. */
export async function takeAway({ store }: Context, { id, spec }: ContainerRecord): Promise<void> {
  const places = placesOf(store, id);
  await unmount([places.merged]);
  await removeSecrets(store, id, spec);
  const doomed = await store.stage();
  await rename(places.directory, join(doomed, 'container'));
  await rm(doomed, { recursive: true, force: true });
}
