/*
 * Who has started a container and wants to know its end keeps it from being removed before that: nothing would tell
 * the exit code any more. It is theirs to remove then.
 */
import { isAlive, type Store } from '../store/index.js';

const lockOf = (id: string): string => `end of ${id}`;

/** Watches for the end of a container that is removed with it; @returns what ends that. */
export async function watchEnd(store: Store, id: string): Promise<() => Promise<void>> {
  const held = await store.lock(lockOf(id));
  return () => held.release();
}

/** Whether somebody watches who is alive. */
export async function isWatched(store: Store, id: string): Promise<boolean> {
  const holder = await store.lockHolder(lockOf(id));
  return holder === 'unknown' || (holder !== undefined && isAlive(holder.pid));
}
