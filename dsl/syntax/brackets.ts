/*
 * Makes brackets match. Indentation and the beginnings of declarations tell which bracket was
 * forgotten: closers are put in, or left out, and each forgotten bracket is reported once, at the
 * place where it was opened. Only for tokens whose brackets do not match.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { beginsDeclaration } from './declaration-start.js';
import { TextSpan, type Anchor } from './spans.js';
import * as t from './tokens.js';

/** What closes each opening bracket. */
export const closerOf = new Map<TokenType, TokenType>([
  [t.LeftBrace, t.RightBrace],
  [t.LeftBracket, t.RightBracket],
  [t.LeftParen, t.RightParen],
  [t.InterpolationStart, t.InterpolationEnd],
]);

export const deepestBrackets = 100;

export interface Balanced {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** A bracket that is nested too deep; nothing behind it is looked at. */
  readonly tooDeep?: IToken;
}

interface Opener {
  readonly token: IToken;
  readonly closer: TokenType;
  /** Column, from 0, of the first token on the line of the bracket. */
  readonly indent: number;
  readonly line: number;
}

/** Puts in and leaves out closing brackets until all match. */
export function balanceBrackets(anchor: Anchor, tokens: readonly IToken[]): Balanced {
  const out: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const open: Opener[] = [];
  let line = 0;
  let indent = 0;
  let atLineStart = true;
  let lineStart = anchor.offset;

  /** Closes the innermost bracket before the line breaks that end the tokens so far. */
  const closeForgotten = () => {
    const opener = open.pop();
    if (!opener) return;
    diagnostics.push(unclosed(anchor, opener.token));
    let at = out.length;
    while (out[at - 1]?.tokenType === t.Newline) at -= 1;
    const last = out[at - 1];
    const offset = last ? t.endOfToken(last) : anchor.offset;
    out.splice(at, 0, t.makeToken(opener.closer, '', offset, offset));
  };

  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === t.Newline) {
      line += 1;
      atLineStart = true;
      lineStart = t.endOfToken(token);
      out.push(token);
      continue;
    }
    const isCloser = t.closers.has(token.tokenType);
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
    if (open.length > deepestBrackets) return { tokens: out, diagnostics, tooDeep: token };
    if (isCloser) {
      const match = open.findLastIndex((opener) => opener.closer === token.tokenType);
      const top = open.at(-1);
      if (match === -1) {
        diagnostics.push(unexpected(anchor, token, top));
        if (top) {
          open.pop();
          out.push(t.makeToken(top.closer, '', token.startOffset, token.startOffset));
        }
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

function unclosed(anchor: Anchor, token: IToken): Diagnostic {
  return diagnose('unclosed-bracket', spanOfToken(anchor, token), {
    summary: `this \`${token.image}\` is never closed`,
  });
}

function unexpected(anchor: Anchor, token: IToken, top?: Opener): Diagnostic {
  const labels = top && [
    { span: spanOfToken(anchor, top.token), text: 'the bracket open here is another one' },
  ];
  return diagnose('unexpected-bracket', spanOfToken(anchor, token), {
    summary: `nothing is open that this \`${token.image}\` could close`,
    labels,
  });
}

const spanOfToken = (anchor: Anchor, token: IToken): TextSpan =>
  new TextSpan(anchor, token.startOffset - anchor.offset, t.endOfToken(token) - anchor.offset);
