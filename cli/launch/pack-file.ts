/*
 * Packs on the disk. Code that is loaded from a file is as good as the program itself, so one is read
 * only where nobody but this user and root can have put or changed it: the file and every
 * directory above it. A pack is written aside and renamed, so that commands which run at once
 * find a whole one or none. Without a place for packs, or with one that fails, all goes on without.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Beyond this it is nothing that a command has written. */
const mostBytes = 64 * 2 ** 20;
/** Of so many versions packs are kept, the newest ones; the others are made again where they are still in use. */
const keptVersions = 4;

/** A pack's bytes with the time, in milliseconds, when it was last written or marked. */
export interface PackBytes {
  readonly bytes: Buffer;
  readonly marked: number;
}

/** @returns `undefined` where there is none, or none that may be used */
export function readPack(path: string): PackBytes | undefined {
  return unlessFailing(() => {
    if (!isOursAlone(realpathSync(dirname(path)))) return undefined;
    // No wait for a named pipe, and no way through a link.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = openSync(path, flags);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() || !isClosed(stats) || stats.size > mostBytes) return undefined;
      return { bytes: readFileSync(file), marked: stats.mtimeMs };
    } finally {
      closeSync(file);
    }
  });
}

/** Writes a pack; the first of a version takes away those of the oldest ones. */
export function writePack(path: string, bytes: Buffer): void {
  unlessFailing(() => {
    const directory = dirname(path);
    const isFirst = makeDirectory(directory);
    if (!isOursAlone(realpathSync(directory))) return;
    const aside = join(directory, `.${process.pid}-${process.hrtime.bigint().toString(36)}`);
    try {
      writeFileSync(aside, bytes, { flag: 'wx', mode: 0o600 });
      renameSync(aside, path);
    } catch (error) {
      rmSync(aside, { force: true });
      throw error;
    }
    if (isFirst) sweep(dirname(directory));
  });
}

/** Notes that a pack was looked at and is good as it is. */
export function markPack(path: string): void {
  unlessFailing(() => {
    utimesSync(path, new Date(), new Date());
  });
}

/**
 * Makes a directory and those above it. Node's own way of doing so never ends below `/proc`.
 * @returns whether it was not there
 */
function makeDirectory(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    mkdirSync(path, { mode: 0o700 });
    return true;
  }
}

function sweep(directory: string): void {
  const versions = readdirSync(directory).map((name) => {
    const path = join(directory, name);
    return { path, written: lstatSync(path).mtimeMs };
  });
  versions.sort((a, b) => b.written - a.written);
  for (const { path } of versions.slice(keptVersions)) rmSync(path, { recursive: true });
}

/** Whether nobody but this user and root can change what is in a directory, or put another in its place. */
function isOursAlone(directory: string): boolean {
  const stats = lstatSync(directory);
  if (!stats.isDirectory() || !isClosed(stats)) return false;
  for (let above = dirname(directory), below = directory; above !== below;) {
    const { uid, mode } = lstatSync(above);
    const isShared = (mode & 0o022) !== 0;
    // What is in a shared directory with the sticky bit is moved by its owner alone.
    const isSticky = (mode & constants.S_IFMT) === constants.S_IFDIR && (mode & 0o1000) !== 0;
    if ((uid !== 0 && uid !== process.geteuid?.()) || (isShared && !isSticky)) return false;
    [below, above] = [above, dirname(above)];
  }
  return true;
}

const isClosed = ({ uid, mode }: Stats): boolean =>
  uid === process.geteuid?.() && (mode & 0o022) === 0;

/** The disk, the permissions and other commands may get in the way of a cache at any call; nothing depends on it. */
function unlessFailing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** What the system calls an error; `undefined` for one that is not the system's. */
const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
