/*
 * Choosing what of a long document is kept where there is room for a part of it only: pieces come with
 * the most important first, and what does not fit is counted.
 */

export interface Piece {
  readonly text: string;
  /** Smaller is more important. */
  readonly rank: number;
}

export interface Fitted {
  /** The kept texts, in the order in which they were given. */
  readonly kept: readonly string[];
  readonly left: number;
  /** Characters that the kept texts take, line ends included. */
  readonly length: number;
}

/**
 * Keeps the most important pieces up to a length. From the first that does not fit on all are left
 * out, so that nothing is shown while something more important is not.
 */
export function fitPieces(pieces: readonly Piece[], room: number): Fitted {
  const kept = new Set<Piece>();
  let length = 0;
  for (const piece of [...pieces].sort((a, b) => a.rank - b.rank)) {
    const more = piece.text.length + 1;
    if (length + more > room) break;
    length += more;
    kept.add(piece);
  }
  return {
    kept: pieces.filter((piece) => kept.has(piece)).map(({ text }) => text),
    left: pieces.length - kept.size,
    length,
  };
}
