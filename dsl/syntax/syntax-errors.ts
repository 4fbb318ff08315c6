/*
 * The parser's errors as messages: what was expected, after what, and what stands there instead.
 * Nothing of the grammar's inner names is shown.
 */
import { EOF, type IToken } from 'chevrotain';
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { TextSpan, type Anchor } from './spans.js';
import * as t from './tokens.js';
import type { Failure } from './tree-parser.js';

/**
 * The mistakes in a piece as diagnostics. When recovery skips an opening bracket, what stands between
 * it and its partner is read out of place; errors from there say nothing and are left out.
 * @param end the offset where the piece ends
 */
export function describeSyntaxErrors(
  anchor: Anchor,
  end: number,
  failures: readonly Failure[],
  partners: ReadonlyMap<number, number>,
): Diagnostic[] {
  const placeIn = ({ token }: Failure): number =>
    token.tokenType === EOF ? end : token.startOffset;
  const kept: Diagnostic[] = [];
  let silentUntil = -1;
  for (const failure of [...failures].sort((a, b) => placeIn(a) - placeIn(b))) {
    if (placeIn(failure) > silentUntil) kept.push(describeFailure(anchor, end, failure));
    for (const { startOffset } of [failure.token, ...failure.skipped]) {
      silentUntil = Math.max(silentUntil, partners.get(startOffset) ?? -1);
    }
  }
  return kept;
}

function describeFailure(anchor: Anchor, end: number, failure: Failure): Diagnostic {
  const { expected, token, previous } = failure;
  const before = previous && previous.startOffset >= 0 ? previous : undefined;
  return diagnose('syntax', placeOf(anchor, end, token, before), {
    summary: `expected ${expectation(expected, before)}, found ${describeToken(token)}`,
    detail: hint(token, before, expected),
  });
}

/** Where the reader should look: at the token, or behind the last one where a line just ends. */
function placeOf(anchor: Anchor, end: number, token: IToken, previous: IToken | undefined): Span {
  const { offset } = anchor;
  const ends = token.tokenType === EOF || token.tokenType === t.Newline || token.image === '';
  if (!ends) return new TextSpan(anchor, token.startOffset - offset, t.endOfToken(token) - offset);
  const at = (previous ? t.endOfToken(previous) : end) - offset;
  return new TextSpan(anchor, at, at);
}

function expectation(message: string, previous: IToken | undefined): string {
  if (message === '' || message === 'EOF') return 'a declaration';
  if (message !== 'a value' || !previous || previous.image.trim() === '') return message;
  return `a value after \`${previous.image}\``;
}

function describeToken(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the file';
  if (token.tokenType === t.Newline || token.image === '') return 'the end of the line';
  if (isString(token)) return 'a string';
  return `\`${token.image}\``;
}

function hint(token: IToken, previous: IToken | undefined, expected: string): string | undefined {
  if (expected === 'a comma or a new line' && token.image === ':') {
    return 'Text stands in double quotes: `"name:tag"`.';
  }
  if (expected === 'a name' && isString(token)) {
    return 'Names stand without quotes.';
  }
  if (expected === 'a name' && previous && reserved.test(token.image)) {
    return `\`${token.image}\` is a word of the language and cannot be declared.`;
  }
  return undefined;
}

const isString = ({ tokenType }: IToken): boolean =>
  tokenType === t.PlainString || tokenType === t.StringStart;

const reserved = /^(?:true|false|null|for|if|in|is)$/;
