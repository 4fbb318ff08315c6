/*
 * What the store knows of an image: `images/<hex>.json`, and `images/refs.json` for the names. The
 * id is the digest of the image's OCI config, as Docker and Podman have it, and the config itself
 * is kept among the blobs.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equalJson, toJson, type ImageConfig, type Platform } from '../../model/index.js';
import {
  ifPresent,
  readJson,
  shape,
  writeFileAtomic,
  writeJson,
  type RecordOf,
  type Shape,
  type Store,
} from '../store/index.js';

const { integer, list, mapOf, matching, number, optional, record, string } = shape;

const idShape = matching(/^sha256:[0-9a-f]{64}$/, 'an image id');

const configShape: Shape<ImageConfig> = record({
  env: mapOf(string),
  entrypoint: list(string),
  command: list(string),
  user: string,
  workdir: string,
  expose: list(string),
  labels: mapOf(string),
  stop_signal: string,
  volumes: list(string),
  health: optional(
    record({
      test: list(string),
      interval: optional(number),
      timeout: optional(number),
      start_period: optional(number),
      start_interval: optional(number),
      retries: optional(number),
    }),
  ),
  shell: optional(list(string)),
  on_build: optional(list(string)),
  platform: optional(string),
});

const imageShape = record({
  /** `sha256:` and the digest of the config. */
  id: idShape,
  /** Content key of an image that was built; digest of the manifest of one that was imported. */
  key: string,
  /** Keys of the layers, the lowest first. */
  layers: list(string),
  /** Keys of the steps' layers, also of those that changed nothing: the build cache to keep. */
  cache: list(string),
  /** Digests of the layers' archives, uncompressed. */
  diffIds: list(string),
  /** Settings; the labels are all of them, Stowage's own too. */
  config: configShape,
  /** RFC 3339. */
  created: string,
  /** Bytes of the layers' archives. */
  size: integer,
  /** What it is made for, where that is not this host. */
  platform: optional(record({ os: string, architecture: string, variant: optional(string) })),
});
export type ImageRecord = Omit<RecordOf<typeof imageShape>, 'platform'> & {
  readonly platform?: Platform | undefined;
};

/** An image with the names it goes by, sorted. */
export interface Image extends ImageRecord {
  readonly references: readonly string[];
  readonly config: ImageConfig;
}

const refsShape = mapOf(idShape);
export type References = Readonly<Record<string, string>>;

/** Held while images or names are changed. */
export const imagesLock = 'images';

const recordPath = (store: Store, id: string): string =>
  join(store.paths.images, `${hexOf(id)}.json`);
const referencesPath = (store: Store): string => join(store.paths.images, 'refs.json');

/** The hexadecimal part of an id or digest. */
export function hexOf(digest: string): string {
  return digest.startsWith('sha256:') ? digest.slice('sha256:'.length) : digest;
}

/** Where the store keeps a blob. */
export function storedBlob(store: Store, digest: string): string {
  return join(store.paths.blobs, hexOf(digest));
}

/** Image ids by name and tag. */
export async function readReferences(store: Store): Promise<References> {
  return (await readJson(referencesPath(store), refsShape)) ?? {};
}

/** Replaces all names. Hold the lock `images`. */
export async function writeReferences(store: Store, references: References): Promise<void> {
  const sorted = Object.entries(references).sort(([a], [b]) => (a < b ? -1 : 1));
  await writeJson(referencesPath(store), Object.fromEntries(sorted));
}

export async function readImage(store: Store, id: string): Promise<ImageRecord | undefined> {
  return readJson(recordPath(store, id), imageShape);
}

/** Ids of all images. */
export async function listImageIds(store: Store): Promise<readonly string[]> {
  const names = (await ifPresent(readdir(store.paths.images))) ?? [];
  return names
    .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .map((name) => `sha256:${name.slice(0, 64)}`)
    .sort();
}

/**
 * Writes an image and gives it a name, which another image may lose by it.
 * @param configText the OCI config that the id is the digest of
 * @param reference name and tag; none when left out
 */
export async function saveImage(
  store: Store,
  image: ImageRecord,
  configText: string,
  reference?: string,
): Promise<Image> {
  return store.withLock(imagesLock, async () => {
    const there = await readImage(store, image.id);
    if (there === undefined || !equalJson(toJson(there), toJson(image))) {
      await writeFileAtomic(storedBlob(store, image.id), configText);
      await writeJson(recordPath(store, image.id), image);
    }
    const references = await readReferences(store);
    if (reference !== undefined && references[reference] !== image.id) {
      await writeReferences(store, { ...references, [reference]: image.id });
    }
    const all = reference === undefined ? references : { ...references, [reference]: image.id };
    return withReferences(image, all);
  });
}

/**
 * Gives an image a further name, which another image may lose by it.
 * @param from ids of those that may; all where absent
 * @returns false, with nothing done, where another one has it
 */
export async function tagImage(
  store: Store,
  id: string,
  reference: string,
  from?: readonly string[],
): Promise<boolean> {
  return store.withLock(imagesLock, async () => {
    const references = await readReferences(store);
    const holder = references[reference];
    if (holder === id) return true;
    if (holder !== undefined && from && !from.includes(holder)) return false;
    await writeReferences(store, { ...references, [reference]: id });
    return true;
  });
}

/** Takes a name from an image, if it has it. */
export async function untagImage(store: Store, id: string, reference: string): Promise<void> {
  await store.withLock(imagesLock, async () => {
    const references = await readReferences(store);
    if (references[reference] !== id) return;
    const others = Object.entries(references).filter(([name]) => name !== reference);
    await writeReferences(store, Object.fromEntries(others));
  });
}

export function withReferences(image: ImageRecord, references: References): Image {
  const own = Object.keys(references).filter((name) => references[name] === image.id);
  return { ...image, references: own.sort() };
}

/** Path of an image's record, for its removal. */
export { recordPath };
