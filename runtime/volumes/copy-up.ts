/*
 * Fills a volume that was never used with what an image has at the place where it is mounted, owner
 * and permissions included, as Docker does. The copy takes the place of the empty directory in one
 * step, so that half a copy is never taken for the user's data.
 */
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { resolveInRoot } from '../oci/index.js';
import { partPath } from '../parts/index.js';
import { run } from '../process/index.js';
import { ifPresent, type Store } from '../store/index.js';
import type { Volume } from './volumes.js';

/** Whether a volume holds nothing yet. */
export async function isEmpty(volume: Volume): Promise<boolean> {
  return (await readdir(volume.path)).length === 0;
}

/**
 * Does nothing when the volume holds anything, or the image has no directory there. Must not be
 * called while a container has the volume mounted: that one would go on with the old directory.
 * @param rootfs the container's mounted root file system
 * @param target where the volume is to be mounted in it
 */
export async function copyUp(
  store: Store,
  volume: Volume,
  rootfs: string,
  target: string,
): Promise<void> {
  if (!(await isEmpty(volume))) return;
  const source = await resolveInRoot(rootfs, target);
  if ((await ifPresent(lstat(source)))?.isDirectory() !== true) return;
  const staged = join(await store.stage(), 'data');
  try {
    const result = await run(partPath('cp'), [
      '--archive',
      '--no-target-directory',
      source,
      staged,
    ]);
    if (result.code !== 0) {
      const action = `copy ${target} of the image into volume ${volume.name}`;
      const reason = result.stderr.trim();
      throw new RuntimeError({ kind: 'part-failed', part: 'cp', action, reason });
    }
    // Takes the place of an empty directory only.
    await rename(staged, volume.path);
  } finally {
    await rm(dirname(staged), { recursive: true, force: true });
  }
}
