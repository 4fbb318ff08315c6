/*
 * Text to tokens and comments, one declaration at a time. A line at the left edge that begins a
 * declaration always begins a new piece, so that an edit in one costs nothing in another. Never
 * throws; what cannot be read is reported and skipped. Every line is read at most twice.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { readNumber } from './numbers.js';
import {
  describeOpenComment,
  describeOpenInterpolation,
  describeShellComment,
  describeSingleQuotes,
  describeStrangeCharacters,
} from './lexical-errors.js';
import { beginsDeclarationAt } from './declaration-start.js';
import { beginReading, endOfLine, push, spanOf, type Comment, type Reading } from './reading.js';
import type { Source } from './source.js';
import type { Anchor } from './spans.js';
import {
  enterInterpolation,
  leaveInterpolation,
  readString,
  recoverInterpolation,
} from './strings.js';
import * as t from './tokens.js';

/** A declaration's tokens, with those of whatever stands between it and the next. */
export interface Piece {
  readonly anchor: Anchor;
  readonly tokens: readonly IToken[];
  /** Their places count from the anchor. */
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /** The offset after it. */
  readonly end: number;
  /** How far the text was looked at to find that end: an edit before this offset may change it. */
  readonly reach: number;
}

/** Reads the piece that begins at an offset. */
export function readPiece(source: Source, start: number): Piece {
  const reading = beginReading(source, start);
  const end = readUntilNext(reading);
  const { anchor, tokens, comments, diagnostics } = reading;
  return { anchor, tokens, comments, diagnostics, end, reach: Math.max(reading.reach, end) };
}

/** The tokens of an interpolation, with its brackets. */
export interface Interpolation {
  readonly anchor: Anchor;
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** The offset after it; absent where it does not end on its line. */
  readonly end: number | undefined;
}

/** Reads the interpolation whose `${` is at an offset, with no string around it. */
export function readInterpolation(source: Source, start: number): Interpolation {
  const reading = beginReading(source, start);
  enterInterpolation(reading, undefined, start, undefined);
  while (reading.frames.length > 0 && reading.at < reading.stop) readNext(reading);
  const { anchor, tokens, diagnostics } = reading;
  const end = reading.frames.length === 0 ? reading.at : undefined;
  if (end === undefined)
    diagnostics.push(describeOpenInterpolation(spanOf(reading, start, start + 2)));
  return { anchor, tokens, diagnostics, end };
}

/** Reads up to the line that begins the next declaration, or to the `///` lines above that line. */
function readUntilNext(reading: Reading): number {
  const { text, tokens, comments, frames } = reading;
  let hasContent = false;
  let documentation = -1;
  for (;;) {
    if (reading.at >= reading.stop) {
      if (frames.length === 0) return text.length;
      recoverInterpolation(reading);
      continue;
    }
    const { at } = reading;
    const startsLine = at === 0 || text.charCodeAt(at - 1) === newline;
    if (startsLine && hasContent && frames.length === 0 && beginsDeclarationAt(text, at)) {
      const end = documentation === -1 ? at : documentation;
      while ((tokens.at(-1)?.startOffset ?? -1) >= end) tokens.pop();
      while (reading.anchor.offset + (comments.at(-1)?.start ?? -Infinity) >= end) comments.pop();
      return end;
    }
    const commentsBefore = comments.length;
    const tokensBefore = tokens.length;
    const last = tokens.at(-1);
    readNext(reading);
    if (comments.length > commentsBefore) {
      const ownLine = last === undefined || last.tokenType === t.Newline;
      const isDocumentation = comments.at(-1)?.kind === 'doc' && ownLine;
      if (!isDocumentation) documentation = -1;
      else if (documentation === -1) documentation = at;
    } else if (tokens.length > tokensBefore && tokens.at(-1)?.tokenType !== t.Newline) {
      hasContent = true;
      documentation = -1;
    }
  }
}

const newline = 10;
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isSpace = (code: number): boolean =>
  code === 32 || code === 9 || code === 13 || code === 0xfeff;

/** For each character the signs that begin with it, the longest first. */
const signsByCode: (readonly (readonly [string, TokenType])[])[] = [];
for (const [text, type] of t.signs) {
  const code = text.charCodeAt(0);
  const others = signsByCode[code] ?? [];
  signsByCode[code] = [...others, [text, type] as const].sort(([a], [b]) => b.length - a.length);
}

/** Reads what begins here: a token, a comment, or a space. */
function readNext(reading: Reading): void {
  const { text, at } = reading;
  const code = text.charCodeAt(at);
  if (isSpace(code)) reading.at += 1;
  else if (isLetter(code)) readWord(reading);
  else if (code === newline) {
    reading.tokens.push(t.makeToken(t.Newline, '\n', at, at + 1));
    reading.at += 1;
  } else if (isDigit(code)) readNumber(reading);
  else if (code === 34) readString(reading);
  else if (code === 39) readSingleQuoted(reading);
  else if (code === 35) readLineComment(reading);
  else if (code === 47) readSlash(reading);
  else readSign(reading);
}

