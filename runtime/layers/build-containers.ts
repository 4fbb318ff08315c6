/*
 * The containers in which build steps run: where their traces are, and how they are removed, by the
 * build itself or by a later one when it was killed. Their ids begin with the mark of the process.
 */
import { rmdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cgroupPlaces, openOciRuntime, type OciRuntime } from '../oci/index.js';
import { errorCode, ifPresent, isMarkAlive, type Store } from '../store/index.js';

/** Where the OCI runtime keeps what it knows of these containers. */
export function buildStateRoot(store: Store): string {
  return join(store.runRoot, 'build');
}

/** Path of a container's control group, below every tree. */
export function buildCgroup(id: string): string {
  return `/stowage/${id}`;
}

/** Ends and removes a container, if it is there, and its control groups. */
export async function removeBuildContainer(runtime: OciRuntime, id: string): Promise<void> {
  await runtime.remove(id);
  for (const tree of cgroupPlaces().trees) {
    for (const group of [buildCgroup(id), dirname(buildCgroup(id))]) {
      try {
        rmdirSync(`${tree}${group}`);
      } catch (error) {
        // Not there, or in use by others: both are as it should be.
        if (!['ENOENT', 'EBUSY', 'ENOTEMPTY', 'EROFS'].includes(errorCode(error) ?? ''))
          throw error;
      }
    }
  }
}

/** Removes the containers of processes that are no longer alive. */
export async function removeDeadBuildContainers(store: Store): Promise<void> {
  const root = buildStateRoot(store);
  for (const runtime of (await ifPresent(readdir(root))) ?? []) {
    for (const id of await readdir(join(root, runtime))) {
      if (!isMarkAlive(id)) await removeBuildContainer(openOciRuntime(root), id);
    }
  }
}
