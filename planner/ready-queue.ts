/*
 * Gives out the nodes of a graph as soon as what they wait for is done: of those that are free the one
 * that was given first, so that the order is the same each time. Each node and each wait is looked at
 * once; a heap keeps the free ones in order.
 */
export interface ReadyQueue<T> {
  /** Takes the first that waits for nothing any more; `undefined` where there is none just now. */
  take(): T | undefined;
  /** What is done sets free what waits for it alone. */
  finish(id: string): void;
  /** What has not been given out, in the given order. */
  left(): readonly T[];
}

interface Waiting {
  readonly id: string;
  readonly after: readonly string[];
}

/** @param given in the order in which they are to be given out, where nothing else decides */
export function newReadyQueue<T extends Waiting>(given: readonly T[]): ReadyQueue<T> {
  const dependents = new Map<string, number[]>();
  const free = newHeap();
  // What waits for something that is not among them is never free.
  const unmet = given.map(({ after }, index) => {
    const waits = new Set(after);
    for (const id of waits) {
      const others = dependents.get(id);
      if (others) others.push(index);
      else dependents.set(id, [index]);
    }
    if (waits.size === 0) free.push(index);
    return waits.size;
  });
  const taken = new Set<string>();
  return {
    take: () => {
      const index = free.pop();
      const one = index === undefined ? undefined : given[index];
      if (one) taken.add(one.id);
      return one;
    },
    finish: (id) => {
      for (const index of dependents.get(id) ?? []) {
        const left = (unmet[index] ?? 0) - 1;
        unmet[index] = left;
        if (left === 0) free.push(index);
      }
      dependents.delete(id);
    },
    left: () => given.filter(({ id }) => !taken.has(id)),
  };
}

/** Numbers of which the least comes out first: each is no greater than the two at twice its place. */
function newHeap(): { push(value: number): void; pop(): number | undefined } {
  const values: number[] = [];
  const at = (place: number): number => values[place] ?? Infinity;
  const swap = (a: number, b: number): void => {
    [values[a], values[b]] = [at(b), at(a)];
  };
  return {
    push: (value) => {
      let place = values.push(value) - 1;
      while (place > 0 && at((place - 1) >> 1) > at(place)) {
        swap(place, (place - 1) >> 1);
        place = (place - 1) >> 1;
      }
    },
    pop: () => {
      const first = values[0];
      const last = values.pop();
      if (last === undefined || values.length === 0) return first;
      values[0] = last;
      for (let place = 0; ;) {
        const [left, right] = [place * 2 + 1, place * 2 + 2];
        const least = at(right) < at(left) ? right : left;
        if (at(least) >= at(place)) return first;
        swap(place, least);
        place = least;
      }
    },
  };
}
