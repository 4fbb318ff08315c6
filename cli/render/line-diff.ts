/*
 * How long values differ: line by line, with a little of what is around. Texts are masked before they
 * are compared or cut, so that a secret within one is neither shown nor told by what differs around it.
 */
import { diffArrays } from 'diff';
import { isJsonArray, isJsonObject, type Change, type JsonValue } from '../../model/index.js';
import { secretText } from '../terminal/mask.js';
import { visible } from '../terminal/terminal.js';
import { longestValue } from './values.js';

export interface LineDiff {
  readonly removed: number;
  readonly added: number;
  /** Each begins with `-`, `+` or a blank; `…` stands for what is left out between them. */
  readonly lines: readonly string[];
  /** How many lines more there would be. */
  readonly more: number;
}

interface Line {
  readonly sign: '-' | '+' | ' ' | '…';
  readonly text: string;
}

const context = 2;
const mostLines = 40;
const longestLine = 140;
/** Texts that have less in common than this leaves are not worth the search. */
const mostEdits = 2_000;

/** The difference of a change by lines; `undefined` where its values are short, or secret. */
export function lineDiff(
  { before, after }: Pick<Change, 'before' | 'after'>,
  mask: (text: string) => string = (text) => text,
): LineDiff | undefined {
  if (before === secretText || after === secretText) return undefined;
  if (!isLong(before) && !isLong(after)) return undefined;
  const all = compared(linesOf(before, mask), linesOf(after, mask));
  const removed = all.filter(({ sign }) => sign === '-').length;
  const added = all.filter(({ sign }) => sign === '+').length;
  // Nothing is left to see where they differ within a secret alone.
  if (removed + added === 0) return undefined;
  const shown = withoutFar(all);
  const lines = cut(shown.slice(0, mostLines)).map(({ sign, text }) => visible(`${sign}${text}`));
  return { removed, added, lines, more: Math.max(0, shown.length - mostLines) };
}

/** `1 line removed, 2 added`. */
export function countLines({ removed, added }: LineDiff): string {
  const parts = [
    ...(removed > 0 ? [`${removed} line${removed > 1 ? 's' : ''} removed`] : []),
    ...(added > 0 ? [`${added}${removed > 0 ? '' : added > 1 ? ' lines' : ' line'} added`] : []),
  ];
  return parts.join(', ');
}

/** Whether a value has several lines, or is too long to be shown in one. */
function isLong(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  return hasLines(value) || JSON.stringify(value).length > longestValue;
}

function hasLines(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.includes('\n');
  if (isJsonArray(value)) return value.some(hasLines);
  return isJsonObject(value) && Object.values(value).some(hasLines);
}

/** A text as its lines, a list of texts with a dash before each, all else as JSON. */
function linesOf(value: JsonValue | undefined, mask: (text: string) => string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return textLines(mask(value));
  if (isJsonArray(value) && value.every((item) => typeof item === 'string')) {
    return value.flatMap((item) =>
      textLines(mask(item)).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    );
  }
  return mask(JSON.stringify(value, null, 2)).split('\n');
}

/** The lines of a text; a last one without an end is followed by a word on that. */
function textLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.length === 1) return lines;
  return lines.at(-1) === '' ? lines.slice(0, -1) : [...lines, '(no line end)'];
}

function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  const parts = diffArrays([...before], [...after], { maxEditLength: mostEdits });
  if (parts === undefined) {
    return [
      ...before.map((text): Line => ({ sign: '-', text })),
      ...after.map((text): Line => ({ sign: '+', text })),
    ];
  }
  return parts.flatMap(({ value, added, removed }) =>
    value.map((text): Line => ({ sign: added ? '+' : removed ? '-' : ' ', text })),
  );
}

/** Leaves out what is equal and not near a difference. */
function withoutFar(all: readonly Line[]): readonly Line[] {
  const near = new Set<number>();
  all.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    for (let other = index - context; other <= index + context; other++) near.add(other);
  });
  return all.flatMap((line, index): readonly Line[] => {
    const begins = index === 0 || near.has(index - 1);
    const ends = index === all.length - 1 || near.has(index + 1);
    // A mark in the place of a single line would save nothing.
    if (near.has(index) || (begins && ends)) return [line];
    return begins ? [{ sign: '…', text: '' }] : [];
  });
}

/** Cuts long lines; of two that take each other's place, to where they differ. */
function cut(lines: readonly Line[]): readonly Line[] {
  return groupBySign(lines).flatMap((group, index, groups) => {
    const others = group[0]?.sign === '-' ? groups[index + 1] : groups[index - 1];
    const replaced = others?.[0]?.sign === (group[0]?.sign === '-' ? '+' : '-') ? others : [];
    return group.map(({ sign, text }, place) => ({
      sign,
      text: cutLine(text, replaced[place]?.text),
    }));
  });
}

/** Consecutive lines of one sign. */
function groupBySign(lines: readonly Line[]): readonly (readonly Line[])[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.[0]?.sign === line.sign) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** How much of what two lines have in common is shown before their difference. */
const lead = 20;

function cutLine(text: string, other: string | undefined): string {
  if (text.length <= longestLine) return text;
  let common = 0;
  while (other !== undefined && common < text.length && text[common] === other[common]) common += 1;
  const start = common > longestLine / 2 ? common - lead : 0;
  const end = start + longestLine;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
