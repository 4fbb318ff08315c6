/*
 * Leaves the host as it was before the first container, once the last is gone: empty firewall
 * chains, parent control groups and the run root. What others use, another store among them, stays.
 */
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildStateRoot } from '../layers/index.js';
import { isRootless } from '../caller/index.js';
import { retireHolder } from '../rootless/index.js';
import { sweepFirewall } from '../networks/index.js';
import { cgroupPlaces } from '../oci/index.js';
import { errorCode, ifPresent, type Store } from '../store/index.js';
import type { Context } from './context.js';
import { claimsLock } from './claims.js';
import { idsOfRuns } from './library.js';
import { monitorsGroup } from './monitor.js';
import { madeGroupsFile, removeMadeParents } from './control-group.js';
import { runsDirectory } from './places.js';

/**
 * Does nothing while there is a container or a run.
 * @returns whether it did anything
 */
export async function vacuum({ store }: Context): Promise<boolean> {
  const containers = await ifPresent(readdir(store.paths.containers));
  if ((containers?.length ?? 0) > 0) return false;
  // No run can begin while its claim cannot be made.
  const locks = await store.withLock(claimsLock, async () => {
    if ((await idsOfRuns(store)).length > 0) return undefined;
    if (!isRootless() && (await wasOnNetworks(store))) await sweepFirewall();
    for (const tree of cgroupPlaces().trees) {
      await removeIfEmpty(`${tree}${monitorsGroup}`);
    }
    await removeMadeParents(store);
    const { network } = store.paths.run;
    for (const path of [network, join(store.runRoot, 'oci'), madeGroupsFile(store)]) {
      await rm(path, { recursive: true, force: true });
    }
    await removeIfEmpty(runsDirectory(store));
    await removeBuildState(store);
    const { locks, ...others } = store.paths.run;
    for (const path of Object.values(others)) await removeIfEmpty(path);
    return locks;
  });
  if (locks === undefined) return false;
  if (isRootless()) await retireHolder(store);
  // Whoever takes a lock now makes them again.
  await removeStaleHolders(store, locks);
  await removeIfEmpty(locks);
  await removeIfEmpty(store.runRoot);
  return true;
}

/** Whether a container was on a network since the run root was made: its name server has files. */
async function wasOnNetworks(store: Store): Promise<boolean> {
  return ((await ifPresent(readdir(store.paths.run.network))) ?? []).length > 0;
}

/** Removes what killed processes wrote about locks that died with them. */
async function removeStaleHolders(store: Store, directory: string): Promise<void> {
  for (const file of (await ifPresent(readdir(directory))) ?? []) {
    const name = decodeURIComponent(file.replace(/\.json$/, ''));
    if ((await store.lockHolder(name)) === undefined)
      await rm(join(directory, file), { force: true });
  }
}

/** Where build steps keep the state of their containers; others may be building now. */
async function removeBuildState(store: Store): Promise<void> {
  const root = buildStateRoot(store);
  for (const runtime of (await ifPresent(readdir(root))) ?? []) {
    await removeIfEmpty(join(root, runtime));
  }
  await removeIfEmpty(root);
}

const stillUsed: readonly (string | undefined)[] = ['ENOENT', 'ENOTEMPTY', 'EBUSY'];

async function removeIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!stillUsed.includes(errorCode(error))) throw error;
  }
}
