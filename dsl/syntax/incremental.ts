/*
 * Parsing again after an edit, for editors: only the declarations whose text changed are read anew.
 * The others are the same objects as before, and their spans tell where they are in the newest text:
 * what was given out earlier moves with it. The result is that of parsing from the beginning.
 */
import { joinPieces, parsePiece, type Parsed, type ParsedPiece } from './parse.js';
import { makeSource, type Source } from './source.js';

/** Remembers the files that it parsed, by their paths. */
export interface Parser {
  readonly parse: (path: string, text: string) => Parsed;
  /** Forgets a file. */
  readonly forget: (path: string) => void;
}

interface Remembered {
  readonly text: string;
  readonly pieces: readonly ParsedPiece[];
  readonly parsed: Parsed;
}

/** Makes a parser that remembers. */
export function createParser(): Parser {
  const files = new Map<string, Remembered>();
  return {
    parse(path, text) {
      const known = files.get(path);
      if (known?.text === text) return known.parsed;
      const source = makeSource(path, text);
      const pieces = known ? reparse(known, source) : parseAll(source);
      const parsed = joinPieces(source, pieces);
      files.set(path, { text, pieces, parsed });
      return parsed;
    },
    forget: (path) => void files.delete(path),
  };
}

function parseAll(source: Source): ParsedPiece[] {
  const pieces: ParsedPiece[] = [];
  for (let at = 0; at < source.text.length; at += pieces.at(-1)?.length ?? 0) {
    pieces.push(parsePiece(source, at));
  }
  return pieces;
}

function reparse({ text: before, pieces: old }: Remembered, source: Source): ParsedPiece[] {
  const { text } = source;
  const same = commonStart(before, text);
  const sameEnd = commonEnd(before, text, same);
  const moved = text.length - before.length;
  const first = firstToRead(old, same);
  const pieces = old.slice(0, first);
  let at = startOf(old[first]) ?? 0;
  // Where an old piece begins behind the edit, everything from there on is as it was.
  let next = first;
  while (at < text.length) {
    while (next < old.length && (startOf(old[next]) ?? 0) + moved < at) next += 1;
    const isBehind = at >= text.length - sameEnd;
    if (isBehind && next < old.length && (startOf(old[next]) ?? 0) + moved === at) break;
    const piece = parsePiece(source, at);
    pieces.push(piece);
    at += piece.length;
  }
  if (at < text.length)
    for (const piece of old.slice(next)) {
      piece.anchor.offset += moved;
      pieces.push(piece);
    }
  for (const piece of pieces) piece.anchor.source = source;
  return pieces;
}

const startOf = (piece: ParsedPiece | undefined): number | undefined => piece?.anchor.offset;

/**
 * The first piece that an edit at an offset may have changed: the one before the one it is in, whose
 * end is where it is for what follows it, or an earlier one whose end was looked for beyond the edit.
 */
function firstToRead(pieces: readonly ParsedPiece[], offset: number): number {
  let within = 0;
  for (const [index, { anchor, reach }] of pieces.entries()) {
    if (anchor.offset > offset) break;
    within = index;
    if (anchor.offset + reach >= offset) break;
  }
  return Math.max(0, within - 1);
}

const block = 1024;

/** How many characters at the beginning are the same. */
function commonStart(a: string, b: string): number {
  let at = 0;
  while (at + block <= a.length && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}

/** How many characters at the end are the same, without those that are already among the first. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  const blockOf = (text: string) => text.slice(text.length - count - block, text.length - count);
  while (count + block <= most && blockOf(a) === blockOf(b)) count += block;
  const last = (text: string) => text.charCodeAt(text.length - 1 - count);
  while (count < most && last(a) === last(b)) count += 1;
  return count;
}
