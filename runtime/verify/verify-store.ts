/*
 * Reads all of a store and says what in it is not as it should be: records that cannot be read or lead
 * nowhere, blobs and layers of another content than their digests promise. Nothing is mended; layers are
 * kept from removal by others while they are read.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readRecord } from '../containers/index.js';
import { hexOf, latestTime, listImageIds, readImage, readReferences } from '../images/index.js';
import {
  findLayer,
  layerArchive,
  layerDirectory,
  layerLink,
  LayerInvalid,
  listLayers,
  openSession,
  packLayer,
  type LayerKey,
} from '../layers/index.js';
import { findNetwork } from '../networks/index.js';
import { FileDamaged, ifPresent, ShapeError, type Store } from '../store/index.js';
import { findVolume } from '../volumes/index.js';

/** Something of a store that is not as it should be. */
export interface StoreFault {
  /** Path below the store's root. */
  readonly place: string;
  /** What is the matter; a clause without a full stop. */
  readonly fault: string;
  /** What puts it right; a sentence. */
  readonly fix: string;
}

/** What was read, by sort, and what was found. */
export interface StoreReport {
  readonly read: Readonly<Record<Sort, number>>;
  readonly faults: readonly StoreFault[];
}

type Sort = 'images' | 'blobs' | 'layers' | 'containers' | 'volumes' | 'networks';

const anew = 'Remove the images that need it, `stowage prune`, and pull or apply again.';
const back = 'Bring it back from a backup, or remove it and apply again.';

export async function verifyStore(store: Store): Promise<StoreReport> {
  const faults: StoreFault[] = [];
  const report: Report = (path, fault, fix) => {
    faults.push({ place: relative(store.root, path), fault, fix });
  };
  const read = {
    images: await images(store, report),
    blobs: await blobs(store, report),
    layers: await layers(store, report),
    containers: await containers(store, report),
    volumes: await records(store.paths.volumes, /^(.+)$/, report, async (name) => {
      const volume = await findVolume(store, name);
      return volume && ((await isDirectory(volume.path)) ? 'fine' : 'its files are gone');
    }),
    networks: await records(store.paths.networks, /^(.+)\.json$/, report, async (name) =>
      (await findNetwork(store, name)) ? 'fine' : undefined,
    ),
  };
  return { read, faults };
}

type Report = (path: string, fault: string, fix: string) => void;

/** Gives what an error of the store's files says; anything else is thrown on. */
async function orDamage<T>(
  attempt: Promise<T>,
): Promise<{ readonly value: T } | { readonly damage: string }> {
  try {
    return { value: await attempt };
  } catch (error) {
    if (error instanceof FileDamaged || error instanceof ShapeError) {
      return { damage: error.message };
    }
    throw error;
  }
}

const namesIn = async (directory: string): Promise<readonly string[]> =>
  ((await ifPresent(readdir(directory))) ?? []).sort();

async function isDirectory(path: string): Promise<boolean> {
  return (await ifPresent(lstat(path)))?.isDirectory() === true;
}

/**
 * Reads the objects of a directory.
 * @param name what their names are in
 * @param find what is the matter with one; `undefined` for one that has gone, or has never been whole
 */
async function records(
  directory: string,
  name: RegExp,
  report: Report,
  find: (name: string) => Promise<string | undefined>,
): Promise<number> {
  let count = 0;
  for (const entry of await namesIn(directory)) {
    const [, found] = name.exec(entry) ?? [];
    if (found === undefined || entry.startsWith('.')) continue;
    count += 1;
    const path = join(directory, entry);
    const read = await orDamage(find(found));
    if ('damage' in read) report(path, read.damage, back);
    else if (read.value === undefined && (await ifPresent(lstat(path)))) {
      report(path, 'it has no record', back);
    } else if (read.value !== undefined && read.value !== 'fine') report(path, read.value, back);
  }
  return count;
}

