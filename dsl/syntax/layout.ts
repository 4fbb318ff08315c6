/*
 * Between lexer and parser: balances brackets, keeps their nesting within bounds, and decides which
 * line breaks mean something. Afterwards brackets always match, so that the parser's recovery never
 * runs out of the brackets it is in.
 */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { balanceBrackets, closerOf, deepestBrackets } from './brackets.js';
import { beginsDeclaration } from './declaration-start.js';
import { TextSpan, type Anchor } from './spans.js';
import * as t from './tokens.js';

export interface LaidOut {
  readonly tokens: IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Lays out the tokens of a piece. With brackets nested too deep there are no tokens left. */
export function layOut(anchor: Anchor, tokens: readonly IToken[]): LaidOut {
  const { isBalanced, tooDeep } = lookAtBrackets(tokens);
  if (isBalanced && !tooDeep) return { tokens: dropLineBreaks(tokens), diagnostics: [] };
  if (isBalanced && tooDeep) return { tokens: [], diagnostics: [describeDepth(anchor, tooDeep)] };
  const balanced = balanceBrackets(anchor, tokens);
  if (balanced.tooDeep) {
    return { tokens: [], diagnostics: [describeDepth(anchor, balanced.tooDeep)] };
  }
  return { tokens: dropLineBreaks(balanced.tokens), diagnostics: balanced.diagnostics };
}

function describeDepth(anchor: Anchor, token: IToken): Diagnostic {
  const from = token.startOffset - anchor.offset;
  return diagnose('nesting-too-deep', new TextSpan(anchor, from, from + token.image.length), {
    summary: 'this is nested too deep',
    detail: `Brackets nest at most ${deepestBrackets} deep. Give the inner parts names with \`let\`.`,
  });
}

function lookAtBrackets(tokens: readonly IToken[]): { isBalanced: boolean; tooDeep?: IToken } {
  const open: TokenType[] = [];
  let tooDeep: IToken | undefined;
  for (const token of tokens) {
    const closer = closerOf.get(token.tokenType);
    if (closer) {
      open.push(closer);
      if (open.length > deepestBrackets) tooDeep ??= token;
    } else if (t.closers.has(token.tokenType) && open.pop() !== token.tokenType) {
      return { isBalanced: false };
    }
  }
  return { isBalanced: open.length === 0, ...(tooDeep && { tooDeep }) };
}

/** For the offset of each opening bracket, that of the bracket that closes it. */
export function findPartners(tokens: readonly IToken[]): Map<number, number> {
  const partners = new Map<number, number>();
  const open: IToken[] = [];
  for (const token of tokens) {
    if (t.openers.has(token.tokenType)) open.push(token);
    else if (t.closers.has(token.tokenType)) {
      const opener = open.pop();
      if (opener) partners.set(opener.startOffset, token.startOffset);
    }
  }
  return partners;
}

/**
 * A line break goes inside parentheses and where an expression plainly continues; of several in a row
 * one is left. The `:` of `let name: value` is marked on the way.
 */
function dropLineBreaks(tokens: readonly IToken[]): IToken[] {
  const kept: IToken[] = [];
  const open: TokenType[] = [];
  /** Forgets each `secret <` that turned out to be a comparison. */
  const leaveAngles = () => {
    while (open.at(-1) === t.Less) open.pop();
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    const type = token.tokenType;
    if (type === t.Newline) {
      while (tokens[index + 1]?.tokenType === t.Newline) index += 1;
      const bracket = open.findLast((one) => one !== t.Less);
      if (!separates(breakAt(tokens, index, bracket, kept.at(-1)))) continue;
      leaveAngles();
    } else if (t.openers.has(type)) open.push(type);
    else if (t.closers.has(type)) {
      leaveAngles();
      open.pop();
    } else if (type === t.Less && kept.at(-1)?.tokenType === t.Secret) open.push(type);
    else if (type === t.Greater && open.at(-1) === t.Less && !isOperand(tokens[index + 1])) {
      open.pop();
      kept.push(t.makeToken(t.TypeEnd, token.image, token.startOffset, t.endOfToken(token)));
      continue;
    } else if (type === t.Colon && open.length === 0 && isBindingColon(tokens, index)) {
      kept.push(t.makeToken(t.BindingColon, token.image, token.startOffset, t.endOfToken(token)));
      continue;
    }
    kept.push(token);
  }
  return kept;
}

/** A line break and what is around it. */
interface Break {
  readonly bracket: TokenType | undefined;
  readonly previous: IToken | undefined;
  readonly next: IToken | undefined;
  readonly afterNext: IToken | undefined;
  /** Whether the next token is not indented. */
  readonly isLeftmost: boolean;
}

/** The line break at an index, the last of several in a row. */
function breakAt(
  tokens: readonly IToken[],
  index: number,
  bracket: TokenType | undefined,
  previous: IToken | undefined,
): Break {
  const [lineBreak, next, afterNext] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  const isLeftmost = lineBreak !== undefined && t.endOfToken(lineBreak) === next?.startOffset;
  return { bracket, previous, next, afterNext, isLeftmost };
}

/** Whether a line break means something. */
function separates({ bracket, previous, next, afterNext, isLeftmost }: Break): boolean {
  if (bracket === t.LeftParen) return false;
  if (!next) return true;
  if (continuesLine.has(next.tokenType)) return false;
  if (continuesAsClause(next, afterNext, bracket)) return false;
  if (!previous || !leavesOpen(previous)) return true;
  // After an operator the operand may follow on the next line, unless that line is a new field,
  // a new declaration, or the end of the block: then the operand is missing.
  if (t.closers.has(next.tokenType) || isKey(next, afterNext)) return true;
  const needsEdge = afterNext?.tokenType === t.LeftBrace;
  return beginsDeclaration(next, afterNext) && (isLeftmost || !needsEdge);
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

/** Whether a token begins an operand, so that a `>` before it compares and ends no type. */
const isOperand = (token: IToken | undefined): boolean =>
  token !== undefined &&
  token.tokenType !== t.Where &&
  (operandStarts.has(token.tokenType) ||
    tokenMatcher(token, t.Name) ||
    tokenMatcher(token, t.PlainLiteral));

const operandStarts = new Set([
  t.PlainString,
  t.StringStart,
  t.LeftParen,
  t.LeftBracket,
  t.LeftBrace,
  t.Minus,
  t.Not,
]);

const isKey = (token: IToken, next: IToken | undefined): boolean =>
  tokenMatcher(token, t.PropertyName) &&
  next !== undefined &&
  (tokenMatcher(next, t.FieldBinder) || next.tokenType === t.Question);

/** `for`, `if` and `where` go on with what is before them, unless they are the key of a field. */
function continuesAsClause(
  token: IToken,
  next: IToken | undefined,
  bracket: TokenType | undefined,
): boolean {
  switch (token.tokenType) {
    case t.For:
    case t.If:
      return !isKey(token, next);
    case t.Where:
      return bracket !== t.LeftBracket && !isKey(token, next);
    default:
      return false;
  }
}

/** Whether the `:` at an index is that of `let name: value`: no `=` follows, so it is no type. */
function isBindingColon(tokens: readonly IToken[], colon: number): boolean {
  const word = tokens[colon - 2]?.tokenType;
  const before = tokens[colon - 3];
  if (word !== t.Let && word !== t.Output) return false;
  if (before && before.tokenType !== t.Newline) return false;
  let depth = 0;
  for (let at = colon + 1; at < tokens.length; at++) {
    const type = tokens[at]?.tokenType;
    if (type === undefined) break;
    if (depth === 0 && type === t.Equals) return false;
    if (depth === 0 && type === t.Newline) {
      const previous = tokens[at - 1];
      while (tokens[at + 1]?.tokenType === t.Newline) at += 1;
      if (separates(breakAt(tokens, at, undefined, previous))) break;
    }
    if (t.openers.has(type)) depth += 1;
    else if (t.closers.has(type)) depth -= 1;
  }
  return true;
}
