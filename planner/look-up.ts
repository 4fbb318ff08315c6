/*
 * Finds things in the lists that a plan is made from without walking them each time, so that planning
 * takes time in proportion to the stack. Only for lists that nobody adds to: a table is made once.
 */
import type { Observed, Resource } from '../model/index.js';
import type { Desired } from './facts.js';

type LookUp<T> = (list: readonly T[], key: string) => readonly T[];

/** Looks up what has a key, in the order of the list. */
function lookUpBy<T>(keysOf: (one: T) => readonly string[]): LookUp<T> {
  const tables = new WeakMap<readonly T[], ReadonlyMap<string, readonly T[]>>();
  return (list, key) => {
    let table = tables.get(list);
    if (!table) {
      table = tableOf(list, keysOf);
      tables.set(list, table);
    }
    return table.get(key) ?? [];
  };
}

function tableOf<T>(
  list: readonly T[],
  keysOf: (one: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const table = new Map<string, T[]>();
  for (const one of list) {
    for (const key of new Set(keysOf(one))) {
      const others = table.get(key);
      if (others) others.push(one);
      else table.set(key, [one]);
    }
  }
  return table;
}

export const objectsAt: LookUp<Observed> = lookUpBy(({ address }) => [address]);
export const objectsNamed: LookUp<Observed> = lookUpBy(({ name }) => [name]);
export const objectsWithId: LookUp<Observed> = lookUpBy(({ id }) => [id]);
/** Images by the content key of what they are built on. */
export const imagesOn: LookUp<Observed> = lookUpBy((object) =>
  object.kind === 'image' && object.completed.base !== '' ? [object.completed.base] : [],
);

const resourcesAt: LookUp<Resource> = lookUpBy(({ address }) => [address]);

/** The resource that the files write at an address. */
export const resourceAt = (resources: readonly Resource[], address: string): Resource | undefined =>
  resourcesAt(resources, address)[0];

/** Containers that are to have a name. */
export const desiredNamed: LookUp<Desired> = lookUpBy((one) =>
  one.kind === 'container' ? [one.resource.spec.name] : [],
);

const desiredAtAddress: LookUp<Desired> = lookUpBy(({ resource }) => [resource.address]);

/** What is wanted at an address. */
export const desiredAt = (desired: readonly Desired[], address: string): Desired | undefined =>
  desiredAtAddress(desired, address)[0];
