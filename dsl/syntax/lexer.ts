/*
 * Text to tokens and comments. Strings are taken apart here, so that the parser sees the expressions
 * inside them as part of one flat stream. Never throws; what it cannot read it reports and skips.
 */
import { createTokenInstance, Lexer, type IToken, type TokenType } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { endOfInterpolation } from './custom-patterns.js';
import { spanBetween, type Source } from './source.js';
import * as tokens from './tokens.js';

export interface Comment {
  readonly kind: 'line' | 'block' | 'doc';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
export interface Lexed {
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

let lexer: Lexer | undefined;
const stowageLexer = () =>
  (lexer ??= new Lexer([...tokens.vocabulary], {
    positionTracking: 'onlyOffset',
    ensureOptimizations: true,
  }));

/** The offset after a token's last character. */
export const endOfToken = (token: IToken): number => token.startOffset + token.image.length;

/** Makes a token that no pattern matched. */
export function makeToken(type: TokenType, image: string, start: number): IToken {
  return createTokenInstance(type, image, start, start + image.length - 1, -1, -1, -1, -1);
}

/** Reads a whole file. */
export function lex(source: Source): Lexed {
  const result = stowageLexer().tokenize(source.text);
  const diagnostics: Diagnostic[] = result.errors.map((error) =>
    strangeCharacters(source, error.offset, error.offset + error.length),
  );
  const comments: Comment[] = [];
  for (const token of result.groups.comments ?? []) {
    comments.push(readComment(source, token, diagnostics));
  }
  for (const token of result.tokens) {
    // The parser takes the places of its nodes from both ends of their tokens.
    token.endOffset = endOfToken(token) - 1;
  }
  const expanded = result.tokens.flatMap((token) => expandString(source, token, diagnostics));
  return { tokens: expanded, comments, diagnostics };
}

function strangeCharacters(source: Source, start: number, end: number): Diagnostic {
  const span = spanBetween(source, start, end);
  const text = source.text.slice(start, end);
  const semicolon = /^;+$/.test(text);
  return diagnose('unexpected-character', span, {
    summary: `unexpected \`${text.length > 20 ? `${text.slice(0, 20)}…` : text}\``,
    detail: semicolon
      ? 'Statements end with the line.'
      : 'No part of the language is written with it. Strings and comments may hold it.',
    fix: semicolon ? { title: 'remove it', span, text: '' } : undefined,
  });
}

function readComment(source: Source, token: IToken, diagnostics: Diagnostic[]): Comment {
  const { image, startOffset: start } = token;
  if (token.tokenType === tokens.UnfinishedComment) {
    diagnostics.push(
      diagnose('unterminated-comment', spanBetween(source, start, start + 2), {
        summary: 'this comment never ends',
        detail: 'A comment that begins with `/*` goes on to the next `*/`, and there is none.',
      }),
    );
  }
  if (token.tokenType === tokens.HashComment) {
    diagnostics.push(
      diagnose('unexpected-character', spanBetween(source, start, start + 1), {
        summary: 'unexpected `#`',
        detail: 'Comments begin with `//`.',
        fix: { title: 'write `//`', span: spanBetween(source, start, start + 1), text: '//' },
      }),
    );
  }
  const kind = image.startsWith('/*') ? 'block' : /^\/\/\/(?!\/)/.test(image) ? 'doc' : 'line';
  return { kind, text: image, start, end: endOfToken(token) };
}

/** Replaces a string token by its parts; every other token stands for itself. */
function expandString(source: Source, token: IToken, diagnostics: Diagnostic[]): IToken[] {
  const { image, startOffset: start } = token;
  if (token.tokenType === tokens.SingleQuoted) {
    diagnostics.push(singleQuotes(source, token));
    const inside = image.slice(1, image.length > 1 && image.endsWith("'") ? -1 : undefined);
    return [
      makeToken(tokens.StringStart, "'", start),
      makeToken(tokens.StringText, inside, start + 1),
      makeToken(tokens.StringEnd, "'", start + 1 + inside.length),
    ];
  }
  if (token.tokenType !== tokens.RawString) return [token];
  const parts = [makeToken(tokens.StringStart, '"', start)];
  let textStart = 1;
  let at = 1;
  let closed = false;
  const flush = () => {
    if (at > textStart) {
      parts.push(makeToken(tokens.StringText, image.slice(textStart, at), start + textStart));
    }
  };
  while (at < image.length) {
    if (image[at] === '"') {
      closed = true;
      break;
    }
    if (image[at] === '$' && image[at + 1] === '{') {
      flush();
      const end = endOfInterpolation(image, at + 2, 1);
      if (end === undefined) {
        diagnostics.push(openInterpolation(source, start + at));
        at = closingQuote(image);
        closed = true;
        textStart = at;
        break;
      }
      parts.push(...expandInterpolation(source, start + at, start + end, diagnostics));
      at = end;
      textStart = at;
      continue;
    }
    at = Math.min(image.length, at + (image[at] === '\\' ? 2 : 1));
  }
  flush();
  if (!closed) diagnostics.push(openString(source, token));
  parts.push(makeToken(tokens.StringEnd, closed ? '"' : '', start + at));
  return parts;
}

const closingQuote = (image: string): number =>
  image.length > 1 && image.endsWith('"') ? image.length - 1 : image.length;

/** The tokens of an interpolation, which stands between two offsets. */
export function expandInterpolation(
  source: Source,
  start: number,
  end: number,
  diagnostics: Diagnostic[],
): IToken[] {
  const inside = source.text.slice(start + 2, end - 1);
  const lexed = lex({ ...source, text: inside });
  const moved = lexed.tokens.map((token) =>
    makeToken(token.tokenType, token.image, token.startOffset + start + 2),
  );
  for (const diagnostic of lexed.diagnostics) {
    const from = (diagnostic.span?.start.offset ?? 0) + start + 2;
    const to = (diagnostic.span?.end.offset ?? 0) + start + 2;
    diagnostics.push({ ...diagnostic, span: spanBetween(source, from, to) });
  }
  return [
    makeToken(tokens.InterpolationStart, '${', start),
    ...moved,
    makeToken(tokens.InterpolationEnd, '}', end - 1),
  ];
}

function singleQuotes(source: Source, token: IToken): Diagnostic {
  const span = spanBetween(source, token.startOffset, endOfToken(token));
  const inside = token.image.replace(/^'|'$/g, '').replace(/"/g, '\\"');
  return diagnose('unexpected-character', span, {
    summary: 'strings are written with double quotes',
    fix: { title: 'write it with double quotes', span, text: `"${inside}"` },
  });
}

function openString(source: Source, token: IToken): Diagnostic {
  return diagnose(
    'unterminated-string',
    spanBetween(source, token.startOffset, endOfToken(token)),
    {
      summary: 'this string has no closing `"`',
      detail: 'A string ends on the line it begins on.',
    },
  );
}

/** Says that an interpolation, which begins at an offset, has no end. */
export function openInterpolation(source: Source, start: number): Diagnostic {
  return diagnose('unterminated-string', spanBetween(source, start, start + 2), {
    summary: 'this `${` has no closing `}`',
    detail: 'Write `${name}` to put a value into a string, or `\\${` for the two characters.',
  });
}
