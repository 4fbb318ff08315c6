/*
 * Repairs what was left by processes that were killed, by monitors that could not make their call,
 * and by a reboot. Whatever is in order costs a few reads; what another process is working on is
 * left to it.
 */
import { isRootless } from '../caller/index.js';
import { clearLeftovers } from '../layers/index.js';
import { reviveNameServer } from '../networks/index.js';
import { isAlive, LockTimeout, removeStaleTemporaries } from '../store/index.js';
import type { Context } from './context.js';
import { idsOfRuns, readRecord, readRun } from './library.js';
import { lockOf } from './lifecycle.js';
import { reviveOutward } from './revive-outward.js';
import { settle } from './settle.js';
import { placesOf } from './places.js';
import { standingOf, type Standing } from './standing.js';
import { tearDown } from './teardown.js';

export interface Repairs {
  /** Containers whose last run was cleared up now. */
  readonly settled: readonly string[];
  /** Whether the name server had died and runs again. */
  readonly nameServerRevived: boolean;
}

/** Clears up after others. Never starts a container. */
export async function reconcile(context: Context): Promise<Repairs> {
  const ids = await idsOfRuns(context.store);
  const settled = await Promise.all(ids.map((id) => repair(context, id)));
  await clearLeftovers(context.store);
  const { root, paths } = context.store;
  for (const directory of [root, paths.images, paths.networks]) {
    await removeStaleTemporaries(directory);
  }
  const serves = (await idsOfRuns(context.store)).length > 0;
  if (serves && isRootless()) await reviveOutward(context.store);
  return {
    settled: ids.filter((_, index) => settled[index]),
    nameServerRevived: serves && (await reviveNameServer(context.store)),
  };
}

/** Runs that go on, or whose monitor is about to call. */
const inOrder: readonly Standing[] = ['alive', 'orphaned', 'dying', 'ending'];

async function repair(context: Context, id: string): Promise<boolean> {
  const { store } = context;
  const seen = await readRun(store, id);
  if (seen !== undefined && inOrder.includes(standingOf(seen, placesOf(store, id)))) {
    return false;
  }
  const holder = await store.lockHolder(lockOf(id));
  if (typeof holder === 'object' && isAlive(holder.pid)) return false;
  try {
    const options = { timeout: afterglow };
    return await store.withLock(lockOf(id), () => repairLocked(context, id), options);
  } catch (error) {
    // Somebody works on it at this moment.
    if (error instanceof LockTimeout) return false;
    throw error;
  }
}

/**
 * Milliseconds for which the lock of a killed process may outlive it: a child that it was about to
 * start has not yet become another program.
 */
const afterglow = 1_000;

async function repairLocked(context: Context, id: string): Promise<boolean> {
  const record = await readRecord(context.store, id);
  if (record !== undefined)
    return (await settle(context, record, 'leave to monitor')) === undefined;
  // Its record was removed by hand; what it has on the host must not stay.
  await tearDown(context, id, id, await readRun(context.store, id));
  return true;
}
