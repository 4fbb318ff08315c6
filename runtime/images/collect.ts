/*
 * Garbage collection by reachability: layers that no image, no container and no running build
 * needs, blobs that no image needs, and whatever dead processes left behind.
 * Marking and taking out happen under the locks; deleting, which is slow, does not.
 */
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clearLeftovers,
  displaceLayer,
  layerKeyOf,
  layersLock,
  leasedLayers,
  listLayers,
} from '../layers/index.js';
import { runChecked } from '../process/index.js';
import { removeStaleTemporaries, type Store } from '../store/index.js';
import { listImages, type ImageUser } from './images.js';
import { hexOf, imagesLock } from './record.js';

export interface Collected {
  readonly layers: number;
  readonly blobs: number;
}

/**
 * Removes what nothing needs.
 * @param users gives all containers, and is called while no layer can be taken into use
 */
export async function collectGarbage(
  store: Store,
  users: () => Promise<readonly ImageUser[]>,
): Promise<Collected> {
  await clearLeftovers(store);
  for (const directory of [store.root, store.paths.images, store.paths.blobs]) {
    await removeStaleTemporaries(directory);
  }
  const waste = await store.stage();
  try {
    return await store.withLock(imagesLock, () =>
      store.withLock(layersLock, async () => takeOut(store, await users(), waste)),
    );
  } finally {
    await runChecked('rm', ['-rf', '--one-file-system', '--', waste]);
  }
}

async function takeOut(
  store: Store,
  users: readonly ImageUser[],
  waste: string,
): Promise<Collected> {
  const images = await listImages(store);
  const layers = new Set<string>(await leasedLayers(store));
  for (const image of images) for (const key of [...image.layers, ...image.cache]) layers.add(key);
  for (const path of users.flatMap((user) => user.layers)) {
    const key = await layerKeyOf(store, path);
    if (key !== undefined) layers.add(key);
  }
  const unused = (await listLayers(store)).filter((key) => !layers.has(key));
  for (const key of unused) await displaceLayer(store, key, join(waste, 'layers'));
  const blobs = new Set(images.map((image) => hexOf(image.id)));
  const loose = (await readdir(store.paths.blobs)).filter(
    (name) => /^[0-9a-f]{64}$/.test(name) && !blobs.has(name),
  );
  for (const name of loose) await rename(join(store.paths.blobs, name), join(waste, name));
  return { layers: unused.length, blobs: loose.length };
}
