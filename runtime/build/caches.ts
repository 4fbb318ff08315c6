/*
 * Directories that commands of builds keep for the next build, `RUN --mount=type=cache`: each has an id, and
 * whoever names it has it. They are `caches/<name>` with `<name>.json` beside it, for the id. One that a living
 * build uses is never removed; which those are is told by files in the directories of their sessions.
 */
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import type { LayerSession } from '../layers/index.js';
import { runChecked } from '../process/index.js';
import {
  FileDamaged,
  ifPresent,
  isMarkAlive,
  readJson,
  shape,
  writeJson,
  type Store,
} from '../store/index.js';

/** Held while a cache is taken into use, or found to be of no use. Never for long. */
const cachesLock = 'caches';

const noteShape = shape.record({ id: shape.string });

export interface BuildCache {
  /** 32 hexadecimal digits, which follow from the id. */
  readonly name: string;
  /** As the build names it, the target by default; the name where that was not noted. */
  readonly id: string;
  readonly path: string;
  readonly inUse: boolean;
}

/** What a cache is to be where it is made. */
export interface CacheRequest {
  readonly id: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const placeOf = (store: Store, name: string): string => join(store.paths.caches, name);
const noteOf = (store: Store, name: string): string => join(store.paths.caches, `${name}.json`);

/** Gives the cache of an id, which is made where it is missing, and keeps it until the session ends. */
export async function useCache(
  store: Store,
  session: Pick<LayerSession, 'directory'>,
  { id, mode, uid, gid }: CacheRequest,
): Promise<Pick<BuildCache, 'name' | 'path'>> {
  const name = createHash('sha256').update(id).digest('hex').slice(0, 32);
  const path = placeOf(store, name);
  await store.withLock(cachesLock, async () => {
    const leases = join(session.directory, 'caches');
    await mkdir(leases, { recursive: true, mode: 0o700 });
    await writeFile(join(leases, name), '');
    if ((await ifPresent(lstat(noteOf(store, name)))) === undefined) {
      await writeJson(noteOf(store, name), { id });
    }
    if ((await ifPresent(lstat(path))) !== undefined) return;
    await mkdir(path, { mode: 0o700 });
    await chown(path, uid, gid);
    await chmod(path, mode);
  });
  return { name, path };
}

/** All caches, by their ids. */
export async function listCaches(store: Store): Promise<readonly BuildCache[]> {
  const entries = (await ifPresent(readdir(store.paths.caches))) ?? [];
  const used = await usedCaches(store);
  const caches: BuildCache[] = [];
  for (const name of entries.filter((entry) => /^[0-9a-f]{32}$/.test(entry))) {
    const id = (await notedId(store, name)) ?? name;
    caches.push({ name, id, path: placeOf(store, name), inUse: used.has(name) });
  }
  return caches.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the note of a cache says; a note that cannot be read is worth no more than none. */
async function notedId(store: Store, name: string): Promise<string | undefined> {
  try {
    return (await readJson(noteOf(store, name), noteShape))?.id;
  } catch (error) {
    if (error instanceof FileDamaged) return undefined;
    throw error;
  }
}

/** Names of the caches that sessions of living processes have taken into use. */
async function usedCaches(store: Store): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const session of (await ifPresent(readdir(store.paths.tmp))) ?? []) {
    if (!isMarkAlive(session)) continue;
    const names = (await ifPresent(readdir(join(store.paths.tmp, session, 'caches')))) ?? [];
    for (const name of names) used.add(name);
  }
  return used;
}

/**
 * Removes a cache with all that is in it.
 * @throws RuntimeError `not-found`, or `in-use` while a build that has taken it goes on
 */
export async function removeCache(store: Store, name: string): Promise<void> {
  const waste = await store.stage();
  try {
    await store.withLock(cachesLock, async () => {
      const cache = (await listCaches(store)).find((one) => one.name === name);
      if (!cache) throw new RuntimeError({ kind: 'not-found', what: 'cache', name });
      if (cache.inUse) {
        throw new RuntimeError({ kind: 'in-use', what: 'cache', name: cache.id, by: ['a build'] });
      }
      await rename(cache.path, join(waste, 'files'));
      await ifPresent(rename(noteOf(store, name), join(waste, 'note')));
    });
  } finally {
    await runChecked('rm', ['-rf', '--one-file-system', '--', waste]);
  }
}
