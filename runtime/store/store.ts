/*
 * The store: one directory that holds all the engine knows, and one under /run for what must not
 * outlive a boot. This module knows where things stand, which version of the layout is there and
 * how to lock; what is in the files belongs to the folders beside this one.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, lstat, mkdir, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { callerOf, isRootless, userDataRoot, userRunRoot } from '../caller/index.js';
import { errorCode, FileDamaged, ifPresent, writeFileAtomic } from './files.js';
import { ownMark } from './liveness.js';
import { acquireLock, isLocked, readHolder, type HeldLock, type LockHolder } from './lock.js';

/** Version of the layout that this code reads and writes. */
export const storeVersion = 1;
export const defaultRoot = '/var/lib/stowage';
export const defaultRunRoot = '/run/stowage';

/** The store was written by a later version of Stowage. */
export class StoreTooNew extends Error {
  override readonly name = 'StoreTooNew';
  constructor(root: string, version: number) {
    super(
      `the store at ${root} has layout version ${version}; this Stowage knows version ${storeVersion}. Use a newer Stowage`,
    );
  }
}

/** The directory given as root holds files, but is no store. */
export class NotAStore extends Error {
  override readonly name = 'NotAStore';
  constructor(root: string) {
    super(`${root} is not empty and holds no Stowage store; give another root`);
  }
}

/** The directory for what must not outlive a boot is not the user's alone. */
export class RunRootExposed extends Error {
  override readonly name = 'RunRootExposed';
  constructor(path: string) {
    super(
      `${path} is not a directory that you alone may use; remove it, or set XDG_RUNTIME_DIR to one that is`,
    );
  }
}

/** Where things stand. Everything under `run` is gone after a reboot. */
export interface StorePaths {
  readonly blobs: string;
  readonly layers: string;
  readonly links: string;
  readonly images: string;
  readonly containers: string;
  readonly volumes: string;
  readonly networks: string;
  /** What commands of builds keep for the next build. */
  readonly caches: string;
  readonly tmp: string;
  readonly run: {
    readonly netns: string;
    readonly network: string;
    readonly locks: string;
  };
}

export interface LockOptions {
  /** What the holder does, for others to read; the program's arguments when left out. */
  readonly command?: string;
  /** What the lock is for, for others to read; its name says it when left out. */
  readonly subject?: string;
  /** Milliseconds to wait. One minute when left out. */
  readonly timeout?: number;
  /** Ends the wait when it aborts, by throwing what it is aborted with. */
  readonly signal?: AbortSignal;
}

export interface Store {
  readonly root: string;
  readonly runRoot: string;
  readonly paths: StorePaths;
  /** Takes a lock by name. Not re-entrant. Throws `LockTimeout`. */
  lock(name: string, options?: LockOptions): Promise<HeldLock>;
  /** Does something while it holds a lock. */
  withLock<T>(name: string, action: () => Promise<T>, options?: LockOptions): Promise<T>;
  /** Who holds a lock now: `undefined` when nobody does, `unknown` before the holder has said. */
  lockHolder(name: string): Promise<LockHolder | 'unknown' | undefined>;
  /** Every lock that is held now, with its holder where it has said who it is. */
  heldLocks(): Promise<readonly { readonly name: string; readonly holder?: LockHolder }[]>;
  /**
   * Makes an empty directory under `tmp`, from which complete things are renamed into their place.
   * Its name bears the mark of this process, so that leftovers of dead ones can be told.
   */
  stage(): Promise<string>;
}

export interface StoreLocation {
  /** `$STOWAGE_ROOT`, else /var/lib/stowage, or an ordinary user's data directory, when left out. */
  readonly root?: string;
  /** `$STOWAGE_RUN_ROOT`, else one that follows from `root`, when left out. */
  readonly runRoot?: string;
}

/** Works out where the store is; nothing is read or written. */
export function locateStore(location: StoreLocation = {}): { root: string; runRoot: string } {
  const root = resolve(location.root ?? process.env['STOWAGE_ROOT'] ?? usualRoot());
  const runRoot = location.runRoot ?? process.env['STOWAGE_RUN_ROOT'] ?? runRootOf(root);
  return { root, runRoot: resolve(runRoot) };
}

const usualRoot = (): string => (isRootless() ? userDataRoot() : defaultRoot);

function runRootOf(root: string): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const suffix = root === usualRoot() ? '' : `-${digest}`;
  return isRootless() ? userRunRoot(suffix) : `${defaultRunRoot}${suffix}`;
}

/** An ordinary user's may be where others can make directories, too. @throws RunRootExposed */
async function refuseExposed(runRoot: string): Promise<void> {
  if (callerOf() !== 'user') return;
  const stats = await ifPresent(lstat(runRoot));
  if (stats === undefined) return;
  const isPrivate = stats.isDirectory() && stats.uid === process.getuid?.();
  if (!isPrivate || (stats.mode & 0o022) !== 0) throw new RunRootExposed(runRoot);
}

/**
 * Opens the store, making it where there is none. Directories are for their owner alone.
 * @throws StoreTooNew, NotAStore, FileDamaged, RunRootExposed
 */
