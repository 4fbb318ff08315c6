/*
 * Strings in the lexer: those of one line, and those between `"""`. A string comes as one token where
 * it is plain, else in parts, with the tokens of its interpolations in between. An interpolation
 * ends on the line it begins on; one that does not is read as text.
 */
import { findBlock, type Block } from './blocks.js';
import {
  describeIndentation,
  describeOpenBlock,
  describeOpenInterpolation,
  describeOpenString,
  describeTextAfterQuotes,
  describeTextBeforeQuotes,
} from './lexical-errors.js';
import { endOfLine, push, spanOf, type Frame, type Reading } from './reading.js';
import * as t from './tokens.js';

const quote = 34;
const backslash = 92;
const dollar = 36;
const leftBrace = 123;
const isLineBreak = (code: number): boolean => code === 10 || code === 13;

/** Reads a string from its opening quotes to its end, or into its first interpolation. */
export function readString(reading: Reading): void {
  const { text, at, frames } = reading;
  if (frames.length === 0 && text.startsWith('"""', at)) {
    readBlock(reading);
    return;
  }
  const { end, ending } = findEndOfText(reading, at + 1);
  if (ending === 'quote') {
    push(reading, t.PlainString, at, end + 1);
    reading.at = end + 1;
    return;
  }
  push(reading, t.StringStart, at, at + 1);
  readText(reading, at, at + 1);
}

interface EndOfText {
  readonly end: number;
  readonly ending: 'quote' | 'interpolation' | 'line';
}

