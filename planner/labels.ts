/*
 * The labels an object carries from birth: the user's, and the record by which it is known again.
 */
import { canonicalJson, ownLabels, toJson } from '../model/index.js';
import type { Draft } from './draft.js';

/**
 * The generation that the plan in the making will be: later than the ledger's, and than all objects,
 * since a ledger may be lost, and an apply that was cut off has made objects and written none.
 */
export function nextGeneration({ input, released }: Draft): number {
  const { objects, ledger } = input.observation;
  const made = [...objects, ...released].map(({ generation }) => generation);
  return made.reduce((most, one) => Math.max(most, one), ledger?.number ?? 0) + 1;
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