export async function openStore(location: StoreLocation = {}): Promise<Store> {
  const { root, runRoot } = locateStore(location);
  await refuseExposed(runRoot);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const version = await readVersion(root);
  if (version === undefined) {
    const names = await readdir(root);
    if (names.some((name) => !isStoreName(name))) throw new NotAStore(root);
  }
  const store = await assemble(root, runRoot, await ensureLockKey(root));
  const { run, ...directories } = store.paths;
  for (const path of [...Object.values(directories), runRoot, ...Object.values(run)]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  if (version === undefined) await writeFileAtomic(join(root, 'version'), `${storeVersion}\n`);
  return store;
}

/**
 * Opens a store that is there already and writes nothing at all; `undefined` when there is none.
 * @throws StoreTooNew, FileDamaged, RunRootExposed
 */
export async function findStore(location: StoreLocation = {}): Promise<Store | undefined> {
  const { root, runRoot } = locateStore(location);
  await refuseExposed(runRoot);
  const key = await ifPresent(readFile(join(root, 'lock-key'), 'utf8'));
  if (key === undefined || (await readVersion(root)) === undefined) return undefined;
  return assemble(root, runRoot, key.trim());
}

const topLevel = [
  'blobs',
  'layers',
  'l',
  'images',
  'containers',
  'volumes',
  'networks',
  'caches',
  'ledgers',
  'tmp',
  'version',
  'lock-key',
];

function isStoreName(name: string): boolean {
  return topLevel.includes(name) || name.startsWith('.') || name === 'lost+found';
}

function layout(root: string, runRoot: string): StorePaths {
  return {
    blobs: join(root, 'blobs/sha256'),
    layers: join(root, 'layers'),
    links: join(root, 'l'),
    images: join(root, 'images'),
    containers: join(root, 'containers'),
    volumes: join(root, 'volumes'),
    networks: join(root, 'networks'),
    caches: join(root, 'caches'),
    tmp: join(root, 'tmp'),
    run: {
      netns: join(runRoot, 'netns'),
      network: join(runRoot, 'network'),
      locks: join(runRoot, 'locks'),
    },
  };
}

async function assemble(root: string, runRoot: string, key: string): Promise<Store> {
  // Two spellings of one directory must lock each other out.
  const salt = `${key}\n${await realpath(root)}`;
  const paths = layout(root, runRoot);
  const holdFileOf = (name: string): string =>
    join(paths.run.locks, `${encodeURIComponent(name)}.json`);
  const lock = (name: string, options: LockOptions = {}): Promise<HeldLock> =>
    acquireLock({
      name,
      key: salt,
      holdFile: holdFileOf(name),
      command: options.command ?? ['stowage', ...process.argv.slice(2)].join(' '),
      ...(options.subject === undefined ? {} : { subject: options.subject }),
      timeout: options.timeout ?? 60_000,
      ...(options.signal && { signal: options.signal }),
    });
  return {
    root,
    runRoot,
    paths,
    lock,
    withLock: async (name, action, options) => {
      const held = await lock(name, options);
      try {
        return await action();
      } finally {
        await held.release();
      }
    },
    lockHolder: async (name) => {
      if (!(await isLocked({ name, key: salt }))) return undefined;
      return (await readHolder(holdFileOf(name))) ?? 'unknown';
    },
    heldLocks: async () => {
      const files = (await ifPresent(readdir(paths.run.locks))) ?? [];
      const names = files.flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
      const all = names.map(decodeURIComponent).map(async (name) => {
        if (!(await isLocked({ name, key: salt }))) return [];
        const holder = await readHolder(holdFileOf(name));
        return [{ name, ...(holder ? { holder } : {}) }];
      });
      return (await Promise.all(all)).flat();
    },
    stage: async () => {
      const path = join(paths.tmp, `${ownMark()}-${randomBytes(6).toString('hex')}`);
      await mkdir(path, { mode: 0o700 });
      return path;
    },
  };
}

async function readVersion(root: string): Promise<number | undefined> {
  const path = join(root, 'version');
  const text = await ifPresent(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  const version = Number(text);
  if (!Number.isSafeInteger(version) || version < 1 || text.trim() === '') {
    throw new FileDamaged(path, 'it holds no version number');
  }
  if (version > storeVersion) throw new StoreTooNew(root, version);
  return version;
}

/** Makes the lock key once, however many processes open the store at the same time. */
async function ensureLockKey(root: string): Promise<string> {
  const path = join(root, 'lock-key');
  if ((await ifPresent(lstat(path))) === undefined) {
    const own = join(root, `.lock-key.${randomBytes(6).toString('hex')}`);
    await writeFileAtomic(own, `${randomBytes(16).toString('hex')}\n`);
    try {
      await link(own, path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    } finally {
      await rm(own, { force: true });
    }
  }
  const key = (await readFile(path, 'utf8')).trim();
  if (!/^[0-9a-f]{32}$/.test(key)) throw new FileDamaged(path, 'it holds no lock key');
  return key;
}
