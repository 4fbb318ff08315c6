/*
 * Finds files inside a container's root file system as its own processes would, without ever
 * leaving it: a symbolic link is followed inside the root, `..` stops at it. The tree must not be
 * changed by others meanwhile; a path is looked up before the container's processes run.
 */
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../store/index.js';
import { walkLinks } from '../walk-links.js';

/** A path has more symbolic links in it than the kernel would follow. */
export class TooManyLinks extends Error {
  override readonly name = 'TooManyLinks';
  constructor(path: string) {
    super(`${path} has too many levels of symbolic links`);
  }
}

/**
 * The path on the host of a path in the container. Parts that do not exist are taken as they are
 * written, so the result may not exist either.
 * @param root absolute path of the root file system on the host
 */
export async function resolveInRoot(root: string, path: string): Promise<string> {
  const found = await walkLinks(path, (at) => linkTarget(join(root, at)));
  if (found === undefined) throw new TooManyLinks(path);
  return join(root, found);
}

async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EINVAL' || code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The text of a regular file in the container; `undefined` when there is none. */
export async function readInRoot(root: string, path: string): Promise<string | undefined> {
  const found = await resolveInRoot(root, path);
  try {
    // A device or a pipe of that name would block the reader.
    if (!(await lstat(found)).isFile()) return undefined;
    return await readFile(found, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
