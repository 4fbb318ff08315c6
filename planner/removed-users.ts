/*
 * Who goes before whom where containers are removed: those that depend on others first. The files say
 * it of what they write, the ledger of what they write no more, so that a stack whose files are gone
 * still ends in order.
 */
import type { LedgerEntry, ObservedContainer, Resource } from '../model/index.js';
import { depthFirst } from './acyclic.js';
import type { Draft } from './draft.js';
import { objectsAt, resourceAt } from './look-up.js';
import { recordedDependencies } from './recorded.js';

/** What an address waits for when it comes up, by what is known of it. */
function dependenciesAt(
  written: readonly Resource[],
  recorded: Readonly<Record<string, LedgerEntry>>,
  address: string,
): readonly string[] {
  const resource = resourceAt(written, address);
  const known = resource ? recordedDependencies(resource) : (recorded[address]?.after ?? []);
  return known.map((one) => one.address);
}

/**
 * Gives the ids of those that are to go before a container. Entries of a ledger may be of different
 * generations, and then say of two that each waits for the other: one of them has to come first.
 */
export function removedUsers(
  { written, input }: Draft,
  containers: readonly ObservedContainer[],
): (container: ObservedContainer) => readonly string[] {
  const recorded = input.observation.ledger?.resources ?? {};
  const users = new Map(containers.map(({ id }): [string, string[]] => [id, []]));
  for (const user of containers) {
    for (const address of dependenciesAt(written, recorded, user.address)) {
      for (const used of objectsAt(containers, address)) users.get(used.id)?.push(user.id);
    }
  }
  const order = depthFirst([...users].map(([id, after]) => ({ id, after })));
  const places = new Map(order.map(({ id }, place) => [id, place]));
  const placeOf = (id: string): number => places.get(id) ?? 0;
  return ({ id }) => (users.get(id) ?? []).filter((user) => placeOf(user) < placeOf(id));
}
