/*
 * Between lexer and parser: decides which line breaks mean something, balances brackets, and keeps
 * nesting within bounds. Afterwards brackets always match, so that the parser's recovery never runs
 * from one declaration into the next.
 */
import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { balanceBrackets, beginsDeclaration } from './brackets.js';
import { makeToken } from './lexer.js';
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
    tokens: markBindingColons(dropLineBreaks(balanced.tokens)),
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
  let angles = 0;
  let closesType = false;
  for (const [index, token] of tokens.entries()) {
    const type = token.tokenType;
    if (openers.has(type)) open.push(token);
    else if (closers.has(type)) open.pop();
    if (type === t.Newline) {
      if (!separates(tokens, index, open.at(-1), closesType ? undefined : kept.at(-1))) continue;
      angles = 0;
    }
    if (type === t.Less && kept.at(-1)?.tokenType === t.Secret) angles += 1;
    closesType = type === t.Greater && angles > 0;
    if (closesType) angles -= 1;
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
  if (continuesAsClause(next, afterNext, bracket)) return false;
  if (next.tokenType === t.LeftBracket && previous?.tokenType === t.LeftBrace) return false;
  if (!previous || !leavesOpen(previous)) return true;
  // After an operator the operand may follow on the next line, unless that line is a new field,
  // a new declaration, or the end of the block: then the operand is missing.
  return (
    closers.has(next.tokenType) || beginsDeclaration(next, afterNext) || isKey(next, afterNext)
  );
}

const continuesLine = new Set([
  t.Dot,
  t.SafeDot,
  t.Question,
  t.Coalesce,
  t.Colon,
  t.AndAnd,
  t.OrOr,
  t.Bar,
]);

const leavesOpen = (token: IToken): boolean =>
  token.tokenType === t.Bar || tokenMatcher(token, t.BinaryOperator);

const isKey = (token: IToken, next: IToken | undefined): boolean =>
  tokenMatcher(token, t.PropertyName) &&
  (next?.tokenType === t.Colon || next?.tokenType === t.Equals || next?.tokenType === t.Question);

/** `for`, `if` and `where` go on with what is before them, unless they are the key of a field. */
function continuesAsClause(
  token: IToken,
  next: IToken | undefined,
  bracket: IToken | undefined,
): boolean {
  switch (token.tokenType) {
    case t.For:
    case t.If:
      return !isKey(token, next);
    case t.Where:
      return bracket?.tokenType !== t.LeftBracket && !isKey(token, next);
    default:
      return false;
  }
}

/**
 * Marks the `:` of `let name: value` with a type of token of its own: no `=` follows, so it is no
 * type that is written there.
 */
function markBindingColons(tokens: IToken[]): IToken[] {
  for (let index = 0; index < tokens.length; index++) {
    const word = tokens[index]?.tokenType;
    const colon = tokens[index + 2];
    if (word !== t.Let && word !== t.Output) continue;
    if (colon?.tokenType !== t.Colon || (index > 0 && !isBreak(tokens[index - 1]))) continue;
    if (!isTyped(tokens, index + 3)) {
      tokens[index + 2] = makeToken(t.BindingColon, colon.image, colon.startOffset);
    }
  }
  return tokens;
}

const isBreak = (token: IToken | undefined): boolean => token?.tokenType === t.Newline;

function isTyped(tokens: readonly IToken[], from: number): boolean {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const type = tokens[at]?.tokenType;
    if (type === undefined || (depth === 0 && type === t.Newline)) return false;
    if (depth === 0 && type === t.Equals) return true;
    if (openers.has(type)) depth += 1;
    else if (closers.has(type)) depth -= 1;
  }
  return false;
}