function readWord(reading: Reading): void {
  const { text, at, tokens } = reading;
  let end = at + 1;
  for (let code = text.charCodeAt(end); isLetter(code) || isDigit(code);) {
    end += 1;
    code = text.charCodeAt(end);
  }
  const image = text.slice(at, end);
  const known = end - at <= t.longestWord ? t.words.get(image) : undefined;
  tokens.push(t.makeToken(known ?? t.Identifier, image, at, end));
  reading.at = end;
}

function readSign(reading: Reading): void {
  const { text, at, frames, tokens } = reading;
  for (const [sign, type] of signsByCode[text.charCodeAt(at)] ?? []) {
    if (sign.length > 1 && !text.startsWith(sign, at)) continue;
    const frame = frames.at(-1);
    if (frame && type === t.LeftBrace) frame.braces += 1;
    if (frame && type === t.RightBrace && frame.braces === 0) {
      leaveInterpolation(reading);
      return;
    }
    if (frame && type === t.RightBrace) frame.braces -= 1;
    tokens.push(t.makeToken(type, sign, at, at + sign.length));
    reading.at = at + sign.length;
    return;
  }
  let end = at + 1;
  while (end < reading.stop && isStrange(text.charCodeAt(end))) end += 1;
  reading.at = end;
  reading.diagnostics.push(
    describeStrangeCharacters(spanOf(reading, at, end), text.slice(at, end)),
  );
}

/** Whether no token, comment or space begins with a character. */
const isStrange = (code: number): boolean =>
  !isSpace(code) &&
  !isLetter(code) &&
  !isDigit(code) &&
  code !== newline &&
  ![34, 35, 39, 47].includes(code) &&
  signsByCode[code] === undefined;

function readSlash(reading: Reading): void {
  const { text, at, tokens } = reading;
  const next = text.charCodeAt(at + 1);
  if (next === 47) readLineComment(reading);
  else if (next === 42) readBlockComment(reading);
  else if (tokens.at(-1)?.tokenType === t.LeftParen && tokens.at(-2)?.image === 'string') {
    const found = regex.exec(text.slice(at, at + longestRegex));
    const end = at + (found?.[0].length ?? 1);
    push(reading, found ? t.Regex : t.Slash, at, end);
    reading.at = end;
  } else readSign(reading);
}

const longestRegex = 2000;
const regex = /^\/(?:[^/\\\n\r[]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\//;

/** The end of the line without its line break, or of what may be read of it. */
function endOfText(reading: Reading): number {
  const end = endOfLine(reading);
  return Math.min(reading.text.charCodeAt(end - 1) === 13 ? end - 1 : end, reading.stop);
}

function readLineComment(reading: Reading): void {
  const { text, at } = reading;
  const end = Math.max(at, endOfText(reading));
  const isShell = text.charCodeAt(at) === 35;
  if (isShell) reading.diagnostics.push(describeShellComment(spanOf(reading, at, at + 1)));
  const isDocumentation = text.startsWith('///', at) && text.charCodeAt(at + 3) !== 47;
  addComment(reading, isDocumentation ? 'doc' : 'line', end);
}

function readBlockComment(reading: Reading): void {
  const { text, at, stop } = reading;
  const found = text.indexOf('*/', at + 2);
  if (found === -1) {
    reading.diagnostics.push(describeOpenComment(spanOf(reading, at, at + 2)));
    reading.reach = text.length;
  }
  addComment(reading, 'block', Math.min(found === -1 ? text.length : found + 2, stop));
}

function addComment(reading: Reading, kind: Comment['kind'], end: number): void {
  const { text, at, anchor } = reading;
  const [start, until] = [at - anchor.offset, end - anchor.offset];
  reading.comments.push({ kind, text: text.slice(at, end), start, end: until });
  reading.at = end;
}

function readSingleQuoted(reading: Reading): void {
  const { text, at } = reading;
  const line = endOfText(reading);
  const found = text.indexOf("'", at + 1);
  const isClosed = found !== -1 && found < line;
  const inside = isClosed ? found : line;
  const end = isClosed ? found + 1 : line;
  reading.diagnostics.push(
    describeSingleQuotes(spanOf(reading, at, end), text.slice(at + 1, inside)),
  );
  push(reading, t.StringStart, at, at + 1);
  push(reading, t.StringText, at + 1, inside);
  push(reading, t.StringEnd, inside, end);
  reading.at = end;
}
