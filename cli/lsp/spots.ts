/*
 * Our spans and the protocol's ranges. Both count UTF-16 code units; lines and columns begin with 1
 * here and with 0 there.
 */
import type { Position, Range } from 'vscode-languageserver';
import { positionAt, type Source } from '../../dsl/syntax/index.js';
import type { Position as Spot, Span } from '../../model/index.js';

export const positionOf = ({ line, column }: Pick<Spot, 'line' | 'column'>): Position => ({
  line: line - 1,
  character: column - 1,
});

export const rangeOf = ({ start, end }: Span): Range => ({
  start: positionOf(start),
  end: positionOf(end),
});

/** The offset of a position; one beyond its line stands for the line's end. */
export function offsetAt({ lineStarts, text }: Source, { line, character }: Position): number {
  const start = lineStarts[line];
  if (start === undefined) return line < 0 ? 0 : text.length;
  let end = lineStarts[line + 1] ?? text.length + 1;
  end -= 1;
  if (text[end - 1] === '\r' && line + 1 < lineStarts.length) end -= 1;
  return Math.max(start, Math.min(start + Math.max(0, character), end));
}

/** The range between two offsets. */
export const rangeBetween = (source: Source, start: number, end: number): Range => ({
  start: positionOf(positionAt(source, start)),
  end: positionOf(positionAt(source, end)),
});
