/*
 * What nobody may remove unasked: without a ledger it is not known whether an object that no address
 * wants was let go of, or stands elsewhere by now.
 */
import type { Observed, Risk } from '../model/index.js';
import type { Draft } from './draft.js';
import { isTemporary } from './held.js';
import { removalOf } from './let-go.js';

/** The risk of removing an object, unless the files say in words that it goes. */
export function unrecordedRisks(draft: Draft, { address, name }: Observed): readonly Risk[] {
  const { observation, statements } = draft.input;
  if (observation.ledger || removalOf(statements.removed, address)?.destroy) return [];
  // The names of an interrupted replacement are nobody else's.
  if (isTemporary(name)) return [];
  const text = 'the ledger is lost, so that it may have been moved or let go of';
  return [{ kind: 'unrecorded', text }];
}
