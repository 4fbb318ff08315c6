/*
 * Files without a name, to hand programs what they want to read from or write to a file. They are
 * gone with whoever has them open, whatever happens to him.
 */
import { randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty file that no directory lists, to be handed to a program by its descriptor or `pathOf`. */
export async function scratchFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `.${randomBytes(12).toString('hex')}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

/** A path by which other programs of the same user can open it, as long as this one has it open. */
export function pathOf(file: FileHandle): string {
  return `/proc/${process.pid}/fd/${file.fd}`;
}
