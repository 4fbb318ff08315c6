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
  let angles = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    const type = token.tokenType;
    if (type === t.Newline) {
      while (tokens[index + 1]?.tokenType === t.Newline) index += 1;
      const [next, afterNext] = [tokens[index + 1], tokens[index + 2]];
      if (!separates(open.at(-1), kept.at(-1), next, afterNext)) continue;
      angles = 0;
    } else if (t.openers.has(type)) open.push(type);
    else if (t.closers.has(type)) open.pop();
    else if (type === t.Less && kept.at(-1)?.tokenType === t.Secret) angles += 1;
    else if (type === t.Greater && angles > 0) {
      // It ends a type, and so leaves nothing open.
      angles -= 1;
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

/** Whether a line break between two tokens means something. */
function separates(
  bracket: TokenType | undefined,
  previous: IToken | undefined,
  next: IToken | undefined,
  afterNext: IToken | undefined,
): boolean {
  if (bracket === t.LeftParen) return false;
  if (!next) return true;
  if (continuesLine.has(next.tokenType)) return false;
  if (continuesAsClause(next, afterNext, bracket)) return false;
  if (!previous || !leavesOpen(previous)) return true;
  // After an operator the operand may follow on the next line, unless that line is a new field,
  // a new declaration, or the end of the block: then the operand is missing.
  return (
    t.closers.has(next.tokenType) || beginsDeclaration(next, afterNext) || isKey(next, afterNext)
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
  token.tokenType === t.Bar ||
  (tokenMatcher(token, t.BinaryOperator) && token.tokenType !== t.TypeEnd);

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
    if (
      depth === 0 &&
      type === t.Newline &&
      separates(undefined, tokens[at - 1], tokens[at + 1], tokens[at + 2])
    ) {
      break;
    }
    if (t.openers.has(type)) depth += 1;
    else if (t.closers.has(type)) depth -= 1;
  }
  return true;
}
