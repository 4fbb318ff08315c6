/*
 * Gives the plain bytes of an archive that may be compressed, told by its first bytes: gzip by
 * Node, zstd by the program of that name, which Node 20 lacks. Output is bounded by a ratio.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../store/index.js';
import { CommandFailed, startPiped } from '../process/index.js';
import { TarInvalid } from './entry.js';
import type { UnpackLimits } from './guard.js';
import { bytesOf } from './pieces.js';

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** The program that reads zstd is not there. */
export class ZstdMissing extends Error {
  override readonly name = 'ZstdMissing';
  constructor() {
    super(
      'the layer is compressed with zstd, which is not installed. On Debian: apt-get install zstd',
    );
  }
}

/** How the bytes that something begins with say that it is compressed. */
export function compressionOf(start: Buffer): 'gzip' | 'zstd' | undefined {
  const startsWith = (magic: Buffer): boolean => start.subarray(0, magic.length).equals(magic);
  if (startsWith(gzipMagic)) return 'gzip';
  return startsWith(zstdMagic) ? 'zstd' : undefined;
}

/**
 * The uncompressed bytes of a source. Of one that is not compressed they are its own.
 * @param onPacked is given the bytes as they come, where they are compressed
 * @throws TarInvalid for broken data and beyond the limits, ZstdMissing
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  limits: Pick<UnpackLimits, 'ratio' | 'ratioFrom'>,
  onPacked: (piece: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const start = await firstBytes(iterator, zstdMagic.length);
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield start;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      yield next.value;
    }
  }
  const compression = compressionOf(start);
  if (compression === undefined) {
    yield* whole();
    return;
  }
  let taken = 0;
  async function* packed(): AsyncGenerator<Uint8Array> {
    for await (const piece of whole()) {
      onPacked(piece);
      taken += piece.length;
      // Streams keep several pieces waiting, and a piece is only good until the next is asked for.
      yield Buffer.from(piece);
    }
  }
  const plain = compression === 'gzip' ? gunzip(packed()) : unzstd(packed());
  let given = 0;
  for await (const piece of plain) {
    given += piece.length;
    if (given > limits.ratioFrom && given > taken * limits.ratio) {
      throw new TarInvalid(`it grows to more than ${limits.ratio} times its size`);
    }
    yield piece;
  }
}

async function firstBytes(iterator: AsyncIterator<Uint8Array>, count: number): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < count) {
    const next = await iterator.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: 1 << 18 });
  const fed = pipeline(Readable.from(source), stream);
  fed.catch(() => undefined);
  try {
    for await (const piece of bytesOf(stream)) yield piece;
    await fed;
  } catch (error) {
    const code = errorCode(error);
    if (code?.startsWith('Z_') === true)
      throw new TarInvalid(`its compression is broken (${code})`);
    throw error;
  } finally {
    stream.destroy();
  }
}

async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const command = startPiped('zstd', ['--decompress', '--stdout', '--quiet']);
  const fed = pipeline(source, command.stdin);
  fed.catch(() => undefined);
  try {
    for await (const piece of bytesOf(command.stdout)) yield piece;
    await command.done;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    if (error.failure.kind === 'missing') throw new ZstdMissing();
    throw new TarInvalid(`its compression is broken (${error.message})`);
  } finally {
    command.kill();
  }
}
