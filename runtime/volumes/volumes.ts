/*
 * Named directories that outlive containers: `volumes/<name>/_data` with `volume.json` beside it.
 * Nothing here knows who uses a volume; the engine asks that before it removes one.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { isObjectName } from '../object-name.js';
import {
  errorCode,
  ifPresent,
  readJson,
  shape,
  syncDirectory,
  writeJson,
  type RecordOf,
  type Store,
} from '../store/index.js';

const volumeShape = shape.record({
  name: shape.string,
  /** RFC 3339. */
  created: shape.string,
  labels: shape.mapOf(shape.string),
});

export type VolumeRecord = RecordOf<typeof volumeShape>;

/** A volume, and where its files are on the host. */
export interface Volume extends VolumeRecord {
  readonly path: string;
}

/** Where the files of a volume are. */
export const dataOf = (directory: string): string => join(directory, '_data');

export async function findVolume(store: Store, name: string): Promise<Volume | undefined> {
  if (!isObjectName(name)) return undefined;
  const directory = join(store.paths.volumes, name);
  const record = await readJson(join(directory, 'volume.json'), volumeShape);
  return record === undefined ? undefined : { ...record, path: dataOf(directory) };
}

export interface VolumeRequest {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Makes a volume, empty and owned by root.
 * @throws RuntimeError `name-in-use`, `name-invalid`
 */
export async function createVolume(store: Store, wanted: VolumeRequest): Promise<Volume> {
  return makeVolume(store, wanted, async (data) => {
    await mkdir(data, { mode: 0o755 });
  });
}

/**
 * Makes a volume of which nobody sees anything before it is whole.
 * @param fill makes the directory of its files and what is in it
 * @throws RuntimeError `name-in-use`, `name-invalid`; what `fill` throws
 */
export async function makeVolume(
  store: Store,
  { name, labels }: VolumeRequest,
  fill: (data: string) => Promise<void>,
): Promise<Volume> {
  if (!isObjectName(name)) throw new RuntimeError({ kind: 'name-invalid', what: 'volume', name });
  const directory = join(store.paths.volumes, name);
  const staged = await store.stage();
  try {
    await fill(dataOf(staged));
    const created = new Date().toISOString();
    await writeJson(join(staged, 'volume.json'), { name, created, labels });
    // Fails when the directory is there: one that holds a volume is never empty.
    await rename(staged, directory);
    await syncDirectory(store.paths.volumes);
    return { name, created, labels, path: dataOf(directory) };
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    const code = errorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    throw new RuntimeError({ kind: 'name-in-use', what: 'volume', name, holder: name }, error);
  }
}

/** All volumes, by name. */
export async function listVolumes(store: Store): Promise<readonly Volume[]> {
  const names = (await ifPresent(readdir(store.paths.volumes))) ?? [];
  const found = await Promise.all(names.sort().map((name) => findVolume(store, name)));
  return found.filter((volume) => volume !== undefined);
}

/**
 * Deletes a volume with everything in it.
 * @throws RuntimeError `not-found`
 */
export async function removeVolume(store: Store, name: string): Promise<void> {
  if (!isObjectName(name)) throw new RuntimeError({ kind: 'not-found', what: 'volume', name });
  const doomed = join(await store.stage(), 'volume');
  try {
    await rename(join(store.paths.volumes, name), doomed);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new RuntimeError({ kind: 'not-found', what: 'volume', name }, error);
  } finally {
    await rm(join(doomed, '..'), { recursive: true, force: true });
  }
}
