/*
 * What an image is made of outside the store: blobs, of which digest and size are known before any is read. Layers
 * that came from outside leave as they came; others are packed, uncompressed, and must give the digest that the
 * image's config promises.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import {
  layerArchive,
  layerDirectory,
  packedLayer,
  piecesOf,
  type Layer,
  type LayerSession,
} from '../layers/index.js';
import { mediaTypes } from '../oci-image/index.js';
import type { Store } from '../store/index.js';
import { latestTime } from './fixed-time.js';
import { storedBlob, type Image } from './record.js';

/** The store lacks a layer of an image, or holds another one than it should. */
export class LayerDamaged extends Error {
  override readonly name = 'LayerDamaged';
  constructor(key: string, reason: string) {
    super(`layer ${key} of the store ${reason}. Remove the image and build it again`);
  }
}

export interface BlobDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface ImageBlob {
  readonly descriptor: BlobDescriptor;
  /**
   * Just as many bytes as are promised, in pieces that are good until the next is asked for.
   * @throws LayerDamaged, at the latest with the last of them
   */
  content(): AsyncIterable<Uint8Array>;
}

export interface ImageBlobs {
  readonly config: ImageBlob;
  readonly layers: readonly ImageBlob[];
  readonly manifest: ImageBlob;
}

/** The blobs of an image, which stay as long as the session. @throws LayerDamaged */
export async function imageBlobs(
  store: Store,
  session: LayerSession,
  image: Image,
): Promise<ImageBlobs> {
  const layers: ImageBlob[] = [];
  for (const [index, key] of image.layers.entries()) {
    const layer = await session.use(key);
    if (layer === undefined) throw new LayerDamaged(key, 'is missing');
    if (layer.diffId !== image.diffIds[index]) throw new LayerDamaged(key, 'is another one');
    layers.push(layerBlob(store, layer));
  }
  const config = document(mediaTypes.config, await readFile(storedBlob(store, image.id)));
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
  });
  return { config, layers, manifest: document(mediaTypes.manifest, Buffer.from(text)) };
}

function document(mediaType: string, bytes: Uint8Array): ImageBlob {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return {
    descriptor: { mediaType, digest, size: bytes.length },
    content: async function* () {
      yield await Promise.resolve(bytes);
    },
  };
}

function layerBlob(store: Store, layer: Layer): ImageBlob {
  const { key, blob, diffId, size } = layer;
  return blob === null
    ? {
        descriptor: { mediaType: mediaTypes.layer, digest: diffId, size },
        content: () => packed(store, layer),
      }
    : { descriptor: blob, content: () => stored(layerArchive(store, key), key, blob.size) };
}

async function* packed(store: Store, { key, diffId, size }: Layer): AsyncGenerator<Uint8Array> {
  let found = '';
  const options = { layer: key, latest: latestTime };
  const blocks = packedLayer(layerDirectory(store, key), options, (made) => {
    found = made.diffId;
  });
  yield* promised(key, size, blocks);
  if (found !== diffId) throw changed(key);
}

async function* stored(path: string, key: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    yield* promised(key, size, piecesOf(file));
  } finally {
    await file.close();
  }
}

/** Fails before a byte too many is given, and at the end where some are missing. */
async function* promised(
  key: string,
  size: number,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let missing = size;
  for await (const piece of source) {
    missing -= piece.length;
    if (missing < 0) throw changed(key);
    yield piece;
  }
  if (missing > 0) throw changed(key);
}

const changed = (key: string): LayerDamaged => new LayerDamaged(key, 'has been changed');
