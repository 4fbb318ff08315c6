/* Does a thing for many items with so many at a time. The first failure ends it. */

/** Calls of the engine that are worth having in flight at once; more gained nothing when measured. */
export const readWidth = 16;

/** Maps items with at most `width` calls of `map` in flight; results keep the order of the items. */
export async function mapParallel<A, B>(
  items: readonly A[],
  width: number,
  map: (item: A) => Promise<B>,
): Promise<readonly B[]> {
  const results: B[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
}
