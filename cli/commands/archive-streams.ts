/* Archives that commands read and write: in files, or on the standard streams. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';

/** What `--input` names, else standard input. @throws UsageError for a file that cannot be read, a terminal */
export async function openArchiveInput(
  invocation: Invocation,
  { directory }: CommandContext,
): Promise<Readable> {
  const given = valueOf(invocation, 'input');
  if (given === undefined && process.stdin.isTTY) {
    throw new UsageError('give an archive with --input, or on standard input');
  }
  if (given === undefined) return process.stdin;
  const file = await open(resolve(directory, given)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the archive cannot be read: ${reason}`);
  });
  return createReadStream('', { fd: file });
}

/**
 * Where an archive goes: to what `--output` names, whole or not at all, else to standard output.
 * @throws UsageError for a terminal
 */
export function openArchiveOutput(
  invocation: Invocation,
  { directory }: CommandContext,
): (archive: AsyncIterable<Uint8Array>) => Promise<void> {
  const given = valueOf(invocation, 'output');
  if (given === undefined && process.stdout.isTTY) {
    throw new UsageError(
      'an archive is not for a terminal: give --output, or pipe it into a program',
    );
  }
  return async (archive) => {
    const source = Readable.from(archive, { objectMode: false });
    if (given === undefined) await pipeline(source, process.stdout, { end: false });
    else await writeWhole(source, resolve(directory, given));
  };
}

/** The file is there whole, or as it was. */
async function writeWhole(archive: Readable, path: string): Promise<void> {
  const partial = `${path}.part`;
  try {
    await pipeline(archive, createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
