/*
 * The variables that `stowage run` is given: by options, and by files in docker's form, where every line is taken as it
 * stands, quotes too.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError, type CommandContext } from '../command.js';

type Here = Pick<CommandContext, 'environment' | 'directory'>;

/**
 * What is given by option counts more than what stands in a file, and a later file more than one before.
 * @throws UsageError
 */
export function readEnvironment(
  files: readonly string[],
  given: readonly string[],
  here: Here,
): Readonly<Record<string, string>> {
  const fromFiles = files.flatMap((file) => linesOf(file, here.directory));
  const fromOptions = given.map((text) => ({ text, where: '--env' }));
  const variables: Record<string, string> = {};
  for (const { text, where } of [...fromFiles, ...fromOptions]) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (name === '' || /\s/.test(name)) {
      throw new UsageError(`${where} takes NAME=VALUE, or NAME, and no blank in the name`);
    }
    const value = equals < 0 ? here.environment[name] : text.slice(equals + 1);
    if (value !== undefined) variables[name] = value;
  }
  return variables;
}

interface Line {
  readonly text: string;
  /** Where it stands. What it says may be a secret. */
  readonly where: string;
}

function linesOf(file: string, directory: string): readonly Line[] {
  return readText(file, directory)
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trimStart(), where: `line ${index + 1} of ${file}` }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}

function readText(file: string, directory: string): string {
  try {
    // An editor may have put the mark of UTF-8 before all.
    return readFileSync(resolve(directory, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`--env-file cannot be read: ${error.message}`);
  }
}
