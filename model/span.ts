/*
 * Places in source text. A span is half open: `end` is the position after the last character.
 * Lines and columns count from 1, offsets from 0, all in UTF-16 code units as editors do.
 */

export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Span {
  /** Path of the file as the user would type it, relative to the stack's directory. */
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** `main.stow:12:3`, the form that editors and terminals turn into links. */
export function formatSpan(span: Span): string {
  return `${span.file}:${span.start.line}:${span.start.column}`;
}
