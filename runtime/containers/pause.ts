/* Freezing the processes of a container, and letting them go on; and what is done while nothing moves in it. */
import { RuntimeError } from '../errors.js';
import { cgroupLayout } from '../oci/index.js';
import type { Context } from './context.js';
import { groupOf } from './control-group.js';
import { readRun } from './library.js';
import { withContainer } from './lifecycle.js';
import { placesOf } from './places.js';
import { isRunning } from './processes.js';
import type { ContainerRecord } from './record.js';
import { isPaused } from './standing.js';

const unfreezable = (name: string): RuntimeError =>
  new RuntimeError({ kind: 'no-control-group', name, action: 'paused' });

/**
 * Freezes a container; one that is frozen is left alone.
 * @throws RuntimeError `not-running`, `no-control-group`
 */
export function pauseContainer(context: Context, wanted: string): Promise<void> {
  return withContainer(context, wanted, async ({ id, spec }) => {
    const run = await readRun(context.store, id);
    if (run === undefined || !isRunning(run.process)) {
      throw new RuntimeError({ kind: 'not-running', name: spec.name, action: 'be paused' });
    }
    if (cgroupLayout() === 'none') throw unfreezable(spec.name);
    if (!isPaused(groupOf(id, run))) await context.runtime(run.runtime).pause(id);
  });
}

/** Lets a frozen container go on; one that is not frozen is left alone. */
export function unpauseContainer(context: Context, wanted: string): Promise<void> {
  return withContainer(context, wanted, async ({ id }) => {
    const run = await readRun(context.store, id);
    if (isPaused(groupOf(id, run))) await context.runtime(run?.runtime).resume(id);
  });
}

/**
 * Does something with what a container has written while nobody else works on it.
 * @param freeze whether its processes are frozen for as long
 * @param action is given the directory of what it has written over its image
 * @throws RuntimeError `not-found`
 */
export function whileStill<T>(
  context: Context,
  wanted: string,
  freeze: boolean,
  action: (record: ContainerRecord, upper: string) => Promise<T>,
): Promise<T> {
  return withContainer(context, wanted, async (record) => {
    const { id } = record;
    const { store } = context;
    const run = await readRun(store, id);
    const runs = run !== undefined && isRunning(run.process) && !isPaused(groupOf(id, run));
    if (!freeze || !runs) return action(record, placesOf(store, id).upper);
    if (cgroupLayout() === 'none') throw unfreezable(record.spec.name);
    const runtime = context.runtime(run.runtime);
    await runtime.pause(id);
    try {
      return await action(record, placesOf(store, id).upper);
    } finally {
      await runtime.resume(id);
    }
  });
}
