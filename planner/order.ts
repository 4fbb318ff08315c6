/*
 * Orders things by what they wait for. A graph here is ids and edges; it knows nothing of plans.
 */

/**
 * Sorts items so that each comes after those it depends on; otherwise the given order is kept.
 * Dependencies on ids outside the list are no constraint.
 * @throws Error on a cycle: callers give graphs that were checked before
 */
export function sortByDependencies<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  dependenciesOf: (item: T) => readonly string[],
): readonly T[] {
  const waiting = new Map(items.map((item) => [idOf(item), item]));
  const sorted: T[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter((item) =>
      dependenciesOf(item).every((id) => id === idOf(item) || !waiting.has(id)),
    );
    if (free.length === 0) {
      throw new Error(`cycle among ${[...waiting.keys()].join(', ')}`);
    }
    for (const item of free) {
      sorted.push(item);
      waiting.delete(idOf(item));
    }
  }
  return sorted;
}
