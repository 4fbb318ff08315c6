/* The text of the `///` lines above something. */
import type { Comment } from './reading.js';

/**
 * Finds the `///` lines that nothing but space parts from an offset.
 * @param comments in the order of the text; their places count from `base`
 */
export function documentationBefore(
  text: string,
  comments: readonly Comment[],
  base: number,
  offset: number,
): string | undefined {
  const lines: string[] = [];
  let until = offset;
  for (let index = lastBefore(comments, offset - base); index >= 0; index--) {
    const comment = comments[index];
    if (comment?.kind !== 'doc' || !isSpace(text, base + comment.end, until)) break;
    until = base + comment.start;
    if (!startsLine(text, until)) break;
    lines.push(comment.text.slice(3).trim());
  }
  return lines.length > 0 ? lines.reverse().join('\n') : undefined;
}

function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const spaces = new Set([32, 9, 10, 13]);

function isSpace(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!spaces.has(text.charCodeAt(at))) return false;
  return true;
}

/** Whether nothing but space stands before an offset on its line, or an opening bracket. */
function startsLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at -= 1;
  return at < 0 || /[\n\uFEFF{[(]/.test(text.charAt(at));
}
