/*
 * What a command is: data for the parser, the help and the reference page, and a function that is
 * loaded only when the command runs, so that small commands start fast.
 */
import type { EngineError } from '../model/index.js';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal/terminal.js';

export interface OptionDefinition {
  readonly name: string;
  readonly short?: string;
  /** Name of its value in the help; an option without one is a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly summary: string;
}

export interface ArgumentDefinition {
  readonly name: string;
  readonly required: boolean;
  /** May be given several times; options may stand between. */
  readonly many?: boolean;
  /** Takes all that is left, unparsed. */
  readonly rest?: boolean;
  readonly summary: string;
}

export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs for the help and the reference page. */
  readonly description: readonly string[];
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  /** Left out of the help: called by Stowage itself. */
  readonly hidden?: boolean;
  readonly load: () => Promise<CommandRunner>;
}

/** Arguments and options of one call, parsed by the definition. */
export interface Invocation {
  readonly arguments: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** What a command has of the world. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Fires at the first Ctrl-C. */
  readonly signal: AbortSignal;
}

export type CommandRunner = (
  invocation: Invocation,
  context: CommandContext,
) => Promise<ExitCode> | ExitCode;

/** The last value given for an option. */
export function valueOf(invocation: Invocation, option: string): string | undefined {
  return invocation.values[option]?.at(-1);
}

/** A command line that cannot be understood; ends with the usage exit code. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An error of an engine that ends the command with an exit code of its own. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  override readonly cause: EngineError;
  readonly exitCode: ExitCode;
  constructor(cause: EngineError, exitCode: ExitCode) {
    super(cause.message, { cause });
    this.cause = cause;
    this.exitCode = exitCode;
  }
}
