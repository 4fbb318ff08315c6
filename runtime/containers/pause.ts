/* Freezing the processes of a container, and letting them go on. */
import { RuntimeError } from '../errors.js';
import type { Context } from './context.js';
import { groupOf } from './control-group.js';
import { readRun } from './library.js';
import { withContainer } from './lifecycle.js';
import { isRunning } from './processes.js';
import { isPaused } from './standing.js';

/** Freezes a container; one that is frozen is left alone. @throws RuntimeError `not-running` */
export function pauseContainer(context: Context, wanted: string): Promise<void> {
  return withContainer(context, wanted, async ({ id, spec }) => {
    const run = await readRun(context.store, id);
    if (run === undefined || !isRunning(run.process)) {
      throw new RuntimeError({ kind: 'not-running', name: spec.name, action: 'be paused' });
    }
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
