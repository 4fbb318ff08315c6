/*
 * How much room is left where something is kept, or will be once it is made.
 */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../store/index.js';

/** Bytes that this user may still write below a path; of the nearest parent where it is not there. */
export async function freeSpace(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(path);
    if (errorCode(error) !== 'ENOENT' || parent === path) throw error;
    return freeSpace(parent);
  }
}
