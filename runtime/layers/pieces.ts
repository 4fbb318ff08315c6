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
