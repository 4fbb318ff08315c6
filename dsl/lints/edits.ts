/*
 * Edits that leave the text around them as somebody would: an item goes with its comma, or with its
 * line where it has one of its own.
 */
import type { Span } from '../../model/index.js';
import { spanBetween, type Source } from '../syntax/index.js';

/** What to remove so that an item of a list or a member of an object is gone. */
export function itemWithComma(source: Source, { start, end }: Span): Span {
  const { text } = source;
  const gapBefore = /[ \t]*$/.exec(text.slice(0, start.offset))?.[0].length ?? 0;
  const after = /^[ \t]*(,?)[ \t]*(\r?\n)?/.exec(text.slice(end.offset));
  const from = start.offset - gapBefore;
  const to = end.offset + (after?.[0].length ?? 0);
  const beginsLine = from === 0 || text[from - 1] === '\n';
  const endsLine = after?.[2] !== undefined || to === text.length;
  if (beginsLine && endsLine) return spanBetween(source, from, to);
  if (after?.[1] === ',') {
    const spaces = /^[ \t]*,[ \t]*/.exec(text.slice(end.offset))?.[0].length ?? 0;
    return spanBetween(source, start.offset, end.offset + spaces);
  }
  const comma = /,\s*$/.exec(text.slice(0, start.offset))?.[0].length ?? 0;
  return spanBetween(source, start.offset - (comma > 0 ? comma : gapBefore), end.offset);
}
