/*
 * Layers in the store: `layers/<key>/diff` with `meta.json` beside it, and a short link to `diff`
 * for mount options. A layer comes whole by one rename and is never changed afterwards.
 * Content reaches the disk later than names do, so a layer counts after a reboot only if it was
 * sealed, which happens when an image that needs it is complete.
 */
import { mkdir, readdir, readlink, rename, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runChecked } from '../process/index.js';
import {
  bootId,
  errorCode,
  ifPresent,
  readJson,
  shape,
  syncDirectory,
  writeJson,
  type RecordOf,
  type Store,
} from '../store/index.js';

const { boolean, integer, matching, nullable, record, string } = shape;

/** Key of a layer: 64 hexadecimal digits. */
export type LayerKey = string;

const keyShape = matching(/^[0-9a-f]{64}$/, 'a layer key');

const layerShape = record({
  key: keyShape,
  parent: nullable(keyShape),
  /** Digest of the layer's archive, uncompressed. */
  diffId: string,
  /** Bytes of that archive. */
  size: integer,
  /** Whether it changes nothing, so that images go without it. */
  empty: boolean,
  /** The archive as it came from outside, where it did: the file `archive` beside `diff`. */
  blob: nullable(record({ mediaType: string, digest: string, size: integer })),
  sealed: boolean,
  boot: string,
});
export type Layer = RecordOf<typeof layerShape>;

/** The layer of that key if it is complete. */
export async function findLayer(store: Store, key: LayerKey): Promise<Layer | undefined> {
  const layer = await readJson(join(store.paths.layers, key, 'meta.json'), layerShape);
  if (layer === undefined || (!layer.sealed && layer.boot !== bootId())) return undefined;
  return layer;
}

/**
 * Puts a staged layer into its place.
 * @param staged directory that holds `diff`, on the store's file system
 */
export async function placeLayer(
  store: Store,
  staged: string,
  layer: Omit<Layer, 'sealed' | 'boot'>,
): Promise<Layer> {
  const whole: Layer = { ...layer, sealed: false, boot: bootId() };
  await writeJson(join(staged, 'meta.json'), whole);
  await linkLayer(store, layer.key);
  const place = join(store.paths.layers, layer.key);
  try {
    await rename(staged, place);
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
    // It was made meanwhile, or is one that a crash of the host left in doubt.
    const made = await findLayer(store, layer.key);
    if (made !== undefined) return made;
    await rename(place, join(await store.stage(), layer.key));
    await rename(staged, place);
  }
  await syncDirectory(store.paths.layers);
  return whole;
}

/** Makes sure that layers outlive a crash of the host. */
export async function sealLayers(store: Store, layers: readonly Layer[]): Promise<void> {
  const open = layers.filter((layer) => !layer.sealed);
  if (open.length === 0) return;
  await runChecked('sync', ['--file-system', store.root]);
  for (const layer of open) {
    await writeJson(join(store.paths.layers, layer.key, 'meta.json'), { ...layer, sealed: true });
  }
}

/** Where a layer's files are. */
export function layerDirectory(store: Store, key: LayerKey): string {
  return join(store.paths.layers, key, 'diff');
}

/** Where a layer keeps its archive, if it has a `blob`. */
export function layerArchive(store: Store, key: LayerKey): string {
  return join(store.paths.layers, key, 'archive');
}

/** The short link to a layer's files; mount options have room for many of those. */
export function layerLink(store: Store, key: LayerKey): string {
  return join(store.paths.links, key.slice(0, 16));
}

/** The key of the layer that a path of `layerLink` or `layerDirectory` leads to. */
export async function layerKeyOf(store: Store, path: string): Promise<LayerKey | undefined> {
  const directory = dirname(path) === store.paths.links ? await ifPresent(readlink(path)) : path;
  return directory === undefined ? undefined : basename(dirname(directory));
}

/** Keys of all that stands among the layers. */
export async function listLayers(store: Store): Promise<readonly LayerKey[]> {
  return (await readdir(store.paths.layers)).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/** Takes a layer out of the store into a directory to be deleted. */
export async function displaceLayer(store: Store, key: LayerKey, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  await ifPresent(unlink(layerLink(store, key)));
  await ifPresent(rename(join(store.paths.layers, key), join(to, key)));
}

async function linkLayer(store: Store, key: LayerKey): Promise<void> {
  const target = join('..', 'layers', key, 'diff');
  const link = layerLink(store, key);
  try {
    await symlink(target, link);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const there = await readlink(link);
    if (there !== target) throw new Error(`${link} leads to ${there} instead of ${target}`);
  }
}
