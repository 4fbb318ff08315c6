/*
 * Text without marks of colour and with its white space made even, so that what a terminal broke into
 * lines can be searched; and the way back from there to the text as it was.
 */

export interface Squeezed {
  readonly text: string;
  /** The part of the original from one character up to, not including, another. */
  readonly range: (start: number, end: number) => Range;
}
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a stretch that was kept as it is begins. */
interface Stretch {
  readonly squeezed: number;
  readonly original: number;
}

// Sequences of colour and cursor, and runs of white space but for single blanks.
const uneven = /\x1b\[[0-9;?]*[A-Za-z]|[^\S ]\s*| \s+/g;

/**
 * Makes the white space of a text even.
 * @param breaks what stands for white space with a line end in it; for other runs it is one blank
 */
export function squeeze(text: string, breaks: ' ' | ''): Squeezed {
  const parts: string[] = [];
  const stretches: Stretch[] = [];
  let length = 0;
  let at = 0;
  const keep = (until: number): void => {
    if (until === at) return;
    stretches.push({ squeezed: length, original: at });
    parts.push(text.slice(at, until));
    length += until - at;
  };
  for (const { 0: found, index } of text.matchAll(uneven)) {
    keep(index);
    const blank = found.startsWith('\x1b') ? '' : found.includes('\n') ? breaks : ' ';
    if (blank !== '') {
      stretches.push({ squeezed: length, original: index });
      parts.push(blank);
      length += 1;
    }
    at = index + found.length;
  }
  if (at === 0) return { text, range: (start, end) => ({ start, end }) };
  keep(text.length);
  const place = (offset: number): number => {
    const { squeezed, original } = lastBefore(stretches, offset);
    return original + offset - squeezed;
  };
  return {
    text: parts.join(''),
    range: (start, end) => ({ start: place(start), end: place(end - 1) + 1 }),
  };
}

function lastBefore(stretches: readonly Stretch[], offset: number): Stretch {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.squeezed ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return stretches[low] ?? { squeezed: 0, original: 0 };
}
