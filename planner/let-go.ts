/*
 * `removed { destroy: false }`: what stays on the engine and is the stack's no longer. There is
 * nothing to do for that but to write it down in the ledger.
 */
import { isWithin, type Observation, type Observed, type Removed } from '../model/index.js';
import { addAction, type Draft } from './draft.js';
import { observationWithout } from './left-alone.js';

export interface LetGo {
  /** What is left of the observation. */
  readonly observation: Observation;
  readonly released: readonly Observed[];
}

/** The statement that speaks of an address. */
export function removalOf(removed: readonly Removed[], address: string): Removed | undefined {
  return removed.find(({ from }) => isWithin(address, from));
}

/** Tells what is let go of from what stays. `written` are the addresses of the files. */
export function letGo(
  observation: Observation,
  removed: readonly Removed[],
  written: ReadonlySet<string>,
): LetGo {
  const isReleased = ({ address }: Observed): boolean =>
    !written.has(address) && removalOf(removed, address)?.destroy === false;
  return {
    observation: observationWithout(observation, isReleased),
    released: observation.objects.filter(isReleased),
  };
}

/** Lists what is let go of. */
export function planForgetting(draft: Draft): void {
  for (const { address, kind, name } of draft.released) {
    const causes = [{ text: 'no longer written, and not to be destroyed' }];
    addAction(draft, { address, kind, name, verb: 'forget', causes });
  }
}
