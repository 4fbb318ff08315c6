/*
 * Writing an image as an OCI layout in a directory, for skopeo, Podman and others to read.
 */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findLayer, layersLock, openSession } from '../layers/index.js';
import { blobPath, mediaTypes, refNameAnnotation } from '../oci-image/index.js';
import { ifPresent, writeFileAtomic, type Store } from '../store/index.js';
import { imageBlobs, type ImageBlob } from './image-blobs.js';
import type { Image } from './record.js';

/** The directory to write to holds something. */
export class DirectoryNotEmpty extends Error {
  override readonly name = 'DirectoryNotEmpty';
  constructor(directory: string) {
    super(`${directory} is not empty; give a directory that is, or that is not there`);
  }
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
    const { config, layers, manifest } = await imageBlobs(store, session, image);
    for (const blob of [...layers, config, manifest]) await writeBlob(blob, directory);
    const document = (name: string, value: object): Promise<void> =>
      writeFileAtomic(join(directory, name), JSON.stringify(value), 0o644);
    await document('oci-layout', { imageLayoutVersion: '1.0.0' });
    const annotations = { [refNameAnnotation]: refName };
    const manifests = [{ ...manifest.descriptor, annotations }];
    await document('index.json', { schemaVersion: 2, mediaType: mediaTypes.index, manifests });
    return manifest.descriptor.digest;
  } finally {
    await session.end();
  }
}

async function writeBlob(blob: ImageBlob, directory: string): Promise<void> {
  const temporary = join(directory, 'blobs', '.blob.tmp');
  try {
    await writeFile(temporary, blob.content(), { mode: 0o644, flush: true });
    await rename(temporary, blobPath(directory, blob.descriptor.digest));
  } finally {
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
