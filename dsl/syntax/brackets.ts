/*
 * Makes brackets match. Where all of them do, tokens go through untouched. Otherwise indentation and
 * the beginnings of declarations tell which bracket was forgotten: closers are put in, or left out,
 * and each forgotten bracket is reported once, at the place where it was opened.
 */
import type { IToken, TokenType } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { makeToken } from './lexer.js';
import { spanBetween, type Source } from './source.js';
import * as t from './tokens.js';

const closerOf = new Map<TokenType, TokenType>([
  [t.LeftBrace, t.RightBrace],
  [t.LeftBracket, t.RightBracket],
  [t.LeftParen, t.RightParen],
  [t.InterpolationStart, t.InterpolationEnd],
]);
const closers = new Set(closerOf.values());

export interface Balanced {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Opener {
  readonly token: IToken;
  readonly closer: TokenType;
  /** Column, from 0, of the first token on the line of the bracket. */
  readonly indent: number;
  readonly line: number;
}

/** Balances the brackets of a file's tokens. */
export function balanceBrackets(source: Source, tokens: readonly IToken[]): Balanced {
  return isBalanced(tokens) ? { tokens, diagnostics: [] } : repair(source, tokens);
}

function isBalanced(tokens: readonly IToken[]): boolean {
  const open: TokenType[] = [];
  for (const { tokenType } of tokens) {
    const closer = closerOf.get(tokenType);
    if (closer) open.push(closer);
    else if (closers.has(tokenType) && open.pop() !== tokenType) return false;
  }
  return open.length === 0;
}

function repair(source: Source, tokens: readonly IToken[]): Balanced {
  const out: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const open: Opener[] = [];
  let line = 0;
  let indent = 0;
  let atLineStart = true;
  let lineStart = 0;

  /** Closes the innermost bracket before the line breaks that end the tokens so far. */
  const closeForgotten = () => {
    const opener = open.pop();
    if (!opener) return;
    diagnostics.push(unclosed(source, opener.token));
    let at = out.length;
    while (out[at - 1]?.tokenType === t.Newline) at -= 1;
    const last = out[at - 1];
    const offset = last ? last.startOffset + last.image.length : 0;
    out.splice(at, 0, makeToken(opener.closer, '', offset));
  };

  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === t.Newline) {
      line += 1;
      atLineStart = true;
      lineStart = token.startOffset + token.image.length;
      out.push(token);
      continue;
    }
    const isCloser = closers.has(token.tokenType);
    if (atLineStart) {
      atLineStart = false;
      indent = token.startOffset - lineStart;
      if (indent === 0 && beginsDeclaration(token, tokens[index + 1])) {
        while (open.length > 0) closeForgotten();
      }
      for (let top = open.at(-1); top; top = open.at(-1)) {
        const dedented = isCloser
          ? indent < top.indent && open.some((one) => one.indent === indent)
          : indent <= top.indent && line > top.line;
        if (!dedented) break;
        closeForgotten();
      }
    }
    const closer = closerOf.get(token.tokenType);
    if (closer) open.push({ token, closer, indent, line });
    if (isCloser) {
      const match = open.findLastIndex((opener) => opener.closer === token.tokenType);
      const top = open.at(-1);
      if (match === -1) {
        diagnostics.push(unexpected(source, token, top));
        if (top) out.push(makeToken(open.pop()?.closer ?? top.closer, '', token.startOffset));
        continue;
      }
      while (open.length > match + 1) closeForgotten();
      open.pop();
    }
    out.push(token);
  }
  while (open.length > 0) closeForgotten();
  return { tokens: out, diagnostics };
}

/**
 * Whether two tokens begin a declaration, whatever stands before them: two names in a row, or one of
 * the words that a string or a brace follows.
 */
export function beginsDeclaration(first: IToken, second: IToken | undefined): boolean {
  if (!second || !tokenMatcher(first, t.Name)) return false;
  if (tokenMatcher(second, t.Name)) return true;
  if (second.tokenType === t.StringStart) return beforeString.has(first.tokenType);
  return second.tokenType === t.LeftBrace && beforeBrace.has(first.tokenType);
}
const beforeString = new Set([t.Stack, t.Engine, t.Use, t.Check, t.Test]);
const beforeBrace = new Set([t.Moved, t.Removed, t.Import]);

function unclosed(source: Source, { image, startOffset }: IToken): Diagnostic {
  return diagnose(
    'unclosed-bracket',
    spanBetween(source, startOffset, startOffset + image.length),
    {
      summary: `this \`${image}\` is never closed`,
    },
  );
}

function unexpected(source: Source, { image, startOffset }: IToken, top?: Opener): Diagnostic {
  const span = spanBetween(source, startOffset, startOffset + image.length);
  const labels = top && [
    {
      span: spanBetween(source, top.token.startOffset, top.token.startOffset + 1),
      text: 'the bracket open here is another one',
    },
  ];
  return diagnose('unexpected-bracket', span, {
    summary: `nothing is open that this \`${image}\` could close`,
    labels,
  });
}
