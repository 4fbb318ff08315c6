/*
 * Bringing layers in from outside: those of an image in an OCI layout, and a root file system in an
 * archive. Every byte is checked against the digests that were promised.
 */
import { createHash } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LayerInvalid,
  openSession,
  packLayer,
  sealLayers,
  unpackFile,
  type Layer,
  type LayerSession,
} from '../layers/index.js';
import {
  blobPath,
  readLayoutImage,
  foreignPlatform,
  settingsFromOci,
  type Descriptor,
  type LayoutImage,
} from '../oci-image/index.js';
import type { Store } from '../store/index.js';
import { fixedCreated, latestTime } from './fixed-time.js';
import { saveImage, type Image } from './record.js';

/** Key of the layer that stands on `parent` and has the archive `diffId`: OCI's chain id. */
function chainKey(parent: string | null, diffId: string): string {
  if (parent === null) return diffId.slice('sha256:'.length);
  return createHash('sha256').update(`sha256:${parent} ${diffId}`).digest('hex');
}

/** Where layers come from: what an image is made of, and a hand that brings one of them. */
export interface LayerSource extends Pick<LayoutImage, 'manifest' | 'config'> {
  /** Puts the archive of a layer into a file that is not there yet. */
  readonly fetch: (descriptor: Descriptor, path: string) => Promise<void>;
}

/** Puts a file of a layout into a place of the store. */
export type BringFile = (from: string, to: string) => Promise<void>;

/**
 * An image in a layout as a source.
 * @param bring copies, where the layout is somebody's: one that changes then changes nothing here
 */
export function layoutSource(
  { layout, manifest, config }: LayoutImage,
  bring: BringFile = copyFile,
): LayerSource {
  const fetch: LayerSource['fetch'] = ({ digest }, path) => bring(blobPath(layout, digest), path);
  return { manifest, config, fetch };
}

/** The keys that the layers of an image have in the store, the lowest first. */
export function layerKeysOf({ config }: Pick<LayerSource, 'config'>): readonly string[] {
  const keys: string[] = [];
  for (const diffId of config.rootfs.diff_ids) keys.push(chainKey(keys.at(-1) ?? null, diffId));
  return keys;
}

/**
 * Makes the layers of an image from outside, as far as the store does not have them.
 * @throws LayerInvalid, ZstdMissing, and what the source throws
 */
export async function importLayers(
  session: LayerSession,
  image: LayerSource,
): Promise<readonly Layer[]> {
  const layers: Layer[] = [];
  let parent: string | null = null;
  for (const [index, descriptor] of image.manifest.layers.entries()) {
    const diffId: string = image.config.rootfs.diff_ids[index] ?? '';
    const key: string = chainKey(parent, diffId);
    const layer: Layer =
      (await session.use(key)) ??
      (await importLayer(session, image.fetch, { descriptor, diffId, key, parent }));
    layers.push(layer);
    parent = key;
  }
  return layers;
}

interface LayerToImport {
  readonly descriptor: LayoutImage['manifest']['layers'][number];
  readonly diffId: string;
  readonly key: string;
  readonly parent: string | null;
}

async function importLayer(
  session: LayerSession,
  fetch: LayerSource['fetch'],
  { descriptor, diffId, key, parent }: LayerToImport,
): Promise<Layer> {
  const { digest, mediaType, size } = descriptor;
  const staged = await session.stage();
  const blob = join(staged, 'layer', 'archive');
  await fetch(descriptor, blob);
  const unpacked = await unpackFile(blob, join(staged, 'layer', 'diff'), { layer: digest });
  if (unpacked.digest !== digest) {
    throw new LayerInvalid(digest, undefined, `its content has the digest ${unpacked.digest}`);
  }
  if (unpacked.archiveSize !== size) {
    throw new LayerInvalid(digest, undefined, `it has ${unpacked.archiveSize} bytes, not ${size}`);
  }
  if (unpacked.diffId !== diffId) {
    throw new LayerInvalid(
      digest,
      undefined,
      `uncompressed it is ${unpacked.diffId}, not ${diffId}`,
    );
  }
  // It reaches the disk when the layer is sealed, before which it does not outlive a boot.
  return session.commit(staged, {
    key,
    parent,
    diffId,
    size: unpacked.archiveSize,
    empty: false,
    blob: { mediaType, digest, size },
  });
}

/** An archive is not, or no longer, what it was when it was planned with. */
export class ArchiveChanged extends Error {
  override readonly name = 'ArchiveChanged';
  constructor(path: string, wanted: string, found: string) {
    super(`${path} has changed: its digest is ${found}, not ${wanted}`);
  }
}

/**
 * Makes the layer of a root file system from its archive.
 * @param digest of the archive as it stands in the file
 * @throws LayerInvalid, ArchiveChanged, ZstdMissing
 */
export async function importRootfs(
  session: LayerSession,
  path: string,
  digest: string,
): Promise<Layer> {
  const key = createHash('sha256').update(`rootfs ${digest}`).digest('hex');
  const known = await session.use(key);
  if (known !== undefined) return known;
  const staged = await session.stage();
  const diff = join(staged, 'layer', 'diff');
  const unpacked = await unpackFile(path, diff, { layer: path });
  if (unpacked.digest !== digest) throw new ArchiveChanged(path, digest, unpacked.digest);
  const packed = await packLayer(diff, { layer: path, latest: latestTime });
  return session.commit(staged, { key, parent: null, ...packed, empty: false, blob: null });
}

/**
 * Imports an image of an OCI layout as it is.
 * @param reference name and tag to give it; none when left out
 * @param ref its name in the layout; may be left out where there is one image
 * @param bring see `layoutSource`
 * @throws LayoutInvalid, LayoutRefMissing, LayerInvalid, ZstdMissing
 */
export async function importLayout(
  store: Store,
  layout: string,
  reference: string | undefined,
  ref?: string,
  bring?: BringFile,
): Promise<Image> {
  const found = await readLayoutImage(layout, ref);
  const foreign = foreignPlatform(found.config);
  const session = await openSession(store);
  try {
    const layers = await importLayers(session, layoutSource(found, bring));
    await sealLayers(store, layers);
    const keys = layers.map((layer) => layer.key);
    return await saveImage(
      store,
      {
        id: found.manifest.config.digest,
        key: found.digest,
        layers: keys,
        cache: keys,
        diffIds: layers.map((layer) => layer.diffId),
        config: settingsFromOci(found.config),
        created: fixedCreated,
        size: layers.reduce((sum, layer) => sum + layer.size, 0),
        ...(foreign && { platform: foreign }),
      },
      found.configText,
      reference,
    );
  } finally {
    await session.end();
  }
}
