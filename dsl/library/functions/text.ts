/*
 * Functions on text. Characters are code points, so that no function cuts one in two; positions count
 * from 0, and negative ones from the end.
 */
import { textTooLong } from '../bounds.js';
import {
  charactersOf,
  fail,
  makeBool,
  makeText,
  makeTexts,
  numberAt,
  quote,
  textAt,
  textOr,
} from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

const mapText =
  (change: (text: string) => string) =>
  (call: Call): Outcome =>
    makeText(call, change(textAt(call, 0)));

const compareTexts =
  (compare: (text: string, other: string) => boolean) =>
  (call: Call): Outcome =>
    makeBool(call, compare(textAt(call, 0), textAt(call, 1)));

export const text: Category = {
  title: 'Text',
  introduction:
    'Positions count characters from 0, negative ones from the end. A character is a Unicode code point.',
  functions: [
    {
      signature: 'upper(text: string): string',
      documentation: 'The text in capital letters.',
      examples: [['upper("web-1")', '"WEB-1"']],
      apply: mapText((value) => value.toUpperCase()),
    },
    {
      signature: 'lower(text: string): string',
      documentation: 'The text in small letters.',
      examples: [['lower("Web-1")', '"web-1"']],
      apply: mapText((value) => value.toLowerCase()),
    },
    {
      signature: 'title(text: string): string',
      documentation: 'The text with the first letter of each word as a capital.',
      examples: [['title("hello big world")', '"Hello Big World"']],
      apply: mapText((value) =>
        value.replace(
          /(^|\s)(\S)/gu,
          (_all, space: string, letter: string) => space + letter.toUpperCase(),
        ),
      ),
    },
    {
      signature: 'slug(text: string): string',
      documentation:
        'The text as a name for a host: small letters and digits, with `-` for everything between them. Accents are taken off letters.',
      examples: [
        ['slug("Ünder Construction!")', '"under-construction"'],
        ['slug("feature/login_page")', '"feature-login-page"'],
      ],
      apply: mapText((value) =>
        value
          .normalize('NFKD')
          .replace(/\p{M}/gu, '')
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-|-$/g, ''),
      ),
    },
    {
      signature: 'trim(text: string, characters?: string): string',
      documentation:
        'The text without white space at both ends; or without any of the characters given.',
      examples: [
        ['trim("  a b \\n")', '"a b"'],
        ['trim("--a-b--", "-")', '"a-b"'],
      ],
      apply: (call) => makeText(call, trimStart(call, trimEnd(call, textAt(call, 0)))),
    },
    {
      signature: 'trim_start(text: string, characters?: string): string',
      documentation: 'Like `trim`, at the beginning only.',
      examples: [['trim_start("007", "0")', '"7"']],
      apply: (call) => makeText(call, trimStart(call, textAt(call, 0))),
    },
    {
      signature: 'trim_end(text: string, characters?: string): string',
      documentation: 'Like `trim`, at the end only.',
      examples: [['trim_end("line\\n")', '"line"']],
      apply: (call) => makeText(call, trimEnd(call, textAt(call, 0))),
    },
    {
      signature: 'trim_prefix(text: string, prefix: string): string',
      documentation: 'The text without a prefix, where it has it.',
      examples: [
        ['trim_prefix("v1.2.3", "v")', '"1.2.3"'],
        ['trim_prefix("1.2.3", "v")', '"1.2.3"'],
      ],
      apply: (call) => {
        const [value, prefix] = [textAt(call, 0), textAt(call, 1)];
        return makeText(call, value.startsWith(prefix) ? value.slice(prefix.length) : value);
      },
    },
    {
      signature: 'trim_suffix(text: string, suffix: string): string',
      documentation: 'The text without a suffix, where it has it.',
      examples: [['trim_suffix("main.stow", ".stow")', '"main"']],
      apply: (call) => {
        const [value, suffix] = [textAt(call, 0), textAt(call, 1)];
        return makeText(
          call,
          value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value,
        );
      },
    },
    {
      signature: 'starts_with(text: string, prefix: string): bool',
      documentation: 'Whether the text begins with another.',
      examples: [['starts_with("registry/web", "registry/")', 'true']],
      apply: compareTexts((value, prefix) => value.startsWith(prefix)),
    },
    {
      signature: 'ends_with(text: string, suffix: string): bool',
      documentation: 'Whether the text ends with another.',
      examples: [['ends_with("main.stow", ".yaml")', 'false']],
      apply: compareTexts((value, suffix) => value.endsWith(suffix)),
    },
    {
      signature: 'replace(text: string, old: string, new: string): string',
      documentation:
        'The text with another put in place of every occurrence of a text. Use `regex_replace` for patterns.',
      examples: [['replace("a.b.c", ".", "-")', '"a-b-c"']],
      apply: replaceAll,
    },
    {
      signature: 'split(text: string, separator: string): [string]',
      documentation:
        'The parts of the text between separators. An empty separator gives its characters. `join` is the way back.',
      examples: [
        ['split("a,b,,c", ",")', '["a", "b", "", "c"]'],
        ['split("abc", "")', '["a", "b", "c"]'],
      ],
      apply: (call) => {
        const [value, separator] = [textAt(call, 0), textAt(call, 1)];
        return makeTexts(call, separator === '' ? charactersOf(value) : value.split(separator));
      },
    },
    {
      signature: 'lines(text: string): [string]',
      documentation: 'The lines of the text. A line break at its end begins no further line.',
      examples: [
        ['lines("a\\nb\\r\\nc\\n")', '["a", "b", "c"]'],
        ['lines("")', '[]'],
      ],
      apply: (call) => {
        const all = textAt(call, 0).split(/\r\n|\n/);
        return makeTexts(call, all.at(-1) === '' ? all.slice(0, -1) : all);
      },
    },
    {
      signature: 'indent(text: string, spaces: int): string',
      documentation: 'The text with spaces before each of its lines, empty ones apart.',
      examples: [['indent("a:\\n\\n  b", 2)', '"  a:\\n\\n    b"']],
      apply: (call) => {
        const spaces = numberAt(call, 1);
        const all = textAt(call, 0).split('\n');
        if (spaces < 0) return negative('spaces', spaces, 1);
        const prefix = textTooLong(all.length * spaces) ?? ' '.repeat(spaces);
        if (typeof prefix !== 'string') return prefix;
        return makeText(
          call,
          all.map((line) => (/\S/.test(line) ? prefix + line : line)).join('\n'),
        );
      },
    },
    {
      signature: 'substring(text: string, start: int, end?: int): string',
      documentation:
        'The characters from one position up to, not including, another; to the end where that is left out. Positions outside of the text are taken for its ends.',
      examples: [
        ['substring("abcdef", 1, 3)', '"bc"'],
        ['substring("abcdef", -2)', '"ef"'],
      ],
      apply: (call) => {
        const end = call.arguments[2] ? numberAt(call, 2) : undefined;
        return makeText(call, charactersOf(textAt(call, 0)).slice(numberAt(call, 1), end).join(''));
      },
    },
    {
      signature: 'pad_left(text: string, length: int, fill?: string): string',
      documentation:
        'The text with spaces, or other characters, before it so that it has a length. Longer text stays as it is.',
      examples: [['pad_left("7", 3, "0")', '"007"']],
      apply: (call) => pad(call, (value, fill) => fill + value),
    },
    {
      signature: 'pad_right(text: string, length: int, fill?: string): string',
      documentation: 'Like `pad_left`, behind the text.',
      examples: [['pad_right("ab", 4, ".")', '"ab.."']],
      apply: (call) => pad(call, (value, fill) => value + fill),
    },
    {
      signature: 'repeat(text: string, count: int): string',
      documentation: 'The text several times.',
      examples: [
        ['repeat("ab", 3)', '"ababab"'],
        { expression: 'repeat("ab", -1)', fails: '`count` is at least 0, found -1' },
      ],
      apply: (call) => {
        const [value, count] = [textAt(call, 0), numberAt(call, 1)];
        if (count < 0) return negative('count', count, 1);
        return textTooLong(value.length * count) ?? makeText(call, value.repeat(count));
      },
    },
  ],
};

