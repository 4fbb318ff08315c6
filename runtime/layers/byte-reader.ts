/*
 * Takes so many bytes off a source that gives them in pieces of any size. What is taken is a part of the
 * piece that it came in where it can be, so it is only to be used until more is taken.
 */

export interface ByteReader {
  /** The next `length` bytes, fewer only at the end of the source. */
  take(length: number): Promise<Buffer>;
  /** As many of the next `most` bytes as are at hand, at least one; none at the end of the source. */
  some(most: number): Promise<Buffer | undefined>;
}

export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let piece: Buffer = Buffer.alloc(0);
  let at = 0;
  const some = async (most: number): Promise<Buffer | undefined> => {
    while (at === piece.length) {
      const next = await iterator.next();
      if (next.done === true) return undefined;
      const { buffer, byteOffset, byteLength } = next.value;
      piece = Buffer.from(buffer, byteOffset, byteLength);
      at = 0;
    }
    const from = at;
    at = Math.min(from + most, piece.length);
    return piece.subarray(from, at);
  };
  return {
    some,
    take: async (length) => {
      if (length === 0) return Buffer.alloc(0);
      const first = await some(length);
      if (first === undefined || first.length === length) return first ?? Buffer.alloc(0);
      const pieces = [Buffer.from(first)];
      for (let missing = length - first.length; missing > 0;) {
        const more = await some(missing);
        if (more === undefined) break;
        pieces.push(Buffer.from(more));
        missing -= more.length;
      }
      return Buffer.concat(pieces);
    },
  };
}
