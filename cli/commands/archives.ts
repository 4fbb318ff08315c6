/* `stowage load` and `save`: images as archives, in files or on the standard streams. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { findImage } from './images.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

export const runLoad: CommandRunner = async (invocation, context) => {
  const given = valueOf(invocation, 'input');
  if (given === undefined && process.stdin.isTTY) {
    throw new UsageError('give an archive with --input, or on standard input');
  }
  const input =
    given === undefined ? process.stdin : await openInput(resolve(context.directory, given));
  const choice = await declaredStack(undefined, context);
  return withEngine(invocation, context, choice, async (engine) => {
    for (const name of await engine.loadImages(input)) context.terminal.print(visible(name));
    return exitCodes.done;
  });
};

/** @throws UsageError for a file that cannot be read */
async function openInput(path: string): Promise<Readable> {
  const file = await open(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the archive cannot be read: ${reason}`);
  });
  return createReadStream('', { fd: file });
}

export const runSave: CommandRunner = async (invocation, context) => {
  const given = valueOf(invocation, 'output');
  if (given === undefined && process.stdout.isTTY) {
    throw new UsageError(
      'an archive is not for a terminal: give --output, or pipe it into a program',
    );
  }
  const choice = await declaredStack(undefined, context);
  return withEngine(invocation, context, choice, async (engine) => {
    const images: string[] = [];
    for (const image of invocation.arguments) images.push(await findImage(engine, image));
    const archive = Readable.from(engine.saveImages(images), { objectMode: false });
    if (given === undefined) await pipeline(archive, process.stdout, { end: false });
    else await writeWhole(archive, resolve(context.directory, given));
    return exitCodes.done;
  });
};

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