const negative = (name: string, found: number, argument: number): Outcome =>
  fail(`\`${name}\` is at least 0, found ${found}`, argument);

/** How many characters at one end are to be taken off. */
function countTrimmed(call: Call, characters: Iterable<string>): number {
  const set = call.arguments[1] ? new Set(charactersOf(textAt(call, 1))) : undefined;
  let length = 0;
  for (const character of characters) {
    if (set ? !set.has(character) : character.trim() !== '') break;
    length += character.length;
  }
  return length;
}

const trimStart = (call: Call, value: string): string => value.slice(countTrimmed(call, value));

const trimEnd = (call: Call, value: string): string =>
  value.slice(0, value.length - countTrimmed(call, charactersOf(value).reverse()));

function replaceAll(call: Call): Outcome {
  const [value, old, next] = [textAt(call, 0), textAt(call, 1), textAt(call, 2)];
  if (old === '') return fail('there is nothing to replace: `old` is empty', 1);
  const parts = value.split(old);
  const length = value.length + (parts.length - 1) * (next.length - old.length);
  return textTooLong(length) ?? makeText(call, parts.join(next));
}

function pad(call: Call, put: (value: string, fill: string) => string): Outcome {
  const [value, length] = [textAt(call, 0), numberAt(call, 1)];
  const fill = charactersOf(textOr(call, 2, ' '));
  if (fill.length === 0) return fail('there is nothing to fill with: `fill` is empty', 2);
  const missing = length - charactersOf(value).length;
  if (missing <= 0) return makeText(call, value);
  const tooLong = textTooLong(length);
  if (tooLong)
    return {
      ...tooLong,
      summary: `${quote(value)} is to have ${length} characters, which is too long`,
    };
  const text = fill.join('').repeat(Math.ceil(missing / fill.length));
  return makeText(call, put(value, charactersOf(text).slice(0, missing).join('')));
}
