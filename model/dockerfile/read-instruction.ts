/*
 * One logical line to one instruction. What is wrong with it is said with its place; the next line is
 * read all the same.
 */
import { nearestName } from '../nearest-name.js';
import type { DockerfileProblem, Instruction, InstructionBody } from './instruction.js';
import { placeIn, type LogicalLine } from './lines.js';
import { flagOf, readFlags, startReading, type Reading } from './reading.js';
import { readCopy } from './read-copy.js';
import { readHealth } from './read-health.js';
import { readRun } from './read-run.js';
import { readPairs } from './words.js';

type Read = InstructionBody | null;

const readers: Readonly<Record<string, (reading: Reading) => Read>> = {
  ADD: (reading) => readCopy(reading, 'add'),
  ARG: readArg,
  CMD: (reading) => withoutFlags(reading, () => ({ kind: 'cmd', command: reading.command() })),
  COPY: (reading) => readCopy(reading, 'copy'),
  ENTRYPOINT: (reading) =>
    withoutFlags(reading, () => ({ kind: 'entrypoint', command: reading.command() })),
  ENV: (reading) => readAssignments(reading, 'env'),
  EXPOSE: (reading) => readWords(reading, 'expose'),
  FROM: readFrom,
  HEALTHCHECK: readHealth,
  LABEL: (reading) => readAssignments(reading, 'label'),
  MAINTAINER: (reading) => readText(reading, 'maintainer'),
  ONBUILD: (reading) => readOnBuild(reading),
  RUN: readRun,
  SHELL: readShell,
  STOPSIGNAL: (reading) => readText(reading, 'stopsignal'),
  USER: (reading) => readText(reading, 'user'),
  VOLUME: (reading) => readWords(reading, 'volume'),
  WORKDIR: (reading) => readText(reading, 'workdir'),
};

/** The keywords of a Dockerfile, in capitals. */
export const keywords: readonly string[] = Object.keys(readers);

export function readInstruction(
  line: LogicalLine,
  escape: string,
  problems: DockerfileProblem[],
): Instruction | null {
  const reading = startReading(line, escape, problems);
  const { keyword } = reading;
  const read = Object.hasOwn(readers, keyword) ? readers[keyword] : undefined;
  if (!read) {
    const near = nearestName(keyword, keywords);
    const at = { from: 0, to: keyword.length };
    return reading.say(
      {
        code: 'dockerfile-instruction-unknown',
        summary: `there is no instruction \`${keyword}\``,
        ...(near !== undefined && { detail: `Did you mean \`${near}\`?` }),
      },
      at,
    );
  }
  const body = read(reading);
  if (!body) return null;
  const text = `${keyword} ${line.text.slice(keyword.length)}`.replace(/\s+/g, ' ').trim();
  const heredocs = line.heredocs.map((one) => ` ${one.text}`).join('');
  return { ...body, text: text + heredocs, place: placeIn(line, 0, line.text.trimEnd().length) };
}

/** Reads what is set off by `ONBUILD`, when an image is built on the one that has it. */
function readOnBuild(reading: Reading): Read {
  return withoutFlags(reading, () => {
    const keyword = /^\S*/.exec(reading.rest)?.[0].toUpperCase() ?? '';
    if (['ONBUILD', 'FROM', 'MAINTAINER'].includes(keyword)) {
      return reading.say({ summary: `\`ONBUILD ${keyword}\` is not allowed` });
    }
    const problems: DockerfileProblem[] = [];
    const { line, start, heredocs } = reading;
    const text = line.text.slice(start).trimEnd();
    const inner = { text, offsets: line.offsets.slice(start), heredocs };
    readInstruction(inner, reading.escape, problems);
    const [problem] = problems;
    if (problem) return reading.say(problem, { from: start, to: start + text.length });
    if (heredocs.length > 0) {
      const code = 'dockerfile-unsupported';
      return reading.say({ code, summary: '`ONBUILD` with a text below it is not supported' });
    }
    return { kind: 'onbuild', trigger: text };
  });
}

function withoutFlags(reading: Reading, read: () => Read): Read {
  if (!readFlags(reading, {})) return null;
  if (reading.rest === '') {
    return reading.say({ summary: `\`${reading.keyword}\` has nothing behind it` });
  }
  return read();
}

function readFrom(reading: Reading): Read {
  const flags = readFlags(reading, { platform: 'value' });
  if (!flags) return null;
  const words = reading.words();
  const [image, as, name] = words;
  const isNamed = words.length === 3 && as?.text.toUpperCase() === 'AS' && name;
  if (!image || (words.length !== 1 && !isNamed)) {
    const detail = 'It is written `FROM image` or `FROM image AS name`.';
    return reading.say({ summary: '`FROM` takes an image, and a name for the stage', detail });
  }
  if (isNamed && !/^[a-z][a-z0-9._-]*$/i.test(name.text)) {
    const detail = 'It begins with a letter, and has letters, digits, `-`, `_` and `.`.';
    return reading.say(
      { summary: `${JSON.stringify(name.text)} is no name for a stage`, detail },
      name,
    );
  }
  const platform = flagOf(flags, 'platform');
  return {
    kind: 'from',
    image: image.text,
    ...(platform !== undefined && { platform }),
    ...(isNamed && { as: name.text.toLowerCase() }),
  };
}

function readArg(reading: Reading): Read {
  return withoutFlags(reading, () => {
    const args: { name: string; value?: string }[] = [];
    for (const word of reading.words()) {
      const at = word.text.indexOf('=');
      const name = at < 0 ? word.text : word.text.slice(0, at);
      if (name === '') return reading.say({ summary: 'a build argument has no name' }, word);
      args.push(at < 0 ? { name } : { name, value: word.text.slice(at + 1) });
    }
    return { kind: 'arg', args };
  });
}

function readAssignments(reading: Reading, kind: 'env' | 'label'): Read {
  return withoutFlags(reading, () => {
    const pairs: (readonly [string, string])[] = [];
    for (const [name, value, word] of readPairs(reading.rest, reading.escape)) {
      const at = { from: word.from + reading.start, to: word.to + reading.start };
      if (value === undefined) {
        const detail = 'It is written `name=value`, with quotes around what has blanks in it.';
        return reading.say({ summary: `${JSON.stringify(word.text)} has no value`, detail }, at);
      }
      if (name === '') return reading.say({ summary: 'a value has no name' }, at);
      pairs.push([name, value]);
    }
    return { kind, pairs };
  });
}

function readShell(reading: Reading): Read {
  return withoutFlags(reading, () => {
    const shell = reading.json();
    if (shell && shell.length > 0) return { kind: 'shell', shell };
    const detail = 'Such as `SHELL ["/bin/bash", "-c"]`.';
    return reading.say({ summary: '`SHELL` takes a program and its arguments as JSON', detail });
  });
}

function readText(reading: Reading, kind: 'workdir' | 'user' | 'stopsignal' | 'maintainer'): Read {
  return withoutFlags(reading, () => ({ kind, value: reading.rest }));
}

function readWords(reading: Reading, kind: 'expose' | 'volume'): Read {
  return withoutFlags(reading, () => {
    const listed = kind === 'volume' ? reading.json() : undefined;
    const words = listed ?? reading.words().map(({ text }) => text);
    if (words.some((word) => word.trim() === '') || words.length === 0) {
      return reading.say({ summary: `\`${reading.keyword}\` names nothing` });
    }
    return { kind, words };
  });
}
