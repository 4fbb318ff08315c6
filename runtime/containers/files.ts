/*
 * Small files that need be whole after the death of a process, but not after a loss of power: they
 * are renamed into their place and not flushed. A torn one reads as missing. And files without a
 * name, which are gone with whoever has them open.
 */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** An empty file that no directory lists, to be handed to a program by its descriptor. */
export async function scratchFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `.${randomBytes(12).toString('hex')}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}
