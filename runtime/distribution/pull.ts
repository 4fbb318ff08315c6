/*
 * An image of a registry into the store. What the store has is not fetched; what is fetched is checked
 * before it counts, and the image has its names only when all of it is there.
 */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatImageName,
  formatTag,
  type ImageName,
  isOfPlatform,
  type Platform,
} from '../../model/index.js';
import {
  findImage,
  fixedCreated,
  importLayers,
  isComplete,
  layerKeysOf,
  saveImage,
  tagImage,
  type Image,
} from '../images/index.js';
import { openSession, sealLayers, type LayerSession } from '../layers/index.js';
import {
  foreignPlatform,
  ownPlatform,
  settingsFromOci,
  type Descriptor,
} from '../oci-image/index.js';
import {
  downloadBlob,
  openConnection,
  readRemoteImage,
  RegistryError,
  type Connection,
  type ConnectionOptions,
  type RemoteImage,
} from '../registry/index.js';
import type { Store } from '../store/index.js';
import { limited } from '../process/index.js';
import { byteProgress } from './progress.js';

export interface TransferOptions extends ConnectionOptions {
  /** A line about how far it is. */
  readonly report?: (line: string) => void;
}

export interface PullOptions extends TransferOptions {
  /** What the image is to be made for; this host where it is absent. */
  readonly platform?: Platform | undefined;
}

/** How many blobs are fetched or sent at a time. */
export const transfers = 3;
/** No layer of an image that anybody uses comes near this. */
const largestLayer = 64 * 2 ** 30;
const pullTimeout = 24 * 3_600_000;

/**
 * Brings an image into the store under its tag and under its tag with its digest.
 * @param name with the digest that is wanted; nothing is asked of the registry where the store has it
 * @throws RegistryError, LayerInvalid, ZstdMissing
 */
export async function pullImage(
  store: Store,
  name: ImageName & { readonly digest: string },
  options: PullOptions,
): Promise<Image> {
  const there = await completeImage(store, name);
  if (there) return there;
  const lock = `pull-${name.digest.slice('sha256:'.length)}`;
  return store.withLock(
    lock,
    async () => (await completeImage(store, name)) ?? fetchImage(store, name, options),
    { timeout: pullTimeout, subject: `the pull of ${formatImageName(name)}` },
  );
}

async function completeImage(store: Store, name: ImageName): Promise<Image | undefined> {
  const image = await findImage(store, formatImageName(name));
  return image && (await isComplete(store, image)) ? image : undefined;
}

async function fetchImage(
  store: Store,
  name: ImageName & { readonly digest: string },
  options: PullOptions,
): Promise<Image> {
  const failed = new AbortController();
  const signals = [failed.signal, ...(options.signal ? [options.signal] : [])];
  const connection = openConnection(name.host, { ...options, signal: AbortSignal.any(signals) });
  const remote = await readRemoteImage(connection, name, options.platform ?? ownPlatform);
  const session = await openSession(store);
  try {
    const { manifest, config } = remote;
    const foreign = foreignPlatform(config);
    const fetched = await beginFetching(session, connection, name, remote, options);
    try {
      const layers = await importLayers(session, { manifest, config, fetch: fetched.take });
      await sealLayers(store, layers);
      const keys = layers.map(({ key }) => key);
      const image = await saveImage(
        store,
        {
          id: manifest.config.digest,
          key: remote.manifestDigest,
          layers: keys,
          cache: keys,
          diffIds: layers.map(({ diffId }) => diffId),
          config: settingsFromOci(config),
          created: fixedCreated,
          size: layers.reduce((sum, { size }) => sum + size, 0),
          ...(foreign && { platform: foreign }),
        },
        remote.configText,
        (await isFree(store, formatTag(name), options.platform)) ? formatTag(name) : undefined,
      );
      await tagImage(store, image.id, formatImageName(name));
    } finally {
      failed.abort();
      await fetched.settled();
    }
  } finally {
    await session.end();
  }
  const image = await findImage(store, formatImageName(name));
  if (!image) throw new Error(`${formatImageName(name)} was not kept`);
  return image;
}

/**
 * A tag follows what is pulled under it; that of an image that came in another way is left to it, and what is
 * pulled for a platform leaves it to an image for another one.
 */
async function isFree(store: Store, tag: string, platform: Platform | undefined): Promise<boolean> {
  const holder = await findImage(store, tag);
  if (!holder?.references.includes(tag)) return true;
  if (platform && !isOfPlatform(holder.platform ?? ownPlatform, platform)) return false;
  return holder.references.some((reference) => reference.startsWith(`${tag}@`));
}

interface Fetched {
  /** Puts a layer that has come where it is wanted. */
  readonly take: (descriptor: Descriptor, path: string) => Promise<void>;
  /** Resolves when nothing is under way any more, whatever became of it. */
  readonly settled: () => Promise<void>;
}

/** Begins to fetch all layers that the store lacks, a few at a time, each once. */
async function beginFetching(
  session: LayerSession,
  connection: Connection,
  { repository }: ImageName,
  { manifest, config }: RemoteImage,
  { report }: TransferOptions,
): Promise<Fetched> {
  const keys = layerKeysOf({ config });
  const missing = new Map<string, Descriptor>();
  for (const [index, layer] of manifest.layers.entries()) {
    if (layer.size < 0 || layer.size > largestLayer) {
      throw new RegistryError('content', `${layer.digest} cannot have ${layer.size} bytes`);
    }
    if ((await session.use(keys[index] ?? '')) === undefined) missing.set(layer.digest, layer);
  }
  const wanted = [...missing.values()];
  const total = wanted.reduce((sum, { size }) => sum + size, 0);
  const onBytes = byteProgress(total, (text) => report?.(`fetched ${text}`));
  const kept = manifest.layers.length - wanted.length;
  report?.(`${wanted.length} layers to fetch${kept > 0 ? `, ${kept} are here` : ''}`);
  const next = limited(transfers);
  const paths = new Map<string, Promise<string>>();
  for (const blob of wanted) {
    const path = join(session.directory, blob.digest.slice('sha256:'.length));
    const coming = next(async () => {
      await downloadBlob(connection, { repository, blob, path, onBytes });
      return path;
    });
    // Who takes it is told; of others that failed nobody wants to know.
    coming.catch(() => undefined);
    paths.set(blob.digest, coming);
  }
  return {
    take: async ({ digest }, path) => {
      const coming = paths.get(digest);
      // The same archive again, higher up: it was moved to the first place that wanted it.
      paths.delete(digest);
      if (coming) return rename(await coming, path);
      const again = manifest.layers.find((layer) => layer.digest === digest);
      if (!again) throw new Error(`${digest} is no layer of this image`);
      await downloadBlob(connection, { repository, blob: again, path, onBytes: () => undefined });
    },
    settled: async () => {
      await Promise.allSettled(paths.values());
    },
  };
}
