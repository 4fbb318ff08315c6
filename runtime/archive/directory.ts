/*
 * Open directories, and what is directly in them: the only way in which trees of files are touched
 * here. Node has no openat; on Linux /proc/self/fd stands in for it, so that no call goes through a
 * directory that somebody swaps for a link meanwhile. Elsewhere paths are used by name.
 * Names are byte strings (one character a byte), as in archives: file systems know no encoding.
 */
import { constants, existsSync, type BigIntStats } from 'node:fs';
import { lstat, open, readdir, readlink, type FileHandle } from 'node:fs/promises';
import { errorCode } from '../store/index.js';
import { PathRefused, refusedBySystem } from './path-refused.js';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
const hasProc = existsSync('/proc/self/fd');

/** A byte string as the path that calls of the system take. */
export const asPath = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

/** A path or name in text as a byte string. */
export const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export interface Directory {
  readonly handle: FileHandle;
  /** A path of the directory, and of what is in it, as byte strings. */
  readonly path: string;
}

function directoryOf(handle: FileHandle, path: string): Directory {
  return { handle, path: hasProc ? `/proc/self/fd/${handle.fd}` : path };
}

/** The path of an entry, for calls that do not follow its last part. */
export const entryOf = (directory: Directory, name: string): Buffer =>
  asPath(`${directory.path}/${name}`);

/** Opens a directory by a path of the host, following links. @throws PathRefused */
export async function openHostDirectory(path: string): Promise<Directory> {
  try {
    return directoryOf(await open(asPath(path), O_RDONLY | O_DIRECTORY), path);
  } catch (error) {
    throw refusedBySystem(path, error);
  }
}

/** Opens a directory that is in an open one; never through a link. @throws PathRefused */
export async function openChild(parent: Directory, name: string): Promise<Directory> {
  try {
    const flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
    const path = entryOf(parent, name);
    return directoryOf(await open(path, flags), path.toString('latin1'));
  } catch (error) {
    throw refusedBySystem(name, error);
  }
}

/** Another handle of the same directory. */
export async function reopen(directory: Directory): Promise<Directory> {
  return openHostDirectory(`${directory.path}/.`);
}

/** Opens a file for reading, never through a link and without waiting for a pipe's other end. */
export function openForReading(parent: Directory, name: string): Promise<FileHandle> {
  return open(entryOf(parent, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
}

/** What an entry is; `undefined` where there is none. Links are not followed. */
export async function statEntry(parent: Directory, name: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(entryOf(parent, name), { bigint: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw refusedBySystem(name, error);
  }
}

/** Where a link leads, as it is written. @throws PathRefused also where it is none any more */
export async function linkOf(parent: Directory, name: string): Promise<string> {
  try {
    return (await readlink(entryOf(parent, name), { encoding: 'buffer' })).toString('latin1');
  } catch (error) {
    if (errorCode(error) === 'EINVAL')
      throw new PathRefused(name, { kind: 'changed-meanwhile' }, error);
    throw refusedBySystem(name, error);
  }
}

/** The names in a directory, sorted by their bytes. */
export async function namesIn(directory: Directory): Promise<readonly string[]> {
  const names = await readdir(asPath(`${directory.path}/.`), { encoding: 'buffer' });
  return names.map((name) => name.toString('latin1')).sort();
}
