/* Archives that commands read and write: in files, or on the standard streams. */
import { createReadStream } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
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
  return createReadStream('', { fd: file, highWaterMark: 1 << 19 });
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
    if (given !== undefined) return writeWhole(archive, resolve(directory, given));
    const source = Readable.from(kept(archive), { objectMode: false });
    return pipeline(source, process.stdout, { end: false });
  };
}

/** Streams keep several pieces waiting, and a piece is only good until the next is asked for. */
async function* kept(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** The file is there whole, or as it was. */
async function writeWhole(archive: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const partial = `${path}.part`;
  try {
    await writeFile(partial, archive);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
