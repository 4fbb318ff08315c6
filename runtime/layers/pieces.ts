/*
 * Bytes on their way: streams as pieces of bytes, and reading to the end for the sake of a digest.
 */

/** The pieces of a stream that has no encoding set, which are bytes. */
export async function* bytesOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    if (piece instanceof Uint8Array) yield piece;
  }
}

/** Reads what is left. */
export async function drain(source: AsyncIterator<Uint8Array>): Promise<void> {
  while ((await source.next()).done !== true);
}

/** Fewer calls than pieces: headers are of 512 bytes, and whoever writes pays for each call. */
const blockSize = 256 * 1024;

/** The same bytes in blocks of about that size, each new. */
export async function* inBlocks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < blockSize) continue;
    yield Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}
