/*
 * How the rest of an instruction is taken apart: flags, words, pairs, and the JSON form. Quotes and
 * escapes stay in the words; expanding takes them away.
 */

export interface Word {
  readonly text: string;
  /** Place in the text that was taken apart. */
  readonly from: number;
  readonly to: number;
}

/** Words between white space; what is quoted or escaped holds together, and stays as it is written. */
export function splitRaw(text: string, escape: string, start = 0): readonly Word[] {
  const words: Word[] = [];
  let at = start;
  while (at < text.length) {
    while (at < text.length && isSpace(text[at])) at += 1;
    if (at >= text.length) break;
    const from = at;
    at = endOfWord(text, escape, at);
    words.push({ text: text.slice(from, at), from, to: at });
  }
  return words;
}

const isSpace = (unit: string | undefined): boolean => unit !== undefined && /\s/.test(unit);

function endOfWord(text: string, escape: string, from: number): number {
  let quote = '';
  let at = from;
  while (at < text.length) {
    const unit = text[at] ?? '';
    if (quote === '' && isSpace(unit)) break;
    if (unit === escape && quote !== "'") at += 1;
    else if (quote === '' && (unit === '"' || unit === "'")) quote = unit;
    else if (unit === quote) quote = '';
    at += 1;
  }
  return Math.min(at, text.length);
}

/** A flag as it is written: `--name` or `--name=value`. */
export interface Flag extends Word {
  readonly name: string;
  readonly value: string | undefined;
}

/** Flags at the beginning of a text, and where the rest of it begins. */
export function splitFlags(
  text: string,
  escape: string,
): { readonly flags: readonly Flag[]; readonly rest: number } {
  const flags: Flag[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(text[at])) at += 1;
    if (!text.startsWith('--', at)) return { flags, rest: at };
    const end = endOfWord(text, escape, at);
    const word = text.slice(at, end);
    if (word === '--') return { flags, rest: end };
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    flags.push({ text: word, from: at, to: end, name, value: unquote(value, escape) });
    at = end;
  }
}

/** Takes quotes and escapes away from around the value of a flag; variables stay. */
function unquote(value: string | undefined, escape: string): string | undefined {
  if (value === undefined) return undefined;
  const sign = escape === '\\' ? '\\\\' : escape;
  return value.replace(new RegExp(`${sign}(["'\\s])|["']`, 'g'), '$1');
}

/** The strings of a JSON array, when a text is one of strings alone. */
export function readJsonForm(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // What is no JSON is a line for the shell, as in every builder.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(value)) return undefined;
  const strings = value.filter((item) => typeof item === 'string');
  return strings.length === value.length ? strings : undefined;
}

/** A name and a value of `ENV` or `LABEL`; the value is missing where there is no `=`. */
export type Pair = readonly [name: string, value: string | undefined, word: Word];

/** Pairs `a=b c=d`, or the older `name all the rest`. */
export function readPairs(text: string, escape: string): readonly Pair[] {
  const words = splitRaw(text, escape);
  const [first] = words;
  if (!first) return [];
  if (!first.text.includes('=')) {
    const rest = text.slice(first.to).trim();
    return [[first.text, rest === '' ? undefined : rest, first]];
  }
  return words.map((word): Pair => {
    const at = word.text.indexOf('=');
    return at < 0
      ? [word.text, undefined, word]
      : [word.text.slice(0, at), word.text.slice(at + 1), word];
  });
}
