/*
 * The labels an object carries from birth: the user's, and the record by which it is known again.
 */
import { canonicalJson, ownLabels, toJson } from '../model/index.js';
import type { Draft } from './draft.js';

/** The generation that the plan in the making will be. */
export function nextGeneration(draft: Draft): number {
  return (draft.input.observation.ledger?.number ?? 0) + 1;
}

/** All labels for an object of an address, made from `record`. */
export function recordLabels(
  draft: Draft,
  address: string,
  record: object,
  labels: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    ...labels,
    [ownLabels.stack]: draft.input.stack.name,
    [ownLabels.stackId]: draft.input.stack.id,
    [ownLabels.address]: address,
    [ownLabels.spec]: canonicalJson(toJson(record)),
    [ownLabels.generation]: String(nextGeneration(draft)),
  };
}
