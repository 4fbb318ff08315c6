/*
 * How a declaration begins. At the left edge that is enough to know one, whatever stands before it.
 */
import { tokenMatcher, type IToken } from 'chevrotain';
import * as t from './tokens.js';

const declarationStart =
  /(?:(?!(?:assert|where|as|true|false|null|for|if|in|is)\b)[A-Za-z_]\w*[ \t]+(?!(?:true|false|null|for|if|in|is)\b)[A-Za-z_]|(?:stack|engine|use|check|test)[ \t]*"|(?:moved|removed|import)[ \t]*\{)/y;

/**
 * Whether a declaration begins at an offset at the left edge: two names in a row, or one of the words
 * that a string or a brace follows. Inside of a correct declaration no line reads like that.
 */
export function beginsDeclarationAt(text: string, offset: number): boolean {
  declarationStart.lastIndex = offset;
  return declarationStart.test(text);
}

/** The same of two tokens in a row. */
export function beginsDeclaration(first: IToken, second: IToken | undefined): boolean {
  if (!second || !tokenMatcher(first, t.Name) || neverFirst.has(first.tokenType)) return false;
  if (tokenMatcher(second, t.Name)) return true;
  if (second.tokenType === t.LeftBrace) return tokenMatcher(first, t.StatementWord);
  const isString = second.tokenType === t.PlainString || second.tokenType === t.StringStart;
  return isString && beforeString.has(first.tokenType);
}
const neverFirst = new Set([t.Assert, t.Where, t.As]);
const beforeString = new Set([t.Stack, t.Engine, t.Use, t.Check, t.Test]);
