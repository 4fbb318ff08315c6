/*
 * Between lexer and parser: decides which line breaks mean something, balances brackets, and keeps
 * nesting within bounds. Afterwards brackets always match, so that the parser's recovery never runs
 * from one declaration into the next.
 */
import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { balanceBrackets } from './brackets.js';
import { spanBetween, type Source } from './source.js';
import * as t from './tokens.js';

export interface LaidOut {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** For the offset of each opening bracket, that of the bracket that closes it. */
  readonly partners: ReadonlyMap<number, number>;
}

const deepestBrackets = 100;
const mostConditionals = 100;

/** Lays out the tokens of a file. With brackets nested too deep there are no tokens left. */
export function layOut(source: Source, tokens: readonly IToken[]): LaidOut {
  const balanced = balanceBrackets(source, tokens);
  const tooDeep = findTooDeep(balanced.tokens);
  if (tooDeep) {
    const span = spanBetween(source, tooDeep.startOffset, tooDeep.startOffset + 1);
    const message = {
      summary: 'this is nested too deep',
      detail: `Brackets nest at most ${deepestBrackets} deep. Give the inner parts names with \`let\`.`,
    };
    return {
      tokens: [],
      diagnostics: [diagnose('nesting-too-deep', span, message)],
      partners: new Map(),
    };
  }
  return {
    tokens: dropLineBreaks(balanced.tokens),
    diagnostics: balanced.diagnostics,
    partners: findPartners(balanced.tokens),
  };
}

const openers = new Set([t.LeftBrace, t.LeftBracket, t.LeftParen, t.InterpolationStart]);
const closers = new Set([t.RightBrace, t.RightBracket, t.RightParen, t.InterpolationEnd]);

function findPartners(tokens: readonly IToken[]): Map<number, number> {
  const partners = new Map<number, number>();
  const open: IToken[] = [];
  for (const token of tokens) {
    if (openers.has(token.tokenType)) open.push(token);
    else if (closers.has(token.tokenType)) {
      const opener = open.pop();
      if (opener) partners.set(opener.startOffset, token.startOffset);
    }
  }
  return partners;
}

function findTooDeep(tokens: readonly IToken[]): IToken | undefined {
  let depth = 0;
  let conditionals = 0;
  for (const token of tokens) {
    if (openers.has(token.tokenType)) depth += 1;
    else if (closers.has(token.tokenType)) depth -= 1;
    else if (token.tokenType === t.Question) conditionals += 1;
    else if (token.tokenType === t.Comma) conditionals = 0;
    else if (token.tokenType === t.Newline && depth === 0) conditionals = 0;
    if (depth > deepestBrackets || conditionals > mostConditionals) return token;
  }
  return undefined;
}

/** A line break goes inside parentheses and where an expression plainly continues. */
function dropLineBreaks(tokens: readonly IToken[]): IToken[] {
  const kept: IToken[] = [];
  const open: IToken[] = [];
  for (const [index, token] of tokens.entries()) {
    if (openers.has(token.tokenType)) open.push(token);
    else if (closers.has(token.tokenType)) open.pop();
    if (token.tokenType === t.Newline && !separates(tokens, index, open.at(-1), kept.at(-1))) {
      continue;
    }
    kept.push(token);
  }
  return kept;
}

function separates(
  tokens: readonly IToken[],
  index: number,
  bracket: IToken | undefined,
  previous: IToken | undefined,
): boolean {
  if (bracket?.tokenType === t.LeftParen) return false;
  let at = index + 1;
  while (tokens[at]?.tokenType === t.Newline) at += 1;
  const [next, afterNext] = [tokens[at], tokens[at + 1]];
  if (!next) return true;
  if (continuesLine.has(next.tokenType)) return false;
  if (!bracket && (next.tokenType === t.For || next.tokenType === t.If)) return false;
  if (!previous || !tokenMatcher(previous, t.BinaryOperator)) return true;
  // After an operator the operand may follow on the next line, unless that line is a new field,
  // a new declaration, or the end of the block: then the operand is missing.
  const named = tokenMatcher(next, t.PropertyName) && afterNext !== undefined;
  return (
    closers.has(next.tokenType) ||
    (named && (afterNext.tokenType === t.Colon || tokenMatcher(afterNext, t.Name)))
  );
}

const continuesLine = new Set([t.Dot, t.Question, t.Colon, t.AndAnd, t.OrOr]);
