/*
 * The entry: finds the command, runs it, and turns what it gives or throws into an exit code.
 * Nothing is loaded here that `stowage version` does not need.
 */
import { getEventListeners } from 'node:events';
import { constants } from 'node:os';
import { CarriedOutInside } from './carried-out.js';
import type { CommandContext, CommandDefinition } from './command.js';
import { CommandFailure, UsageError } from './command.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { parseInvocation } from './parse.js';
import { commands } from './table/index.js';
import { EngineError, nearestName } from '../model/index.js';
import { guardStreams } from './terminal/guard-streams.js';
import { processTerminal, visible } from './terminal/terminal.js';

/** Before anything is written. */
const streams = guardStreams();

/**
 * Aborts at the first Ctrl-C; at the second the process ends at once, as the shell expects. So it does
 * at the first while nobody listens, because then nothing is under way that has to be finished.
 */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const onSignal = (name: NodeJS.Signals): void => {
    // Whoever listens to this very signal has a use for it.
    if (process.listenerCount(name) > 1) return;
    const isHeard = getEventListeners(signal, 'abort').length > 0;
    if (signal.aborted || !isHeard) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return signal;
}

/** The environment; what is started beside this command, a container's monitor say, gets no secrets. */
function takeEnvironment(): CommandContext['environment'] {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('STOWAGE_SECRET_') || name === 'STOWAGE_PLAN_KEY')
      Reflect.deleteProperty(process.env, name);
  }
  return environment;
}

/** The command that the words begin with, which may have a name of two of them, and the words after it. */
function findCommand([first = 'help', ...words]: readonly string[]): readonly [
  CommandDefinition,
  readonly string[],
] {
  const name = aliases[first] ?? first;
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return [command, words];
  const [second, ...rest] = words;
  const longer = commands.find((candidate) => candidate.name === `${name} ${second ?? ''}`);
  if (longer) return [longer, rest];
  const ofGroup = commands.filter((candidate) => candidate.name.startsWith(`${name} `));
  if (ofGroup.length > 0) {
    const names = ofGroup.map((candidate) => `\`${candidate.name}\``).join(', ');
    throw new UsageError(`${name} is followed by what to do: ${names}`);
  }
  const shown = commands.filter(({ hidden }) => !hidden).map((candidate) => candidate.name);
  const near = nearestName(name, shown);
  const hint = near === undefined ? 'see `stowage help`' : `did you mean ${near}?`;
  throw new UsageError(`there is no command ${name}; ${hint}`);
}

/** Options that mean a command, for those who type them out of habit. */
const aliases: Readonly<Record<string, string>> = {
  '--version': 'version',
  '-V': 'version',
  '--help': 'help',
  '-h': 'help',
};

async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  const [command, words] = findCommand(argv);
  const invocation = parseInvocation(command, words);
  const terminal = processTerminal({
    streams,
    quiet: invocation.switches.has('quiet'),
    ...(invocation.switches.has('no-color') ? { colour: false } : {}),
  });
  const context: CommandContext = {
    terminal,
    environment: takeEnvironment(),
    directory: process.cwd(),
    signal: interruptSignal(),
  };
  if (invocation.switches.has('help')) {
    const { runHelp } = await import('./commands/help.js');
    return runHelp({ ...invocation, arguments: [command.name] }, context);
  }
  const run = await command.load();
  return run(invocation, context);
}

/** Ends as the command did that was carried out elsewhere. */
function endAs(ending: CarriedOutInside['ending']): ExitCode {
  if (typeof ending === 'number') return ending;
  process.kill(process.pid, ending);
  return 128 + constants.signals[ending];
}

/** Says what went wrong, and gives the exit code. A stack is for bugs, and for `--debug`. */
function explain(error: unknown, debug: boolean): ExitCode {
  if (error instanceof CarriedOutInside) return endAs(error.ending);
  const write = (line: string): void => void process.stderr.write(`${line}\n`);
  if (error instanceof UsageError) {
    write(`stowage: ${visible(error.message)}`);
    return exitCodes.usage;
  }
  if (error instanceof CommandFailure) {
    explain(error.cause, debug);
    return error.exitCode;
  }
  if (error instanceof EngineError) {
    write(`stowage: ${visible(error.message)}`);
    for (const line of error.lines) write(`  | ${visible(line)}`);
    if (error.hint !== undefined) write(visible(error.hint));
    if (debug) write(error.stack ?? '');
    return exitCodes.error;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(`stowage: this is a bug in Stowage, please report it\n${visible(text)}`);
  return exitCodes.error;
}

/** A reader that goes away, as `head` does, ends the command quietly. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const argv = process.argv.slice(2);
// Node's own report of an error would go past the masker.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => process.exit(explain(error, argv.includes('--debug'))));
}
// The bundle holds scripts, in which nothing can be awaited out here.
void runCommandLine(argv)
  .catch((error: unknown) => explain(error, argv.includes('--debug')))
  .then((code) => {
    process.exitCode = code;
  });
