/*
 * Runs a command inside the test's own process: with an environment, a directory and streams of its
 * own. For tests of everything between the command line and the engine.
 */
import type { CommandContext } from '../../command.js';
import { UsageError } from '../../command.js';
import { EngineError } from '../../../model/index.js';
import { parseInvocation } from '../../parse.js';
import { commands } from '../../table/index.js';
import { createMasker } from '../../terminal/mask.js';

export interface InProcess {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Where {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `stowage` with arguments. What a person would be told of an error is on `stderr`. */
export async function runCommand(args: readonly string[], where: Where): Promise<InProcess> {
  const [name = '', ...words] = args;
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new Error(`there is no command ${name}`);
  const masker = createMasker();
  let stdout = '';
  let stderr = '';
  const context: CommandContext = {
    environment: { PATH: process.env['PATH'], ...where.environment },
    directory: where.directory,
    signal: new AbortController().signal,
    terminal: {
      print: (line) => void (stdout += `${masker.mask(line)}\n`),
      write: (text) => void (stdout += masker.mask(String(text))),
      note: (line) => void (stderr += `${masker.mask(line)}\n`),
      complain: (line) => void (stderr += `${masker.mask(line)}\n`),
      conceal: (hidden) => masker.hide(hidden),
      mask: (text) => masker.mask(text),
      reveal: (line) => void (stdout += `${line}\n`),
      style: (_style, text) => text,
      interactive: false,
      canAsk: false,
      quiet: false,
    },
  };
  try {
    const run = await command.load();
    return { code: await run(parseInvocation(command, words), context), stdout, stderr };
  } catch (error) {
    if (error instanceof UsageError)
      return { code: 64, stdout, stderr: `${stderr}${error.message}` };
    if (!(error instanceof EngineError)) throw error;
    return { code: 1, stdout, stderr: `${stderr}${error.message}\n${error.hint ?? ''}` };
  }
}
