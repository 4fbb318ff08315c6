/*
 * A command of an ordinary user that is to change something on the embedded engine is carried out once more,
 * where that engine works; this one waits for it and ends as it did.
 */
import { enterEngine } from '../providers/index.js';
import { CarriedOutInside } from './carried-out.js';
import type { CommandContext, Invocation } from './command.js';
import { engineName, ownCommand, type EngineChoice } from './engine-name.js';

/**
 * To be called before anything is said or asked for, since all of it is done again.
 * @throws CarriedOutInside, EngineError
 */
export async function goInside(
  invocation: Invocation,
  context: Pick<CommandContext, 'environment' | 'directory'>,
  { engine }: EngineChoice,
): Promise<void> {
  if (engineName(invocation, context, engine) === 'embedded') await carryOutInside(context);
}

/** For what is the embedded engine's alone. @throws CarriedOutInside, EngineError */
export async function carryOutInside({
  environment,
  directory,
}: Pick<CommandContext, 'environment' | 'directory'>): Promise<void> {
  const argv = [...ownCommand().selfCommand, ...process.argv.slice(2)];
  const ending = await enterEngine({ argv, directory, environment });
  if (ending !== undefined) throw new CarriedOutInside(ending);
}