async function images(store: Store, report: Report): Promise<number> {
  const ids = await listImageIds(store);
  for (const id of ids) {
    const path = join(store.paths.images, `${hexOf(id)}.json`);
    const read = await orDamage(readImage(store, id));
    if ('damage' in read) {
      report(path, read.damage, anew);
      continue;
    }
    if (read.value === undefined) continue;
    if ((await ifPresent(lstat(join(store.paths.blobs, hexOf(id))))) === undefined) {
      report(path, 'its configuration is not among the blobs', anew);
    }
    for (const [index, key] of read.value.layers.entries()) {
      const layer = await orDamage(findLayer(store, key));
      const fault =
        'damage' in layer
          ? undefined // It is told as that of the layer.
          : layer.value === undefined
            ? `its layer ${key} is missing`
            : layer.value.diffId === read.value.diffIds[index]
              ? undefined
              : `its layer ${key} is another one`;
      // It may have been removed since, by another command, and its layers with it.
      if (fault !== undefined && (await readImage(store, id))) report(path, fault, anew);
    }
  }
  const references = await orDamage(readReferences(store));
  const path = join(store.paths.images, 'refs.json');
  if ('damage' in references) report(path, references.damage, back);
  else {
    for (const [name, id] of Object.entries(references.value)) {
      if (await readImage(store, id).catch(() => true)) continue;
      if ((await readReferences(store))[name] !== id) continue;
      report(path, `${name} is the name of an image that is not there`, `\`stowage rmi ${name}\`.`);
    }
  }
  return ids.length;
}

async function blobs(store: Store, report: Report): Promise<number> {
  const names = (await namesIn(store.paths.blobs)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  for (const name of names) {
    const path = join(store.paths.blobs, name);
    const digest = await ifPresent(digestOf(path));
    if (digest !== undefined && digest !== name) {
      report(path, `its content has the digest ${digest}`, anew);
    }
  }
  return names.length;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) {
    if (chunk instanceof Uint8Array) hash.update(chunk);
  }
  return hash.digest('hex');
}

async function layers(store: Store, report: Report): Promise<number> {
  const keys = await listLayers(store);
  const session = await openSession(store);
  try {
    for (const key of keys) {
      const path = join(store.paths.layers, key);
      const layer = await orDamage(session.use(key));
      if ('damage' in layer) report(path, layer.damage, anew);
      if (!('value' in layer)) continue;
      if (layer.value === undefined) {
        // One that was not sealed before a reboot counts as absent: it is made again when it is needed.
        const isRecorded = await ifPresent(lstat(join(path, 'meta.json')));
        if (!isRecorded && (await isDirectory(path))) report(path, 'it has no record', anew);
        continue;
      }
      const fault = (await linkFault(store, key)) ?? (await contentFault(store, layer.value));
      if (fault !== undefined) report(path, fault, anew);
    }
  } finally {
    await session.end();
  }
  return keys.length;
}

async function linkFault(store: Store, key: LayerKey): Promise<string | undefined> {
  const link = layerLink(store, key);
  const target = await ifPresent(readlink(link));
  const there = await ifPresent(stat(link));
  const own = await ifPresent(stat(layerDirectory(store, key)));
  if (own?.isDirectory() !== true) return 'its files are gone';
  if (there?.ino === own.ino && there.dev === own.dev) return undefined;
  return `the link ${basename(link)} leads to ${target ?? 'nothing'}`;
}

async function contentFault(
  store: Store,
  { key, diffId, blob }: NonNullable<Awaited<ReturnType<typeof findLayer>>>,
): Promise<string | undefined> {
  if (blob !== null) {
    const digest = await ifPresent(digestOf(layerArchive(store, key)));
    if (digest === undefined) return 'its archive is gone';
    return digest === hexOf(blob.digest) ? undefined : `its archive has the digest ${digest}`;
  }
  const packing = packLayer(layerDirectory(store, key), { layer: key, latest: latestTime });
  const packed = await packing.catch((error: unknown) => {
    if (error instanceof LayerInvalid) return { diffId: `none, as ${error.reason}` };
    throw error;
  });
  return packed.diffId === diffId ? undefined : `its files give the digest ${packed.diffId}`;
}

async function containers(store: Store, report: Report): Promise<number> {
  return records(store.paths.containers, /^([0-9a-f]{64})$/, report, async (id) => {
    const record = await readRecord(store, id);
    if (record === undefined) return undefined;
    for (const layer of record.layers) {
      if (!(await ifPresent(stat(layer)))) return `its layer ${basename(layer)} is gone`;
    }
    return 'fine';
  });
}
