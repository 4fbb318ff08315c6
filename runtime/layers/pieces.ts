/*
 * Bytes on their way: streams as pieces of bytes, and reading to the end for the sake of a digest.
 */
import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** The pieces of a stream that has no encoding set, which are bytes. */
export async function* bytesOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    if (piece instanceof Uint8Array) yield piece;
  }
}

/** An open file in pieces, each good until the next is asked for. */
export async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(512 * 1024);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Reads what is left. */
export async function drain(source: AsyncIterator<Uint8Array>): Promise<void> {
  while ((await source.next()).done !== true);
}

/** Fewer calls than pieces: headers are of 512 bytes, and whoever writes pays for each call. */
const blockSize = 256 * 1024;

/**
 * The same bytes in blocks of that size. A block is good until the one after the next is asked for: two are
 * filled in turn, since as many new ones as an archive has keep the collector of garbage busy.
 */
export async function* inBlocks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [block, other] = [Buffer.allocUnsafe(blockSize), Buffer.allocUnsafe(blockSize)];
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const end = Math.min(piece.length, at + blockSize - filled);
      block.set(at === 0 && end === piece.length ? piece : piece.subarray(at, end), filled);
      filled += end - at;
      at = end;
      if (filled < blockSize) continue;
      yield block;
      [block, other] = [other, block];
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** Writes blocks to the end of a stream, one while the next is made, and waits until it has taken them all. */
export async function writeBlocks(
  blocks: AsyncIterable<Uint8Array>,
  stream: Writable,
): Promise<void> {
  let writing = Promise.resolve();
  // A stream may fail while no block is written to it.
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => undefined);
  for await (const block of blocks) {
    await Promise.race([writing, failed]);
    writing = new Promise((resolve, reject) => {
      stream.write(block, (error) => (error ? reject(error) : resolve()));
    });
    writing.catch(() => undefined);
  }
  await Promise.race([writing, failed]);
  stream.end();
}