/** Finds what ends a piece of text within one line. */
function findEndOfText({ text, stop, plainUntil }: Reading, from: number): EndOfText {
  let at = from;
  while (at < stop) {
    const code = text.charCodeAt(at);
    if (code === quote) return { end: at, ending: 'quote' };
    if (isLineBreak(code)) break;
    if (code === dollar && text.charCodeAt(at + 1) === leftBrace && at >= plainUntil) {
      return { end: at, ending: 'interpolation' };
    }
    at += code === backslash && !isLineBreak(text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return { end: Math.min(at, stop), ending: 'line' };
}

/** Reads the text of a string of one line from an offset on. */
function readText(reading: Reading, opening: number, from: number): void {
  const { end, ending } = findEndOfText(reading, from);
  if (end > from) push(reading, t.StringText, from, end);
  if (ending === 'interpolation') {
    enterInterpolation(reading, opening, end, undefined);
    return;
  }
  if (ending === 'line' && opening >= reading.plainUntil) {
    reading.diagnostics.push(describeOpenString(spanOf(reading, opening, end)));
  }
  reading.at = ending === 'quote' ? end + 1 : end;
  push(reading, t.StringEnd, end, reading.at);
}

/** Reads the `${` at an offset. */
export function enterInterpolation(
  reading: Reading,
  opening: number | undefined,
  start: number,
  block: Block | undefined,
): void {
  const { text, frames, tokens, comments } = reading;
  if (frames.length === 0) {
    reading.at = start;
    reading.stop = Math.min(endOfLine(reading), block?.end ?? text.length);
  }
  frames.push({
    start,
    tokens: tokens.length,
    comments: comments.length,
    quote: opening,
    block,
    braces: 0,
  });
  push(reading, t.InterpolationStart, start, start + 2);
  reading.at = start + 2;
}

/** Reads the `}` that ends an interpolation, and goes on with the string around it. */
export function leaveInterpolation(reading: Reading): void {
  const { at, frames, text } = reading;
  const frame = frames.pop();
  if (!frame) return;
  push(reading, t.InterpolationEnd, at, at + 1);
  if (frames.length === 0) reading.stop = text.length;
  goOn(reading, frame, at + 1);
}

/** Reads as text what was taken for an interpolation, but has no end on its line. */
export function recoverInterpolation(reading: Reading): void {
  const { frames, tokens, comments, text } = reading;
  const [frame] = frames;
  if (!frame) return;
  tokens.length = frame.tokens;
  comments.length = frame.comments;
  frames.length = 0;
  reading.plainUntil = reading.stop;
  reading.stop = text.length;
  const span = spanOf(reading, frame.start, frame.start + 2);
  reading.diagnostics.push(describeOpenInterpolation(span));
  goOn(reading, frame, frame.start);
}

function goOn(reading: Reading, { block, quote: opening }: Frame, from: number): void {
  reading.at = from;
  if (block) readBlockText(reading, block, from);
  else if (opening !== undefined) readText(reading, opening, from);
}

function readBlock(reading: Reading): void {
  const { text, at } = reading;
  const block = findBlock(text, at, endOfLine(reading));
  reading.reach = Math.max(reading.reach, block.reach);
  push(reading, t.StringStart, at, at + 3);
  reportLayout(reading, block);
  readBlockText(reading, block, block.start);
}

function reportLayout(reading: Reading, block: Block): void {
  const { text, diagnostics } = reading;
  const whole = spanOf(reading, block.quote, Math.min(block.end + 3, text.length));
  if (!block.closed) {
    diagnostics.push(describeOpenBlock(spanOf(reading, block.quote, block.quote + 3)));
  } else if (block.isOnOneLine) {
    const inside = text.slice(block.start, block.end);
    diagnostics.push(describeTextAfterQuotes(whole, /["\\]/.test(inside) ? undefined : inside));
  } else if (block.beginsAtOnce) {
    const line = spanOf(reading, block.start, endOfLine(reading));
    diagnostics.push(describeTextAfterQuotes(line, undefined));
  } else if (block.indentation === undefined) {
    diagnostics.push(describeTextBeforeQuotes(spanOf(reading, block.end, block.end + 3)));
  } else if (block.shallow !== undefined) {
    const { start, end } = block.shallow;
    const closing = spanOf(reading, block.end - block.indentation.length, block.end);
    diagnostics.push(describeIndentation(spanOf(reading, start, end), closing));
  }
}

/** Reads the text of a string of several lines, each line a part of its own, without indentation. */
function readBlockText(reading: Reading, block: Block, from: number): void {
  const { text } = reading;
  let at = from;
  while (at < block.end) {
    if (text.charCodeAt(at - 1) === 10) at = skipIndentation(text, block, at);
    const { end, next, ending } = findEndOfBlockText(reading, block, at);
    pushText(reading, at, end);
    if (ending === 'interpolation') {
      enterInterpolation(reading, block.quote, end, block);
      return;
    }
    at = next;
  }
  reading.at = block.end + (block.closed ? 3 : 0);
  push(reading, t.StringEnd, block.end, reading.at);
}

interface EndOfBlockText {
  readonly end: number;
  /** Where the next part begins. */
  readonly next: number;
  readonly ending: 'line' | 'interpolation';
}

/** Finds what ends a part: the line, an interpolation, or a backslash that joins two lines. */
function findEndOfBlockText(
  { text, plainUntil }: Reading,
  block: Block,
  from: number,
): EndOfBlockText {
  let at = from;
  while (at < block.end) {
    const code = text.charCodeAt(at);
    if (code === 10) return { end: at + 1, next: at + 1, ending: 'line' };
    if (code === dollar && text.charCodeAt(at + 1) === leftBrace && at >= plainUntil) {
      return { end: at, next: at, ending: 'interpolation' };
    }
    if (code === backslash) {
      const after = text.charCodeAt(at + 1) === 13 ? at + 2 : at + 1;
      if (text.charCodeAt(after) === 10) return { end: at, next: after + 1, ending: 'line' };
      at += 1;
    }
    at += 1;
  }
  return { end: block.end, next: block.end, ending: 'line' };
}

function pushText(reading: Reading, start: number, end: number): void {
  if (end <= start) return;
  const image = reading.text.slice(start, end).replace(/\r\n/g, '\n');
  reading.tokens.push(t.makeToken(t.StringText, image, start, end));
}

/** The offset in a line where its text begins. A line of nothing but spaces may have fewer. */
function skipIndentation(text: string, { indentation = '', end }: Block, from: number): number {
  if (text.startsWith(indentation, from)) return from + indentation.length;
  let at = from;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at += 1;
  return at;
}
