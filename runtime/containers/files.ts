/*
 * Small files that need be whole after the death of a process, but not after a loss of power: they
 * are renamed into their place and not flushed. A torn one reads as missing.
 */
import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { FileDamaged, readJson, type Shape } from '../store/index.js';

/** Replaces a file as one step. */
export async function writeQuickly(path: string, value: object): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(temporary, JSON.stringify(value), { mode: 0o600 });
  await rename(temporary, path);
}

/** Reads such a file; `undefined` when it is missing or torn. */
export async function readQuickly<T>(path: string, shape: Shape<T>): Promise<T | undefined> {
  try {
    return await readJson(path, shape);
  } catch (error) {
    if (error instanceof FileDamaged) return undefined;
    throw error;
  }
}
