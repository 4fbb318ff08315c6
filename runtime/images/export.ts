/*
 * Writing an image as an OCI layout, for skopeo, Podman and others to read. Layers that came from
 * outside leave as they came; others are packed, uncompressed, and must give the digest that the
 * image's config promises.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findLayer,
  layerArchive,
  layerDirectory,
  layersLock,
  openSession,
  packLayer,
  type Layer,
} from '../layers/index.js';
import { blobPath, mediaTypes, refNameAnnotation } from '../oci-image/index.js';
import { ifPresent, writeFileAtomic, type Store } from '../store/index.js';
import { latestTime } from './fixed-time.js';
import { storedBlob, type Image } from './record.js';

/** The directory to write to holds something. */
export class DirectoryNotEmpty extends Error {
  override readonly name = 'DirectoryNotEmpty';
  constructor(directory: string) {
    super(`${directory} is not empty; give a directory that is, or that is not there`);
  }
}

/** The store lacks a layer of an image, or holds another one than it should. */
export class LayerDamaged extends Error {
  override readonly name = 'LayerDamaged';
  constructor(key: string, reason: string) {
    super(`layer ${key} of the store ${reason}. Remove the image and build it again`);
  }
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Writes an image as an OCI layout.
 * @param directory empty, or not there yet; half of a layout stays in it after an error
 * @param refName name of the image in the layout
 * @returns digest of the manifest
 * @throws DirectoryNotEmpty, LayerDamaged
 */
export async function exportLayout(
  store: Store,
  image: Image,
  directory: string,
  refName: string,
): Promise<string> {
  if (((await ifPresent(readdir(directory))) ?? []).length > 0) {
    throw new DirectoryNotEmpty(directory);
  }
  await mkdir(join(directory, 'blobs', 'sha256'), { recursive: true });
  const session = await openSession(store);
  try {
    const layers: Descriptor[] = [];
    for (const [index, key] of image.layers.entries()) {
      const layer = await session.use(key);
      if (layer === undefined) throw new LayerDamaged(key, 'is missing');
      if (layer.diffId !== image.diffIds[index]) throw new LayerDamaged(key, 'is another one');
      layers.push(await writeLayer(store, layer, directory));
    }
    const config = await readFile(storedBlob(store, image.id));
    const manifest = {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: await writeDocument(directory, mediaTypes.config, config),
      layers,
    };
    const text = Buffer.from(JSON.stringify(manifest));
    const descriptor = await writeDocument(directory, mediaTypes.manifest, text);
    await writeFileAtomic(
      join(directory, 'oci-layout'),
      JSON.stringify({ imageLayoutVersion: '1.0.0' }),
      0o644,
    );
    const annotations = { [refNameAnnotation]: refName };
    const index = { schemaVersion: 2, mediaType: mediaTypes.index };
    await writeFileAtomic(
      join(directory, 'index.json'),
      JSON.stringify({ ...index, manifests: [{ ...descriptor, annotations }] }),
      0o644,
    );
    return descriptor.digest;
  } finally {
    await session.end();
  }
}

async function writeDocument(
  directory: string,
  mediaType: string,
  content: Uint8Array,
): Promise<Descriptor> {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  await writeFileAtomic(blobPath(directory, digest), content, 0o644);
  return { mediaType, digest, size: content.length };
}

async function writeLayer(store: Store, layer: Layer, directory: string): Promise<Descriptor> {
  if (layer.blob !== null) {
    await copyFile(layerArchive(store, layer.key), blobPath(directory, layer.blob.digest));
    return layer.blob;
  }
  const temporary = join(directory, 'blobs', '.layer.tmp');
  const file = await open(temporary, 'w', 0o644);
  try {
    const packed = await packLayer(layerDirectory(store, layer.key), {
      layer: layer.key,
      latest: latestTime,
      write: (piece) => file.appendFile(piece),
    });
    await file.sync();
    if (packed.diffId !== layer.diffId) throw new LayerDamaged(layer.key, 'has been changed');
    await rename(temporary, blobPath(directory, packed.diffId));
    return { mediaType: mediaTypes.layer, digest: packed.diffId, size: packed.size };
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}

/** Whether every layer of an image is there, so that containers can be made from it. */
export async function isComplete(store: Store, image: Image): Promise<boolean> {
  return store.withLock(layersLock, async () => {
    for (const key of image.layers) {
      if ((await findLayer(store, key)) === undefined) return false;
    }
    return true;
  });
}
