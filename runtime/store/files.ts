/*
 * Small files that must be whole or absent after any crash: written beside their place, flushed,
 * renamed into it, and the directory flushed. Whole trees are not written here.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Shape } from './shape.js';
import { ShapeError } from './shape.js';

/** A file of the store that is there but cannot be used; it is never repaired by guessing. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged';
  readonly path: string;
  constructor(path: string, reason: string) {
    super(`${path} cannot be read: ${reason}`);
    this.path = path;
  }
}

/** The code of a system error such as `ENOENT`, if the value is one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Gives `undefined` where a promise rejects because a file is not there. */
export async function ifPresent<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Flushes a directory, so that names made or renamed in it outlive a crash. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const temporaryPattern = /^\.(.+)\.(\d+)-[0-9a-f]{12}\.tmp$/;

/** Replaces the content of a file as one step; readers see the old or the new content. */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode = 0o600,
): Promise<void> {
  const directory = dirname(path);
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`;
  const temporary = join(directory, `.${basename(path)}.${unique}.tmp`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** Writes a value as JSON, as one step. */
export async function writeJson(path: string, value: object): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Reads a JSON file and gives it the shape asked for; `undefined` when there is no such file.
 * @throws FileDamaged when it is torn, is not JSON or has another shape
 */
export async function readJson<T>(path: string, shape: Shape<T>): Promise<T | undefined> {
  const text = await ifPresent(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return shape(value);
  } catch (error) {
    if (error instanceof ShapeError) throw new FileDamaged(path, error.message);
    if (error instanceof SyntaxError) throw new FileDamaged(path, 'it is not whole JSON');
    throw error;
  }
}

/** Removes what writers that are no longer alive left in a directory. */
export async function removeStaleTemporaries(directory: string): Promise<void> {
  for (const name of (await ifPresent(readdir(directory))) ?? []) {
    const writer = temporaryPattern.exec(name)?.[2];
    if (writer === undefined || isAlive(Number(writer))) continue;
    await rm(join(directory, name), { force: true });
  }
}

/** Whether a process with this id exists now; it may be another one than was meant. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
