/* Text that comes in pieces, line by line. */

export interface LineReader {
  /** What follows the last line end waits for more. */
  add(piece: string): void;
  /** No more comes: what waits is a line, too. */
  end(): void;
}

export function readLines(tell: (line: string) => void): LineReader {
  let rest = '';
  return {
    add: (piece) => {
      const lines = `${rest}${piece}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
    },
    end: () => {
      if (rest !== '') tell(rest);
      rest = '';
    },
  };
}
