/* Which engine a command speaks to: `--engine`, else STOWAGE_ENGINE, else what the stack declares, else embedded. */
import type { ProviderOptions } from '../providers/index.js';
import { valueOf, type CommandContext, type Invocation } from './command.js';
import type { LoadedStack } from './stack/load.js';
import { stowageVersion } from './version.js';

/**
 * The text by which an engine was asked for.
 * @param declared what the files of the stack say
 */
export function engineName(
  invocation: Invocation,
  context: Pick<CommandContext, 'environment'>,
  declared: string | undefined,
): string {
  const variable = context.environment['STOWAGE_ENGINE'];
  const given = valueOf(invocation, 'engine') ?? (variable === '' ? undefined : variable);
  return given ?? declared ?? 'embedded';
}

/** What a command says of the engine that it wants. */
export type EngineChoice = Pick<LoadedStack, 'engine'>;

/** How this very command is started again, by monitors of containers and as their agent, and its version. */
export function ownCommand(): ProviderOptions {
  const script = process.argv[1] === undefined ? [] : [process.argv[1]];
  return { selfCommand: [process.execPath, ...script], version: stowageVersion };
}
