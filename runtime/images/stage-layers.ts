/*
 * Layers that images keep for their next build alone: those of the stages that they were built from, which
 * no image consists of. Given up, they are layers that nothing needs.
 */
import { findLayer } from '../layers/index.js';
import { writeJson, type Store } from '../store/index.js';
import { listImages } from './images.js';
import { imagesLock, readImage, recordPath } from './record.js';

/** Keys of such layers, as far as they hold something and are there. */
export async function stageLayers(store: Store): Promise<readonly string[]> {
  const images = await listImages(store);
  const parts = new Set(images.flatMap(({ layers }) => layers));
  const kept = [...new Set(images.flatMap(({ cache }) => cache))].filter((key) => !parts.has(key));
  const found = await Promise.all(kept.map((key) => findLayer(store, key)));
  return found.flatMap((layer) => (layer === undefined || layer.empty ? [] : [layer.key]));
}

/** Lets all images give such layers up. What builds have in hand they keep by themselves. */
export async function dropStageLayers(store: Store): Promise<void> {
  await store.withLock(imagesLock, async () => {
    const dropped = new Set(await stageLayers(store));
    for (const { id } of await listImages(store)) {
      const image = await readImage(store, id);
      if (image === undefined || !image.cache.some((key) => dropped.has(key))) continue;
      const cache = image.cache.filter((key) => !dropped.has(key));
      await writeJson(recordPath(store, id), { ...image, cache });
    }
  });
}
