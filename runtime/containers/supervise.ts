/*
 * What happens when a container has ended by itself. There is no daemon: its monitor calls
 * `stowage _on-exit <id>`, which records the end and either starts the container again, by its
 * restart policy, or takes it off the host. After an end on purpose the monitor does not call.
 */
import { constants } from 'node:os';
import { readIfThere } from '../oci/index.js';
import type { Context } from './context.js';
import { readRun } from './library.js';
import { withContainer } from './lifecycle.js';
import { placesOf } from './places.js';
import { identify, isRunning, signal, waitUntil } from './processes.js';
import type { ContainerRecord } from './record.js';
import { restarts } from './restart-policy.js';
import { finishRun } from './settle.js';
import { makeRun } from './start.js';

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
  if (outcome.wanted !== 'running') return;
  if (!restarts(record.spec.restart, outcome.exitCode, outcome.restarts)) return;
  await makeRun(context, record, outcome.restarts + 1);
}
