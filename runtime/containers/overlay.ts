/*
 * Puts the layers of an image and a container's own directory together by overlayfs. The mount is
 * there only while a run is being made: the container keeps a mount of its own. Mounting the same
 * directories twice is not refused by the kernel; the container's lock prevents it.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { mountOverlay } from '../layers/index.js';
import { partPath } from '../parts/index.js';
import { run } from '../process/index.js';
import type { Store } from '../store/index.js';
import type { ContainerPlaces } from './places.js';

/**
 * Mounts a container's root file system at `places.merged`.
 * @param layers directories, the lowest first; those of the store are best given by their short links
 */
export async function mountRootfs(
  store: Store,
  places: ContainerPlaces,
  layers: readonly string[],
): Promise<void> {
  const { upper, work, merged: target } = places;
  await mountOverlay(store, { lower: await lowerLayers(places, layers), upper, work, target });
}

/** The directories below a container's own; an image without layers stands on an empty one. */
export async function lowerLayers(
  places: ContainerPlaces,
  layers: readonly string[],
): Promise<readonly string[]> {
  if (layers.length > 0) return layers;
  const path = join(places.directory, 'empty');
  await mkdir(path, { recursive: true, mode: 0o755 });
  return [path];
}

/** Those of the paths at which something is mounted now. */
export async function mountedAmong(paths: readonly string[]): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const mounted = new Set(table.split('\n').map((line) => unescaped(line.split(' ')[4] ?? '')));
  return paths.filter((path) => mounted.has(path));
}

function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}

/** Unmounts whatever is mounted at the paths; nothing there is nothing to do. */
export async function unmount(paths: readonly string[]): Promise<void> {
  for (let left = await mountedAmong(paths); left.length > 0; left = await mountedAmong(left)) {
    const result = await run(partPath('umount'), ['--no-canonicalize', ...left]);
    if (result.code === 0) continue;
    const still = await mountedAmong(left);
    if (still.length === 0) return;
    const reason = result.stderr.trim();
    const action = `unmount ${still.join(', ')}`;
    throw new RuntimeError({ kind: 'part-failed', part: 'umount', action, reason });
  }
}
