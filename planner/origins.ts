/*
 * How an action says that its object stood elsewhere before, or was not the stack's. Moving and
 * adopting do nothing to the object itself: what else happens to it keeps its own verb.
 */
import type { Action, Change, Observed, Verb } from '../model/index.js';
import type { Draft } from './draft.js';

/** Where an object comes from, if this plan makes it stand where it does. */
export function originOfAction(
  { origins, adopted }: Draft,
  object: Observed,
): Pick<Action, 'from' | 'imported'> {
  const from = origins.get(object);
  return {
    ...(from === undefined ? {} : { from }),
    ...(adopted.has(object) ? { imported: true } : {}),
  };
}

/** The verb for what comes to stand at an address, where little or nothing else happens to it. */
export function settledVerb(
  verb: Verb,
  changes: readonly Change[],
  { from, imported }: Pick<Action, 'from' | 'imported'>,
): Verb {
  if (verb === 'keep' && imported) return 'adopt';
  // A name on a network goes with the name.
  const isName = ({ path }: Change): boolean => /^name$|^networks\b.*\.aliases$/.test(path);
  const renamed = verb === 'update' && changes.length > 0;
  const isMove = verb === 'keep' || (renamed && changes.every(isName));
  return from !== undefined && isMove ? 'move' : verb;
}
