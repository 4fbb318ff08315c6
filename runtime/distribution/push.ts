/*
 * An image of the store to a registry. Layers that came from outside leave as they came; others are packed
 * and compressed, a few at a time. The manifest goes last, so that nobody sees half an image.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { parseImageName, type ImageName } from '../../model/index.js';
import { latestTime, LayerDamaged, listImages, storedBlob, type Image } from '../images/index.js';
import {
  layerArchive,
  layerDirectory,
  openSession,
  packLayer,
  type Layer,
  type LayerSession,
} from '../layers/index.js';
import { mediaTypes, type Descriptor } from '../oci-image/index.js';
import {
  openConnection,
  putManifest,
  uploadBlob,
  type Connection,
  type Uploaded,
} from '../registry/index.js';
import type { Store } from '../store/index.js';
import { limited } from '../process/index.js';
import { megabytes } from './progress.js';
import { transfers, type TransferOptions } from './pull.js';

type Pushed = Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;

/**
 * Sends an image to a registry.
 * @returns digest of the manifest
 * @throws RegistryError, LayerDamaged
 */
export async function pushImage(
  store: Store,
  image: Image,
  target: ImageName,
  options: TransferOptions,
): Promise<string> {
  const failed = new AbortController();
  const signals = [failed.signal, ...(options.signal ? [options.signal] : [])];
  const connection = openConnection(target.host, { ...options, signal: AbortSignal.any(signals) });
  const session = await openSession(store);
  const places = await placesOf(store, target);
  const next = limited(transfers);
  const send = { store, session, connection, target, options };
  const sending = image.layers.map((key, index) =>
    next(() => sendLayer(send, { key, diffId: image.diffIds[index] ?? '' }, places.get(key) ?? [])),
  );
  try {
    const layers = await Promise.all(sending);
    const text = await readFile(storedBlob(store, image.id));
    const config = { mediaType: mediaTypes.config, digest: image.id, size: text.length };
    const { repository } = target;
    const open = (): Readable => Readable.from([text]);
    await uploadBlob(connection, { repository, blob: config, elsewhere: [], open });
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers };
    const content = Buffer.from(JSON.stringify(manifest));
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    await putManifest(connection, repository, target.tag ?? digest, {
      mediaType: mediaTypes.manifest,
      content,
    });
    return digest;
  } finally {
    failed.abort();
    await Promise.allSettled(sending);
    await session.end();
  }
}

interface Sending {
  readonly store: Store;
  readonly session: LayerSession;
  readonly connection: Connection;
  readonly target: ImageName;
  readonly options: TransferOptions;
}

/** Other repositories of the registry that have the layers of an image, by key. */
async function placesOf(
  store: Store,
  { host, repository }: ImageName,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = new Map<string, Set<string>>();
  for (const { references, layers } of await listImages(store)) {
    for (const reference of references) {
      const name = parseImageName(reference);
      // Only what bears a digest is known to have come from there.
      if (name?.digest === undefined || name.host !== host || name.repository === repository) {
        continue;
      }
      for (const key of layers)
        places.set(key, (places.get(key) ?? new Set()).add(name.repository));
    }
  }
  return new Map([...places].map(([key, names]) => [key, [...names].sort()]));
}

const words: Readonly<Record<Uploaded, string>> = {
  there: 'is there already',
  mounted: 'is taken from another repository',
  sent: 'sent',
};

async function sendLayer(
  { store, session, connection, target, options }: Sending,
  { key, diffId }: { readonly key: string; readonly diffId: string },
  elsewhere: readonly string[],
): Promise<Pushed> {
  const layer = await session.use(key);
  if (layer === undefined) throw new LayerDamaged(key, 'is missing');
  if (layer.diffId !== diffId) throw new LayerDamaged(key, 'is another one');
  const { path, blob } = await archiveOf(store, session, layer);
  const { repository } = target;
  const open = (): Readable => createReadStream(path);
  const uploaded = await uploadBlob(connection, { repository, blob, elsewhere, open });
  options.report?.(
    `layer ${blob.digest.slice(7, 19)} (${megabytes(blob.size)}): ${words[uploaded]}`,
  );
  return blob;
}

async function archiveOf(
  store: Store,
  session: LayerSession,
  layer: Layer,
): Promise<{ readonly path: string; readonly blob: Pushed }> {
  if (layer.blob !== null) {
    const { mediaType, digest, size } = layer.blob;
    const blob = { mediaType: ociTypes.get(mediaType) ?? mediaType, digest, size };
    return { path: layerArchive(store, layer.key), blob };
  }
  const path = join(await session.stage(), 'archive.gz');
  return { path, blob: await compress(store, layer, path) };
}

/** What docker calls its layers; in an OCI manifest they have OCI's names. */
const ociTypes: ReadonlyMap<string, string> = new Map([
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', mediaTypes.layerGzip],
  ['application/vnd.docker.image.rootfs.diff.tar', mediaTypes.layer],
]);

/** The same files give the same bytes: the header that gzip writes here has no time in it. */
async function compress(store: Store, layer: Layer, path: string): Promise<Pushed> {
  const packed = new PassThrough();
  const hash = createHash('sha256');
  let size = 0;
  const written = pipeline(
    packed,
    createGzip(),
    async function* (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        hash.update(piece);
        size += piece.length;
        yield piece;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  written.catch(() => undefined);
  const { diffId } = await packLayer(layerDirectory(store, layer.key), {
    layer: layer.key,
    latest: latestTime,
    write: async (piece) => {
      // The file may have failed, and then the stream takes nothing any more.
      if (packed.destroyed) await written;
      if (!packed.write(Buffer.from(piece))) await Promise.race([drained(packed), written]);
    },
  });
  packed.end();
  await written;
  if (diffId !== layer.diffId) throw new LayerDamaged(layer.key, 'has been changed');
  return { mediaType: mediaTypes.layerGzip, digest: `sha256:${hash.digest('hex')}`, size };
}

const drained = (stream: PassThrough): Promise<void> =>
  new Promise((done) => stream.once('drain', done));
