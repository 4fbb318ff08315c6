/* Does no more than so many things at a time; the others wait in the order in which they came. */

/** Does something when there is room for it. */
export type Limited = <T>(work: () => Promise<T>) => Promise<T>;

export function limited(count: number): Limited {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= count) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over, so that nobody comes between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
