/*
 * How much of a ledger is kept. Docker reads labels with every list of images, and a ledger is made
 * of labels there, so that generations are bounded in number and in bytes. The newest always stays.
 */

/** The most that is kept of the ledger of one stack. */
export const ledgerBounds = { generations: 20, bytes: 4 * 1024 * 1024 } as const;

export interface WrittenGeneration {
  readonly number: number;
  /** Bytes of its text. */
  readonly bytes: number;
}

/** Numbers of the generations that are to go: all that follow the first one that does not fit. */
export function outdatedGenerations(written: readonly WrittenGeneration[]): readonly number[] {
  const newestFirst = [...written].sort((a, b) => b.number - a.number);
  let bytes = 0;
  const fits = (size: number, index: number): boolean => {
    bytes += size;
    return index === 0 || (index < ledgerBounds.generations && bytes <= ledgerBounds.bytes);
  };
  const first = newestFirst.findIndex((one, index) => !fits(one.bytes, index));
  return first < 0 ? [] : newestFirst.slice(first).map(({ number }) => number);
}
