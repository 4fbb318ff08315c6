/*
 * Where a container's control group is: below a parent of the engine's own, or below one that its
 * spec names. A parent that was not there before is made by the OCI runtime; it is written down, and
 * taken away when no container is left.
 */
import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import { cgroupPlaces } from '../oci/index.js';
import { errorCode, shape, type Store } from '../store/index.js';
import { readQuickly, writeQuickly } from './files.js';
import type { Run } from './run-state.js';

/** The parent of the control groups of containers that ask for no other. */
export const cgroupParent = '/stowage';

/** Path of a container's control group, below every tree. */
export function wantedGroup(id: string, { cgroup_parent }: CompletedContainer): string {
  return join('/', cgroup_parent ?? cgroupParent, id);
}

/** The control group of a run; where nothing is known of it, the usual one of its container. */
export function groupOf(id: string, run: Pick<Run, 'cgroup'> | undefined): string {
  return run?.cgroup ?? `${cgroupParent}/${id}`;
}

/** A control group in every tree, there or not. */
export function directoriesOf(group: string): readonly string[] {
  return cgroupPlaces().trees.map((tree) => `${tree}${group}`);
}

const madeShape = shape.record({ groups: shape.list(shape.string) });
/** Where they are written down. */
export const madeGroupsFile = (store: Store): string => join(store.runRoot, 'control-groups.json');

/** Writes down which parents of a control group are about to be made. The claims' lock must be held. */
export async function noteNewParents(store: Store, group: string): Promise<void> {
  const parents: string[] = [];
  for (let parent = dirname(group); parent !== '/'; parent = dirname(parent)) {
    if (!directoriesOf(parent).some((path) => existsSync(path))) parents.push(parent);
  }
  if (parents.length === 0 || parents.every((parent) => parent === cgroupParent)) return;
  const known = (await readQuickly(madeGroupsFile(store), madeShape))?.groups ?? [];
  await writeQuickly(madeGroupsFile(store), { groups: [...new Set([...known, ...parents])] });
}

const stillUsed: readonly (string | undefined)[] = ['ENOENT', 'ENOTEMPTY', 'EBUSY'];

/** Takes away the parents that were made for containers, unless somebody uses them. */
export async function removeMadeParents(store: Store): Promise<void> {
  const made = (await readQuickly(madeGroupsFile(store), madeShape))?.groups ?? [];
  const deepestFirst = [...made, cgroupParent].sort((a, b) => b.length - a.length);
  for (const path of deepestFirst.flatMap(directoriesOf)) {
    try {
      await rmdir(path);
    } catch (error) {
      if (!stillUsed.includes(errorCode(error))) throw error;
    }
  }
}
