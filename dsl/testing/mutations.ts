/*
 * Texts damaged in every way that typing, merging and disks damage them: tokens taken out, doubled,
 * swapped and put in, and noise. The same seed gives the same texts.
 */
import { readTokens } from '../syntax/index.js';

/** Gives the next number from 0 up to, not including, a bound. */
export type Random = (bound: number) => number;

/** Numbers that look random and follow from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** A text and the places of its tokens. */
export interface Sample {
  readonly text: string;
  readonly tokens: readonly { readonly start: number; readonly end: number }[];
}

export function sampleOf(text: string): Sample {
  const tokens = readTokens('sample.stow', text).map(({ span }) => ({
    start: span.start.offset,
    end: span.end.offset,
  }));
  return { text, tokens };
}

const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '"',
    '"""',
    "'",
    '${',
    '$',
    '\\',
    '/*',
    '*/',
    '//',
    '///',
  ],
  ...[
    ':',
    '=',
    ',',
    '.',
    '?.',
    '?',
    '??',
    '...',
    '->',
    '|',
    '||',
    '&&',
    '!',
    '-',
    '..<',
    '#',
    ';',
    '@',
  ],
  ...['\n', '\r\n', '\r', '\t', '\0', '\uFEFF', '\u2028', 'é', '\ud83d', ' '],
  ...[
    ' if ',
    ' for ',
    ' in ',
    ' is ',
    ' where ',
    ' as ',
    ' assert ',
    ' secret<',
    ' string(/',
    ' it ',
  ],
  ...[
    '\nlet a = 1\n',
    '\nimport {',
    '\ncheck "a" {',
    '\nvolume a {',
    '\n"""\n',
    '1.',
    '127.0.0.1:',
    '5m',
    '"a ${b}"',
  ],
];

/** Damages a text at a few places. */
export function mutate(samples: readonly Sample[], random: Random): string {
  const sample = pick(samples, random);
  if (!sample) return '';
  let text = mutateTokens(sample, random);
  for (let more = random(3); more > 0; more--) {
    text = random(2) === 0 ? addNoise(text, random) : mutateTokens(sampleOf(text), random);
  }
  return text;
}

const pick = <T>(items: readonly T[], random: Random): T | undefined =>
  items.length === 0 ? undefined : items[random(items.length)];

function mutateTokens({ text, tokens }: Sample, random: Random): string {
  const one = pick(tokens, random);
  const other = pick(tokens, random);
  const piece = pick(pieces, random) ?? '';
  if (!one || !other) return text + piece;
  const [first, second] = one.start <= other.start ? [one, other] : [other, one];
  const inside = text.slice(one.start, one.end);
  switch (random(6)) {
    case 0:
      return text.slice(0, one.start) + text.slice(one.end);
    case 1:
      return text.slice(0, one.end) + inside + text.slice(one.end);
    case 2:
      if (first.end > second.start) return text.slice(0, first.start);
      return [
        text.slice(0, first.start),
        text.slice(second.start, second.end),
        text.slice(first.end, second.start),
        text.slice(first.start, first.end),
        text.slice(second.end),
      ].join('');
    case 3:
      return text.slice(0, one.start) + piece + text.slice(one.start);
    case 4:
      return text.slice(0, one.start) + piece + text.slice(one.end);
    default:
      return text.slice(0, first.start) + text.slice(second.start);
  }
}

function addNoise(text: string, random: Random): string {
  const at = random(text.length + 1);
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(random(128)) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random(8));
    case 2:
      return text.slice(0, at) + String.fromCharCode(random(0x10000)) + text.slice(at + 1);
    default:
      return text.slice(0, at);
  }
}
