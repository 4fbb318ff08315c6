/*
 * Functions on text and regular expressions. How these are matched is told in dsl/pattern; here the
 * work is counted with that of the evaluation.
 */
import {
  compilePattern,
  compileWhole,
  findAll,
  findPattern,
  type Match,
  type Pattern,
  type PatternFault,
} from '../../pattern/index.js';
import { step } from '../../semantics/session.js';
import type { Value } from '../../semantics/value.js';
import { textTooLong } from '../bounds.js';
import { fail, makeBool, makeList, makeNull, makeText, makeTexts, quote, textAt } from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

export const regex: Category = {
  title: 'Patterns',
  introduction:
    'Patterns are the regular expressions of JavaScript (with the flag `u`), without back references and without looking ahead or behind, so that matching takes linear time. In a string a backslash is written twice: `"\\\\d+"`.',
  functions: [
    {
      signature: 'regex_match(text: string, pattern: string): bool',
      documentation:
        'Whether a pattern matches all of a text, as in the type `string(/…/)`. To look for it anywhere, ask `regex_find(text, pattern) != null`.',
      examples: [
        [String.raw`regex_match("web-12", "[a-z]+-\\d+")`, 'true'],
        ['regex_match("web-12", "[a-z]+")', 'false'],
        {
          expression: 'regex_match("aa", "(a)(?=a)")',
          fails: '"(a)(?=a)" is no pattern: it looks ahead or behind, which no pattern here can',
        },
      ],
      apply: (call) =>
        withPattern(call, compileWhole, (pattern) =>
          search(call, pattern, (match) => makeBool(call, match !== undefined)),
        ),
    },
    {
      signature: 'regex_find(text: string, pattern: string): string?',
      documentation:
        'The first part of the text that the pattern matches; null where there is none.',
      examples: [
        [String.raw`regex_find("port 8080 of 9090", "\\d+")`, '"8080"'],
        [String.raw`regex_find("none", "\\d+")`, 'null'],
      ],
      apply: (call) =>
        withPattern(call, compilePattern, (pattern) =>
          search(call, pattern, (match) =>
            match ? makeText(call, textAt(call, 0).slice(match.start, match.end)) : makeNull(call),
          ),
        ),
    },
    {
      signature: 'regex_find_all(text: string, pattern: string): [string]',
      documentation: 'All parts of the text that the pattern matches, none overlapping another.',
      examples: [[String.raw`regex_find_all("8080, 9090", "\\d+")`, '["8080", "9090"]']],
      apply: (call) =>
        searchAll(call, (matches) =>
          makeTexts(
            call,
            matches.map(({ start, end }) => textAt(call, 0).slice(start, end)),
          ),
        ),
    },
    {
      signature: 'regex_groups(text: string, pattern: string): [string?]?',
      documentation:
        'What the groups of the pattern match at its first place in the text, null for those that take no part; null where the pattern matches nothing.',
      examples: [
        [String.raw`regex_groups("web:8080", "(\\w+):(\\d+)(/udp)?")`, '["web", "8080", null]'],
      ],
      apply: (call) =>
        withPattern(call, compilePattern, (pattern) =>
          search(call, pattern, (match) =>
            match
              ? makeList(
                  call,
                  match.groups.map((one): Value =>
                    one === undefined ? makeNull(call) : makeText(call, one),
                  ),
                )
              : makeNull(call),
          ),
        ),
    },
    {
      signature: 'regex_replace(text: string, pattern: string, replacement: string): string',
      documentation:
        'The text with all that the pattern matches replaced. In the replacement `$0` stands for the match, `$1` and `$<name>` for its groups, and `$$` for a dollar.',
      examples: [
        [String.raw`regex_replace("a1b22", "\\d+", "<$0>")`, '"a<1>b<22>"'],
        [
          String.raw`regex_replace("Ada Lovelace", "(\\w+) (?<last>\\w+)", "$<last>, $1")`,
          '"Lovelace, Ada"',
        ],
        {
          expression: 'regex_replace("a", "a", "$2")',
          fails: 'the pattern has no group `$2`',
        },
      ],
      apply: (call) => searchAll(call, (matches, pattern) => replaced(call, pattern, matches)),
    },
    {
      signature: 'regex_split(text: string, pattern: string): [string]',
      documentation: 'The parts of the text between all that the pattern matches.',
      examples: [[String.raw`regex_split("a, b;c", "[,;]\\s*")`, '["a", "b", "c"]']],
      apply: (call) =>
        searchAll(call, (matches) => {
          const text = textAt(call, 0);
          const parts: string[] = [];
          let from = 0;
          for (const { start, end } of matches) {
            // Nothing between two characters divides them, but nothing before the first does not.
            if (start === end && (start === 0 || start === text.length)) continue;
            parts.push(text.slice(from, start));
            from = end;
          }
          return makeTexts(call, [...parts, text.slice(from)]);
        }),
    },
  ],
};

