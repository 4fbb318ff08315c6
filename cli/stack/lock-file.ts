/*
 * `stowage.lock`: the stack's id, kept beside its files and committed with them. It is made by
 * `init` or the first apply, before anything is written to an engine, and never by `plan`.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../../model/index.js';

const fileName = 'stowage.lock';

/** The id of the stack in a directory; `undefined` before it has one. @throws EngineError on damage */
export function readStackId(directory: string): string | undefined {
  const path = join(directory, fileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new EngineError('store', `cannot read ${path}`, { cause: error });
  }
  const id = parseId(text);
  if (id === undefined) {
    throw new EngineError('store', `${path} holds no stack id`, {
      hint: 'Restore it from the repository; a new id would make the stack a stranger to what runs.',
    });
  }
  return id;
}

function parseId(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
    return typeof value.id === 'string' && /^[0-9a-f-]{36}$/.test(value.id) ? value.id : undefined;
  } catch {
    return undefined;
  }
}

/** Gives the id of the stack in a directory, making one first where there is none. */
export function ensureStackId(directory: string): { readonly id: string; readonly made: boolean } {
  const known = readStackId(directory);
  if (known !== undefined) return { id: known, made: false };
  const id = randomUUID();
  const path = join(directory, fileName);
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'wx', 0o644);
  try {
    writeSync(file, `${JSON.stringify({ version: 1, id }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  return { id, made: true };
}
