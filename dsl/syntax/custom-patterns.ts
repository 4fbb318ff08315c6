/*
 * Patterns that no regular expression can say: strings with nested interpolations, regular
 * expressions (which look like division), and block comments that never end.
 * Each answers what matches at an offset, or null, as chevrotain's custom patterns do.
 */
import type { CustomPatternMatcherReturn, IToken } from 'chevrotain';

const deepestNesting = 40;

/** Matches a string on one line. Without a closing quote it ends with the line. */
export function matchString(text: string, offset: number): CustomPatternMatcherReturn | null {
  if (text[offset] !== '"') return null;
  const end = endOfString(text, offset, 0) ?? endOfPlainString(text, offset);
  return [text.slice(offset, end)];
}

/** The offset after the closing quote of the string that opens at `start`, if it is well formed. */
export function endOfString(text: string, start: number, depth: number): number | undefined {
  if (depth > deepestNesting) return undefined;
  let at = start + 1;
  while (at < text.length) {
    const character = text[at];
    if (character === '\n' || character === '\r') return undefined;
    if (character === '"') return at + 1;
    if (character === '\\') at += 2;
    else if (character === '$' && text[at + 1] === '{') {
      const end = endOfInterpolation(text, at + 2, depth + 1);
      if (end === undefined) return undefined;
      at = end;
    } else at += 1;
  }
  return undefined;
}

/** The offset after the `}` that closes the interpolation whose inside begins at `start`. */
export function endOfInterpolation(text: string, start: number, depth: number): number | undefined {
  let braces = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '\n' || character === '\r') return undefined;
    if (character === '"') {
      const end = endOfString(text, at, depth);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    if (character === '{') braces += 1;
    if (character === '}') {
      if (braces === 0) return at + 1;
      braces -= 1;
    }
    at += 1;
  }
  return undefined;
}

/** Where a string ends when its interpolations are not well formed: at a quote, or with the line. */
function endOfPlainString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const character = text[at];
    if (character === '\n' || character === '\r') return at;
    if (character === '"') return at + 1;
    at += character === '\\' && text[at + 1] !== '\n' ? 2 : 1;
  }
  return Math.min(at, text.length);
}

/** Matches `/…/`, only where the tokens before it are `string` and `(`. */
export function matchRegex(
  text: string,
  offset: number,
  tokens: readonly IToken[],
): CustomPatternMatcherReturn | null {
  if (text[offset] !== '/' || tokens.at(-1)?.image !== '(' || tokens.at(-2)?.image !== 'string') {
    return null;
  }
  const match = /^\/(?:[^/\\\n\r[]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\//.exec(
    text.slice(offset, offset + 2000),
  );
  return match ? [match[0]] : null;
}

/** Matches from `/*` to the end of the file; tried only after the pattern of whole comments. */
export function matchUnfinishedComment(
  text: string,
  offset: number,
): CustomPatternMatcherReturn | null {
  return text.startsWith('/*', offset) ? [text.slice(offset)] : null;
}