/** A step of a pattern is little work. */
const spendOf =
  ({ session, span }: Call) =>
  (steps: number): boolean =>
    step(session, span, steps / 20);

function withPattern(
  call: Call,
  compile: (source: string) => Pattern | PatternFault,
  next: (pattern: Pattern) => Outcome,
): Outcome {
  const pattern = compile(textAt(call, 1));
  return pattern.kind === 'pattern'
    ? next(pattern)
    : fail(`${quote(textAt(call, 1))} is no pattern: ${pattern.reason}`, 1);
}

const exhausted = (): Outcome =>
  fail('it takes too much work to match this pattern', { code: 'too-much-work' });

function search(
  call: Call,
  pattern: Pattern,
  next: (match: Match | undefined) => Outcome,
): Outcome {
  const found = findPattern(pattern, textAt(call, 0), 0, spendOf(call));
  return found === 'exhausted' ? exhausted() : next(found === 'none' ? undefined : found);
}

function searchAll(
  call: Call,
  next: (matches: readonly Match[], pattern: Pattern) => Outcome,
): Outcome {
  return withPattern(call, compilePattern, (pattern) => {
    const matches = findAll(pattern, textAt(call, 0), spendOf(call));
    return matches === 'exhausted' ? exhausted() : next(matches, pattern);
  });
}

type Piece = string | { readonly group: number };

function replaced(call: Call, pattern: Pattern, matches: readonly Match[]): Outcome {
  const pieces = piecesOf(textAt(call, 2), pattern);
  if (!Array.isArray(pieces)) return fail(`the pattern has no group \`${pieces.unknown}\``, 2);
  const text = textAt(call, 0);
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  for (const match of matches) {
    const made = pieces.map((piece) =>
      typeof piece === 'string' ? piece : groupText(text, match, piece.group),
    );
    const part = text.slice(from, match.start) + made.join('');
    length += part.length;
    const tooLong = textTooLong(length);
    if (tooLong) return tooLong;
    parts.push(part);
    from = match.end;
  }
  return makeText(call, parts.join('') + text.slice(from));
}

const groupText = (text: string, { start, end, groups }: Match, group: number): string =>
  group === 0 ? text.slice(start, end) : (groups[group - 1] ?? '');

/** A replacement taken apart. */
function piecesOf(
  replacement: string,
  { groups, names }: Pattern,
): Piece[] | { readonly unknown: string } {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of replacement.matchAll(/\$(?:(\$)|(\d{1,2})|<([^>]*)>)/gu)) {
    const [all, dollar, number, name] = found;
    pieces.push(replacement.slice(from, found.index));
    from = found.index + all.length;
    if (dollar !== undefined) pieces.push('$');
    else {
      const group = number === undefined ? names.get(name ?? '') : Number(number);
      if (group === undefined || group > groups) return { unknown: all };
      pieces.push({ group });
    }
  }
  return [...pieces, replacement.slice(from)];
}
