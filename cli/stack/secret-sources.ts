/*
 * Values of secrets: a variable, a file, or what a program prints. Later sources win, and only the one
 * that wins is read. A value never stands on a command line, where everybody on the host can see it,
 * and a program is started without a shell.
 */
import { isUtf8 } from 'node:buffer';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { SecretSource } from '../../dsl/index.js';
import { nearestName } from '../../model/index.js';
import { UsageError, type CommandContext, type Invocation } from '../command.js';
import { readBounded, reasonOf } from './read-bounded.js';

/** Where the value of one secret is taken from, and the directory that its paths start from. */
export interface ChosenSource {
  readonly source: SecretSource;
  readonly directory: string;
  /** How a message calls it. */
  readonly origin: string;
}

/** A value, or why there is none, as the end of a sentence. Never both. */
export type SecretRead =
  | { readonly kind: 'read'; readonly value: string; readonly said: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly said: readonly string[] };

const variablePrefix = 'STOWAGE_SECRET_';
const mostBytes = 512 * 1024;
const commandMilliseconds = 60_000;
/** Set where files come from people who are not to run programs here, such as a pull request. */
const noCommands = 'STOWAGE_NO_COMMANDS';

/** The sources given with `--secret NAME=SOURCE`, by name. @throws UsageError */
export function givenSources(
  invocation: Invocation,
  context: CommandContext,
  declared: readonly string[],
): ReadonlyMap<string, ChosenSource> {
  const given = new Map<string, ChosenSource>();
  for (const text of invocation.values['secret'] ?? []) {
    const equals = text.indexOf('=');
    const name = equals < 1 ? '' : text.slice(0, equals);
    if (!/^\w+$/.test(name)) throw new UsageError('--secret takes NAME=SOURCE');
    if (!declared.includes(name)) {
      const near = nearestName(name, declared);
      throw new UsageError(
        `the stack declares no secret ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
      );
    }
    const source = sourceOf(text.slice(equals + 1));
    if (!source) {
      // What was written may be the value itself, so it is not repeated.
      throw new UsageError(
        `--secret ${name} takes env:VARIABLE, file:PATH or command:PROGRAM, and never the value itself: everybody on the host can see a command line`,
      );
    }
    given.set(name, { source, directory: context.directory, origin: '`--secret`' });
  }
  return given;
}

/** Reads `env:NAME`, `file:PATH`, `command:PROGRAM ARGUMENT…` or `command:["PROGRAM", …]`. */
function sourceOf(text: string): SecretSource | undefined {
  const [, kind, rest = ''] = /^(env|file|command):([\s\S]+)$/.exec(text) ?? [];
  if (kind === 'env') return { kind, name: rest };
  if (kind === 'file') return { kind, path: rest };
  if (kind !== 'command') return undefined;
  const words = rest.startsWith('[') ? jsonWords(rest) : rest.trim().split(/\s+/);
  return words === undefined || words[0] === '' ? undefined : { kind, command: words };
}

function jsonWords(text: string): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(text);
    const isList = Array.isArray(words) && words.length > 0;
    return isList && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The source that wins for a declared secret; `undefined` where there is none at all. */
export function chooseSource(
  name: string,
  declared: SecretSource | undefined,
  given: ReadonlyMap<string, ChosenSource>,
  isDeclared: (name: string) => boolean,
  context: CommandContext,
  directory: string,
): ChosenSource | undefined {
  const fromOption = given.get(name);
  if (fromOption) return fromOption;
  const variable = `${variablePrefix}${name}`;
  const file = context.environment[`${variable}_FILE`];
  // `db_FILE` may be a secret of its own.
  if (file !== undefined && !isDeclared(`${name}_FILE`)) {
    const source = { kind: 'file', path: file } as const;
    return { source, directory: context.directory, origin: `${variable}_FILE` };
  }
  if (context.environment[variable] !== undefined) {
    return { source: { kind: 'env', name: variable }, directory, origin: variable };
  }
  return declared && { source: declared, directory, origin: 'its declaration' };
}

/** Reads the value of a secret. What a program says of itself is given back for people to read. */
export async function readSecret(
  chosen: ChosenSource,
  context: CommandContext,
): Promise<SecretRead> {
  const { source, directory } = chosen;
  switch (source.kind) {
    case 'env': {
      const value = context.environment[source.name];
      return value === undefined
        ? failed(`the variable ${source.name} is not set`)
        : checked(Buffer.from(value), `the variable ${source.name}`);
    }
    case 'file':
      return readFile(resolve(directory, source.path), source.path);
    case 'command':
      if (isSet(context.environment[noCommands]) && chosen.origin === 'its declaration') {
        return failed(`${noCommands} is set, so that no program is run that the files name`);
      }
      return runCommand(source.command, directory, context);
    default:
      return source satisfies never;
  }
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== '0';

const failed = (why: string, said: readonly string[] = []): SecretRead => ({
  kind: 'failed',
  reason: why,
  said,
});

/** A pipe is fine, as `<(…)` of a shell makes one. */
function readFile(path: string, shown: string): SecretRead {
  const read = readBounded(path, { most: mostBytes, pipes: true });
  return read.kind === 'read'
    ? checked(read.value, shown)
    : failed(`cannot read ${shown}: ${read.reason}`);
}

/** A value without the line end that editors and programs put behind it. */
function checked(bytes: Buffer, shown: string, said: readonly string[] = []): SecretRead {
  const value = bytes.toString('utf8').replace(/\r?\n$/, '');
  if (!isUtf8(bytes)) return failed(`${shown} gives what is not UTF-8`, said);
  if (value === '') return failed(`${shown} gives nothing`, said);
  if (value.includes('\0')) return failed(`${shown} gives a zero byte`, said);
  return { kind: 'read', value, said };
}

function runCommand(
  command: readonly string[],
  directory: string,
  { environment, signal }: CommandContext,
): Promise<SecretRead> {
  const [program = '', ...args] = command;
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const printed: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let stopped: string | undefined;
    const stop = (why: string): void => {
      stopped ??= why;
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    };
    const onAbort = (): void => stop('it was interrupted');
    const timer = setTimeout(
      () => stop(`it took longer than ${commandMilliseconds / 1000} s`),
      commandMilliseconds,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) stop(`it printed more than ${mostBytes / 1024} KiB`);
      else printed.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 16 * 1024) stderr += text;
    });
    const settle = (read: (said: readonly string[]) => SecretRead): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      done(read(stderr.split(/\r?\n/).filter((line) => line.trim() !== '')));
    };
    child.once('error', (error) => {
      settle((said) => failed(`cannot run ${program}: ${reasonOf(error)}`, said));
    });
    child.once('close', (code, ended) => {
      settle((said) => {
        if (stopped !== undefined) return failed(`${program} gave nothing: ${stopped}`, said);
        if (code !== 0) return failed(`${program} ended with ${code ?? ended ?? 'an error'}`, said);
        return checked(Buffer.concat(printed), program, said);
      });
    });
  });
}
