/* The text of the `///` lines above something. */
import type { Comment } from './lexer.js';
import type { Source } from './source.js';

interface Commented {
  readonly source: Source;
  readonly comments: readonly Comment[];
}

/** The `///` lines right above an offset, joined. */
export function documentationBefore(
  { comments, source }: Commented,
  offset: number,
): string | undefined {
  const lines: string[] = [];
  let until = offset;
  for (let index = comments.length - 1; index >= 0; index--) {
    const comment = comments[index];
    if (!comment || comment.start >= until) continue;
    if (comment.kind !== 'doc' || !/^\s*$/.test(source.text.slice(comment.end, until))) break;
    lines.unshift(comment.text.slice(3).trim());
    until = comment.start;
  }
  return lines.length > 0 ? lines.join('\n') : undefined;
}
