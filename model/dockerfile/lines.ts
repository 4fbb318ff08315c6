/*
 * From the text of a Dockerfile to its logical lines: directives at the top, comments, continuations,
 * and the heredocs below an instruction. Each character of a line knows its place in the file.
 * https://docs.docker.com/reference/dockerfile/#parser-directives
 */
import type { DockerfileProblem, Heredoc, Place } from './instruction.js';
import { splitRaw } from './words.js';

export interface LogicalLine {
  readonly text: string;
  /** Place in the file of each code unit, and of the end. */
  readonly offsets: readonly number[];
  readonly heredocs: readonly Heredoc[];
}

export interface Lines {
  readonly escape: string;
  readonly lines: readonly LogicalLine[];
  readonly problems: readonly DockerfileProblem[];
}

/** The place of a part of a line in the file. */
export function placeIn({ offsets }: LogicalLine, from: number, to: number): Place {
  const last = offsets.length - 1;
  const start = offsets[Math.min(from, last)] ?? 0;
  const end = offsets[Math.min(Math.max(to - 1, from), last)] ?? start;
  return { from: start, to: Math.max(end + 1, start) };
}

interface Physical {
  readonly text: string;
  readonly offset: number;
  /** With its line end. */
  readonly whole: string;
}

const isComment = (text: string): boolean => /^\s*#/.test(text);

export function readLines(source: string): Lines {
  const physical = splitPhysical(source);
  const problems: DockerfileProblem[] = [];
  const escape = readDirectives(physical, problems);
  const continues = continuation(escape);
  const lines: LogicalLine[] = [];
  let at = 0;
  while (at < physical.length) {
    const first = physical[at];
    at += 1;
    if (!first || first.text.trim() === '' || isComment(first.text)) continue;
    const parts: string[] = [];
    const offsets: number[] = [];
    const add = (text: string, offset: number): void => {
      parts.push(text);
      for (let unit = 0; unit < text.length; unit++) offsets.push(offset + unit);
    };
    let line: Physical | undefined = first;
    let skip = first.text.length - first.text.trimStart().length;
    while (line) {
      const { text, offset } = line;
      const end = continues(text.slice(skip));
      add(end === undefined ? text.slice(skip) : text.slice(skip, skip + end), offset + skip);
      if (end === undefined) break;
      line = undefined;
      skip = 0;
      while (!line && at < physical.length) {
        const next = physical[at];
        at += 1;
        if (next && next.text.trim() !== '' && !isComment(next.text)) line = next;
      }
    }
    const text = parts.join('');
    offsets.push((offsets.at(-1) ?? first.offset) + 1);
    const wanted = heredocsOf(text);
    const heredocs: Heredoc[] = [];
    for (const sign of wanted) {
      const read = readHeredoc(physical, at, sign);
      if (!read) {
        problems.push({
          code: 'dockerfile-invalid',
          summary: `the text that begins with \`<<${sign.name}\` does not end`,
          detail: `A line that holds nothing but ${sign.name} ends it.`,
          ...placeIn({ text, offsets, heredocs }, sign.from, sign.to),
        });
        at = physical.length;
        break;
      }
      at = read.next;
      heredocs.push({ name: sign.name, text: read.text, expands: sign.expands });
    }
    lines.push({ text, offsets, heredocs });
  }
  return { escape, lines, problems };
}

function splitPhysical(source: string): Physical[] {
  const lines: Physical[] = [];
  let offset = 0;
  for (const whole of source.split(/(?<=\n)/)) {
    lines.push({ whole, text: whole.replace(/\r?\n$/, ''), offset });
    offset += whole.length;
  }
  const [first] = lines;
  if (first?.text.startsWith('\uFEFF') === true) {
    lines[0] = { whole: first.whole.slice(1), text: first.text.slice(1), offset: 1 };
  }
  return lines;
}

/** Reads what directives say, until a line is none. @returns the escape character */
function readDirectives(lines: readonly Physical[], problems: DockerfileProblem[]): string {
  const seen = new Map<string, string>();
  for (const { text, offset } of lines) {
    const match = /^#\s*([a-z][a-z0-9]*)\s*=\s*(.*?)\s*$/i.exec(text);
    const name = match?.[1]?.toLowerCase() ?? '';
    const value = match?.[2] ?? '';
    if (!['syntax', 'escape', 'check'].includes(name)) break;
    const place = { from: offset, to: offset + text.length };
    const say = (summary: string, detail: string): void => {
      problems.push({ code: 'dockerfile-invalid', summary, detail, ...place });
    };
    if (seen.has(name)) say(`the directive \`${name}\` is there twice`, 'Leave one of them out.');
    else if (name === 'escape' && value !== '\\' && value !== '`') {
      say(`${JSON.stringify(value)} cannot be the escape character`, 'It is a backslash or `.');
    } else seen.set(name, value);
  }
  return seen.get('escape') ?? '\\';
}

/** Finds the escape character at the end of a line that goes on in the next one. */
function continuation(escape: string): (text: string) => number | undefined {
  const sign = escape === '\\' ? '\\\\' : escape;
  const pattern = new RegExp(`(?:^|[^${sign}])(${sign}[ \\t]*)$`);
  return (text) => {
    const match = pattern.exec(text);
    return match ? text.length - (match[1] ?? '').length : undefined;
  };
}

interface HeredocSign extends Place {
  readonly name: string;
  readonly expands: boolean;
  readonly chomps: boolean;
}

const withHeredocs = /^(?:onbuild\s+)?(?:add|copy|run)\s/i;

function heredocsOf(line: string): readonly HeredocSign[] {
  if (!withHeredocs.test(line) || !line.includes('<<')) return [];
  return splitRaw(line, '\\').flatMap(({ text, from, to }) => {
    const sign = readHeredocSign(text);
    return sign ? [{ ...sign, from, to }] : [];
  });
}

/** What a word such as `<<-"EOF"` says; `undefined` where it is none. */
export function readHeredocSign(
  word: string,
): { readonly name: string; readonly expands: boolean; readonly chomps: boolean } | undefined {
  const match = /^\d*<<(-?)([^<]+)$/.exec(word);
  const written = match?.[2] ?? '';
  const name = written.replace(/\\(.)|["']/g, '$1');
  if (name === '') return undefined;
  return { name, expands: !/["'\\]/.test(written), chomps: match?.[1] === '-' };
}

function readHeredoc(
  lines: readonly Physical[],
  start: number,
  { name, chomps }: HeredocSign,
): { readonly text: string; readonly next: number } | undefined {
  const parts: string[] = [];
  for (let at = start; at < lines.length; at++) {
    const line = lines[at];
    if (!line) break;
    const chomp = (text: string): string => (chomps ? text.replace(/^\t+/, '') : text);
    if (chomp(line.text) === name) return { text: parts.join(''), next: at + 1 };
    parts.push(chomp(line.whole));
  }
  return undefined;
}
