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
  const indexes = new Map(items.map((item, index) => [idOf(item), index]));
  const dependents: number[][] = items.map(() => []);
  const missing = items.map((item, index) => {
    const waits = new Set(dependenciesOf(item).map((id) => indexes.get(id)));
    waits.delete(index);
    waits.delete(undefined);
    for (const one of waits) if (one !== undefined) dependents[one]?.push(index);
    return waits.size;
  });
  const sorted: T[] = [];
  // Rounds: whatever waits for nothing any more, in the given order, then what that sets free.
  let free = [...missing.keys()].filter((index) => missing[index] === 0);
  while (free.length > 0) {
    const next: number[] = [];
    for (const index of free) {
      const item = items[index];
      if (item !== undefined) sorted.push(item);
      for (const dependent of dependents[index] ?? []) {
        const left = (missing[dependent] ?? 0) - 1;
        missing[dependent] = left;
        if (left === 0) next.push(dependent);
      }
    }
    free = next.sort((a, b) => a - b);
  }
  if (sorted.length < items.length) {
    const waiting = items.filter((_, index) => (missing[index] ?? 0) > 0);
    throw new Error(`cycle among ${waiting.map(idOf).join(', ')}`);
  }
  return sorted;
}
