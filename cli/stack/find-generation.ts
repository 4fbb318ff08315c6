/* One generation of a stack's history, by its number. */
import { EngineError, type Generation } from '../../model/index.js';

/**
 * The generation of a number, or the newest.
 * @param history the newest first
 * @throws EngineError that says which there are
 */
export function findGeneration(
  history: readonly Generation[],
  number: number | undefined,
  { name }: { readonly name: string },
): Generation {
  const [newest] = history;
  if (!newest) {
    throw new EngineError('not-found', `the ledger of stack ${name} is lost`, {
      hint: 'The next apply begins another.',
    });
  }
  const found = number === undefined ? newest : history.find((one) => one.number === number);
  if (found) return found;
  const kept = history.map((one) => one.number).join(', ');
  throw new EngineError('not-found', `the engine keeps no generation ${number} of stack ${name}`, {
    hint: `It keeps ${kept}. Older ones go as new ones come.`,
  });
}
