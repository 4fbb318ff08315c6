/*
 * Which engine a command speaks to: `--engine`, else STOWAGE_ENGINE, else what the stack declares, else
 * embedded. The providers are loaded only here, and only the one that is asked for.
 */
import type { Engine, EngineReader, Operator } from '../model/index.js';
import { openProvider, type Provider, type ProviderOptions } from '../providers/index.js';
import type { LoadedStack } from './stack/load.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from './command.js';
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

async function provider(
  invocation: Invocation,
  context: CommandContext,
  { engine }: EngineChoice,
): Promise<Provider> {
  const name = engineName(invocation, context, engine);
  const opened = await openProvider(name, ownCommand());
  if (opened === undefined) {
    throw new UsageError(
      `there is no engine ${name}: it is embedded, docker, podman, or an address such as unix:///run/docker.sock or ssh://user@host`,
    );
  }
  return opened;
}

/** How this very command is started again, by monitors of containers and as their agent, and its version. */
export function ownCommand(): ProviderOptions {
  const script = process.argv[1] === undefined ? [] : [process.argv[1]];
  return { selfCommand: [process.execPath, ...script], version: stowageVersion };
}

/** Runs `use` with a view of the engine that cannot write, and closes it. */
export async function withReader<T>(
  invocation: Invocation,
  context: CommandContext,
  choice: EngineChoice,
  use: (reader: EngineReader) => Promise<T>,
): Promise<T> {
  const reader = await (await provider(invocation, context, choice)).openReader();
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** Runs `use` with the whole engine, and closes it. */
export async function withEngine<T>(
  invocation: Invocation,
  context: CommandContext,
  choice: EngineChoice,
  use: (engine: Engine & Operator) => Promise<T>,
): Promise<T> {
  const engine = await (await provider(invocation, context, choice)).openEngine();
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
