/*
 * What reading one instruction has at hand: its line, the words behind the keyword, and a way to say what
 * is wrong with a part of it. Reading never throws; it gives nothing, and has said why.
 */
import { nearestName } from '../nearest-name.js';
import type { DockerfileCommand, DockerfileProblem, Heredoc } from './instruction.js';
import { placeIn, type LogicalLine } from './lines.js';
import { readJsonForm, splitFlags, splitRaw, type Flag, type Word } from './words.js';

export interface Reading {
  readonly line: LogicalLine;
  readonly escape: string;
  /** In capitals. */
  readonly keyword: string;
  /** What follows the keyword and its flags, without white space around it. */
  readonly rest: string;
  /** Where that begins in the line. */
  readonly start: number;
  readonly flags: readonly Flag[];
  readonly heredocs: readonly Heredoc[];
  /** Places of words and flags are those in the line. */
  words(): readonly Word[];
  json(): readonly string[] | undefined;
  command(): DockerfileCommand;
  /** Says what is wrong; what is read then is nothing. */
  say(problem: Said, at?: Pick<Word, 'from' | 'to'>): null;
}

export interface Said {
  readonly code?: DockerfileProblem['code'];
  readonly summary: string;
  readonly detail?: string;
}

export function startReading(
  line: LogicalLine,
  escape: string,
  problems: DockerfileProblem[],
): Reading {
  const { text } = line;
  const keyword = /^\S*/.exec(text)?.[0] ?? '';
  const split = splitFlags(text.slice(keyword.length), escape);
  const behind = keyword.length + split.rest;
  const rest = text.slice(behind).trim();
  const start = behind + (text.slice(behind).length - text.slice(behind).trimStart().length);
  const moved = <T extends Word>(word: T, by: number): T => ({
    ...word,
    from: word.from + by,
    to: word.to + by,
  });
  const json = (): readonly string[] | undefined => readJsonForm(rest);
  return {
    line,
    escape,
    keyword: keyword.toUpperCase(),
    rest,
    start,
    flags: split.flags.map((flag) => moved(flag, keyword.length)),
    heredocs: line.heredocs,
    words: () => splitRaw(rest, escape).map((word) => moved(word, start)),
    json,
    command: () => {
      const argv = json();
      return argv ? { form: 'exec', argv } : { form: 'shell', line: rest };
    },
    say: ({ code = 'dockerfile-invalid', summary, detail }, at = { from: 0, to: text.length }) => {
      problems.push({
        code,
        summary,
        ...(detail !== undefined && { detail }),
        ...placeIn(line, at.from, at.to),
      });
      return null;
    },
  };
}

/** Values of flags by name; several of one name in the order that they are written in. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the flags of an instruction, of which only some names are known.
 * @param known names with how they are written: `value`, `switch`, or `list` where one may come again
 */
export function readFlags(
  reading: Reading,
  known: Readonly<Record<string, 'value' | 'switch' | 'list'>>,
): Flags | undefined {
  const found = new Map<string, string[]>();
  const failed = reading.flags.filter((flag) => {
    const wrong = mistakeIn(flag, reading.keyword, known, found);
    if (wrong) reading.say(wrong, flag);
    else found.set(flag.name, [...(found.get(flag.name) ?? []), flag.value ?? 'true']);
    return wrong !== undefined;
  });
  return failed.length > 0 ? undefined : found;
}

function mistakeIn(
  { name, value }: Flag,
  keyword: string,
  known: Readonly<Record<string, 'value' | 'switch' | 'list'>>,
  found: Flags,
): Said | undefined {
  const how = Object.hasOwn(known, name) ? known[name] : undefined;
  if (how === undefined) {
    const near = nearestName(name, Object.keys(known));
    const summary = `\`${keyword}\` has no flag \`--${name}\``;
    return near === undefined ? { summary } : { summary, detail: `Did you mean \`--${near}\`?` };
  }
  if (found.has(name) && how !== 'list') return { summary: `\`--${name}\` is there twice` };
  if (how === 'switch') {
    const isSwitch = value === undefined || /^(?:true|false)$/i.test(value);
    return isSwitch ? undefined : { summary: `\`--${name}\` is true or false` };
  }
  return value === undefined || value === ''
    ? { summary: `\`--${name}\` needs a value`, detail: `It is written \`--${name}=…\`.` }
    : undefined;
}

export const flagOf = (flags: Flags, name: string): string | undefined => flags.get(name)?.[0];

export const isSet = (flags: Flags, name: string): boolean =>
  /^true$/i.test(flagOf(flags, name) ?? 'false');
