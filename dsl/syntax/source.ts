/*
 * One source file: its text, and the way from offsets to lines and columns.
 * Everything after the lexer speaks of offsets; spans are made here and nowhere else.
 */
import type { Position, Span } from '../../model/index.js';

export interface Source {
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

/** Prepares a file for spans. A line ends at `\n`; a `\r` before it belongs to the line. */
export function makeSource(path: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  return { path, text, lineStarts };
}

/** The position of an offset; one beyond the text stands for its end. */
export function positionAt(source: Source, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= inside) low = middle;
    else high = middle - 1;
  }
  const lineStart = source.lineStarts[low] ?? 0;
  return { offset: inside, line: low + 1, column: inside - lineStart + 1 };
}

/** The span from `start` up to, not including, `end`. */
export function spanBetween(source: Source, start: number, end: number): Span {
  return {
    file: source.path,
    start: positionAt(source, start),
    end: positionAt(source, Math.max(start, end)),
  };
}

/** The text of a line, counted from 1, without its line break. */
export function lineText(source: Source, line: number): string {
  const start = source.lineStarts[line - 1];
  if (start === undefined) return '';
  const end = source.lineStarts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, '');
}
