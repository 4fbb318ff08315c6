/*
 * Which container a word on the command line means: an address in the stack here, else a name or id
 * for the engine to look up.
 */
import { parseAddress } from '../../model/index.js';
import type { Operator } from '../../model/index.js';
import { EngineError } from '../../model/index.js';

/** The engine's name for a container given by address, name or id. @throws EngineError */
export async function findContainer(engine: Operator, given: string): Promise<string> {
  if (parseAddress(given)?.kind !== 'container') return given;
  const all = await engine.listContainers();
  const found = all.filter(({ address }) => address === given);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (found.length === 0) throw new EngineError('not-found', `there is no container at ${given}`);
  const names = found.map(({ name, stack }) => `${name} (stack ${stack ?? 'unknown'})`).join(', ');
  throw new EngineError('invalid', `${given} is in several stacks: ${names}`, {
    hint: 'Give the name of the one that is meant.',
  });
}
