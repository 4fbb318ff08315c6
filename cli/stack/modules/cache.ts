/*
 * Fetched modules on this host, by the hash of their content: what is found under a hash has been
 * checked against it. A module is written aside and renamed, so that several commands may fetch it at
 * once and a killed one leaves nothing half-written under a hash.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { userCache } from '../../user-cache.js';
import type { Environment } from '../git/environment.js';
import { ModuleProblem } from '../git/module-problem.js';
import { contentHash } from './content-hash.js';

/** Where modules are kept: in the user's caches. */
export function cacheDirectory(environment: Environment): string {
  const cache = userCache(environment);
  if (!isAbsolute(cache)) throw new ModuleProblem('STOWAGE_CACHE is no absolute path');
  return cache;
}

const modulesIn = (cache: string): string => join(cache, 'modules');
const leftoverAge = 24 * 60 * 60 * 1000;

/** The directory of the module with a hash; `undefined` where it is not in the cache. */
export function findCached(cache: string, hash: string): string | undefined {
  const directory = join(modulesIn(cache), fileNameOf(hash));
  if (!existsSync(directory)) return undefined;
  if (contentHash(directory) === hash) return directory;
  // Somebody wrote into it. What is kept elsewhere by the same hash is as good.
  discard(cache, directory);
  return undefined;
}

/** Makes a directory to write a module into; `undefined` is never given, and it is empty. */
export function openScratch(cache: string): string {
  const modules = modulesIn(cache);
  mkdirSync(modules, { recursive: true, mode: 0o700 });
  sweep(modules);
  const scratch = join(modules, `.new-${process.pid}-${randomBytes(6).toString('hex')}`);
  mkdirSync(scratch, { mode: 0o700 });
  return scratch;
}

/** Puts a written module under its hash. @returns its directory */
export function keep(cache: string, written: string, hash: string): string {
  const directory = join(modulesIn(cache), fileNameOf(hash));
  chmodSync(written, 0o755);
  try {
    renameSync(written, directory);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    // Another command was faster with the same content.
    rmSync(written, { recursive: true, force: true });
  }
  return directory;
}

/** Moves a damaged module out of the way before removing it, so that no one sees a part of it. */
function discard(cache: string, directory: string): void {
  const aside = join(modulesIn(cache), `.new-${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    renameSync(directory, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/** Removes what killed commands have left behind. */
function sweep(modules: string): void {
  for (const name of readdirSync(modules)) {
    if (!name.startsWith('.new-')) continue;
    const path = join(modules, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > leftoverAge)
      rmSync(path, { recursive: true, force: true });
  }
}

const fileNameOf = (hash: string): string => hash.replace(/^sha256:/, '');

/** Whether a path is a directory, through links. */
export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
