/*
 * A piece of text while the lexer reads it.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import type { Block } from './blocks.js';
import type { Source } from './source.js';
import { TextSpan, type Anchor } from './spans.js';
import * as t from './tokens.js';

export interface Comment {
  readonly kind: 'line' | 'block' | 'doc';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** An interpolation that is open. */
export interface Frame {
  /** Offset of its `${`, and how many tokens and comments came before it. */
  readonly start: number;
  readonly tokens: number;
  readonly comments: number;
  /** Offset of the quotes of the string that it is in; absent in a template, which has none. */
  readonly quote: number | undefined;
  /** That string, where it has several lines. */
  readonly block: Block | undefined;
  /** Braces that are open inside. */
  braces: number;
}

export interface Reading {
  readonly text: string;
  readonly anchor: Anchor;
  readonly tokens: IToken[];
  /** Their places count from the anchor. */
  readonly comments: Comment[];
  readonly diagnostics: Diagnostic[];
  /** The interpolations that are open, outermost first. */
  readonly frames: Frame[];
  at: number;
  /** Where reading stops: the end of the text, or of the line while an interpolation is open. */
  stop: number;
  /** Before this offset `${` is plain text, because an interpolation there had no end. */
  plainUntil: number;
  /** The end of a line that was last asked for: each is looked for once. */
  lineEnd: number;
  /** How far was looked ahead to see where something ends. */
  reach: number;
}

/** Begins to read at an offset. */
export function beginReading(source: Source, start: number): Reading {
  const { text } = source;
  return {
    text,
    anchor: { source, offset: start },
    tokens: [],
    comments: [],
    diagnostics: [],
    frames: [],
    at: start,
    stop: text.length,
    plainUntil: start,
    lineEnd: -1,
    reach: start,
  };
}

/** The span from one offset to another. */
export const spanOf = ({ anchor }: Reading, start: number, end: number): TextSpan =>
  new TextSpan(anchor, start - anchor.offset, end - anchor.offset);

/** Adds a token. */
export function push(reading: Reading, type: TokenType, start: number, end: number): void {
  reading.tokens.push(t.makeToken(type, reading.text.slice(start, end), start, end));
}

/** The offset of the line break that ends the line at `at`, or of the end of the text. */
export function endOfLine(reading: Reading): number {
  if (reading.lineEnd < reading.at) {
    const found = reading.text.indexOf('\n', reading.at);
    reading.lineEnd = found === -1 ? reading.text.length : found;
  }
  return reading.lineEnd;
}
