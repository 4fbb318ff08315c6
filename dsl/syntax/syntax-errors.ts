/*
 * The parser's errors as messages: what was expected, after what, and what stands there instead.
 * Nothing of the grammar's inner names is shown.
 */
import { EOF, type IRecognitionException, type IToken } from 'chevrotain';
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { spanBetween, type Source } from './source.js';
import * as t from './tokens.js';

/**
 * The parser's errors as diagnostics. When recovery skips an opening bracket, what stands between it
 * and its partner is read out of place; errors from there say nothing and are left out.
 */
export function describeSyntaxErrors(
  source: Source,
  errors: readonly IRecognitionException[],
  partners: ReadonlyMap<number, number>,
): Diagnostic[] {
  const kept: Diagnostic[] = [];
  let silentUntil = -1;
  const ordered = [...errors].sort((a, b) => placeIn(source, a) - placeIn(source, b));
  for (const error of ordered) {
    const at = placeIn(source, error);
    if (at > silentUntil) kept.push(describeSyntaxError(source, error));
    for (const { startOffset } of [error.token, ...error.resyncedTokens]) {
      silentUntil = Math.max(silentUntil, partners.get(startOffset) ?? -1);
    }
  }
  return kept;
}

const placeIn = (source: Source, { token }: IRecognitionException): number =>
  token.tokenType === EOF ? source.text.length : token.startOffset;

function describeSyntaxError(source: Source, error: IRecognitionException): Diagnostic {
  const previous = 'previousToken' in error ? asToken(error.previousToken) : undefined;
  const { token } = error;
  const span = placeOf(source, token, previous);
  const expected = expectation(error.message, previous);
  const detail = hint(token, previous, error.message);
  return diagnose('syntax', span, {
    summary: `expected ${expected}, found ${describeToken(token)}`,
    detail,
  });
}

function asToken(value: unknown): IToken | undefined {
  if (typeof value !== 'object' || value === null || !('image' in value)) return undefined;
  if (!('startOffset' in value) || !('tokenType' in value)) return undefined;
  const { image, startOffset } = value;
  if (typeof image !== 'string' || typeof startOffset !== 'number') return undefined;
  return startOffset >= 0 ? { ...t.noToken, image, startOffset } : undefined;
}

/** Where the reader should look: at the token, or behind the last one where a line just ends. */
function placeOf(source: Source, token: IToken, previous: IToken | undefined): Span {
  const ends = token.tokenType === EOF || token.tokenType === t.Newline || token.image === '';
  if (!ends) return spanBetween(source, token.startOffset, token.startOffset + token.image.length);
  const at = previous ? previous.startOffset + previous.image.length : source.text.length;
  return spanBetween(source, at, at);
}

function expectation(message: string, previous: IToken | undefined): string {
  if (message === '' || message === 'EOF') return 'a declaration';
  if (message !== 'a value' || !previous || previous.image.trim() === '') return message;
  return `a value after \`${previous.image}\``;
}

function describeToken(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the file';
  if (token.tokenType === t.Newline || token.image === '') return 'the end of the line';
  if (token.tokenType === t.StringStart) return 'a string';
  return `\`${token.image}\``;
}

function hint(token: IToken, previous: IToken | undefined, expected: string): string | undefined {
  if (expected === 'a comma or a new line' && token.image === ':') {
    return 'Text stands in double quotes: `"name:tag"`.';
  }
  if (expected === 'a name' && token.tokenType === t.StringStart) {
    return 'Names stand without quotes.';
  }
  if (expected === 'a name' && previous && reserved.test(token.image)) {
    return `\`${token.image}\` is a word of the language and cannot be declared.`;
  }
  return undefined;
}

const reserved = /^(?:true|false|null|for|if|in|is)$/;
