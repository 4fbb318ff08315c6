/*
 * Brings a container to rest: records how its run ended and takes the run off the host. Done by the
 * monitor's call when a container ends, by whoever stops it, and by the next command where neither
 * came to it. The container's lock must be held.
 */
import type { Context } from './context.js';
import { existsSync } from 'node:fs';
import { directoriesOf, wantedGroup } from './control-group.js';
import { writeQuickly } from './files.js';
import { readOutcome, readRun } from './library.js';
import { placesOf } from './places.js';
import { waitUntil } from './processes.js';
import type { ContainerRecord, Outcome } from './record.js';
import type { Run } from './run-state.js';
import { endOf, standingOf } from './standing.js';
import { tearDown } from './teardown.js';

/** Records the end of a run, then removes the run. In this order: the exit code goes with the run. */
export async function finishRun(
  context: Context,
  record: ContainerRecord,
  run: Run,
  wanted: Outcome['wanted'] | 'as before',
): Promise<Outcome> {
  const places = placesOf(context.store, record.id);
  const before = await readOutcome(context.store, record.id);
  const outcome: Outcome = {
    ...before,
    ...endOf(places),
    startedAt: run.startedAt,
    ...(wanted === 'as before' ? {} : { wanted }),
  };
  await writeQuickly(places.outcome, outcome);
  await tearDown(context, record.id, record.spec.name, run);
  return outcome;
}

/** Milliseconds that a monitor gets to write down how its container ended. */
const lastWords = 2_000;

/**
 * Clears up what a container's last run left, if it is over.
 * @param patience whether to leave a run alone whose monitor has not yet made its call
 * @returns the run, if it goes on
 */
export async function settle(
  context: Context,
  record: ContainerRecord,
  patience: 'leave to monitor' | 'take over',
): Promise<Run | undefined> {
  const { store } = context;
  const places = placesOf(store, record.id);
  const run = await readRun(store, record.id);
  if (run === undefined) {
    // A start was killed before it had written anything, or somebody emptied the run root.
    const group = wantedGroup(record.id, record.spec);
    const traces = [places.bundle, ...directoriesOf(group)];
    if (traces.some((path) => existsSync(path))) {
      await tearDown(context, record.id, record.spec.name, undefined, group);
    }
    return undefined;
  }
  const standing = standingOf(run, places);
  switch (standing) {
    case 'alive':
    case 'orphaned':
      return run;
    case 'starting':
      await tearDown(context, record.id, record.spec.name, run);
      return undefined;
    case 'dying':
    case 'ending':
      if (patience === 'leave to monitor') return run;
      await waitUntil(() => standingOf(run, places) !== 'dying', lastWords);
      await finishRun(context, record, run, 'as before');
      return undefined;
    case 'ended':
    case 'gone':
      await finishRun(context, record, run, 'as before');
      return undefined;
  }
}
