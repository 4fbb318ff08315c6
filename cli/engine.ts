/*
 * Opens the engine that a command speaks to. The providers are loaded only here, and only the one that is
 * asked for.
 */
import type { Engine, EngineReader, Operator } from '../model/index.js';
import { openProvider, type Provider } from '../providers/index.js';
import { UsageError, type CommandContext, type Invocation } from './command.js';
import { engineName, ownCommand, type EngineChoice } from './engine-name.js';
import { goInside } from './inside.js';

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

/**
 * Runs `use` with the whole engine, and closes it.
 * @throws CarriedOutInside where an ordinary user's engine works elsewhere
 */
export async function withEngine<T>(
  invocation: Invocation,
  context: CommandContext,
  choice: EngineChoice,
  use: (engine: Engine & Operator) => Promise<T>,
): Promise<T> {
  await goInside(invocation, context, choice);
  const engine = await (await provider(invocation, context, choice)).openEngine();
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
