/*
 * Graphs of steps against their plain definitions: an order keeps to what waits for what and else to
 * what was given, and a wait is taken exactly where it closes no circle.
 */
import fc from 'fast-check';
import t from 'tap';
import { newWaits } from './acyclic.js';
import { sortByDependencies } from './order.js';
import { newReadyQueue } from './ready-queue.js';

const size = 12;
const pairs = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 });
const nameOf = (index: number): string => `step ${String(index).padStart(2, '0')}`;
const names = Array.from({ length: size }, (_, index) => nameOf(index));

/** What each waits for, by pairs of which the first waits for the second. */
function waitsBy(edges: readonly (readonly [number, number])[]): ReadonlyMap<string, string[]> {
  const waits = new Map(names.map((name): [string, string[]] => [name, []]));
  for (const [from, to] of edges) waits.get(nameOf(from))?.push(nameOf(to));
  return waits;
}

function reaches(waits: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const one of seen) for (const next of waits.get(one) ?? []) seen.add(next);
  return seen.has(to);
}

/** Edges from later to earlier in some order of their own, so that they close no circle. */
const acyclicPairs = fc
  .tuple(pairs, fc.shuffledSubarray([...names.keys()], { minLength: size }))
  .map(([edges, places]) =>
    edges
      .map(([a, b]): [number, number] => ((places[a] ?? 0) > (places[b] ?? 0) ? [a, b] : [b, a]))
      .filter(([a, b]) => a !== b),
  );

t.test('what is sorted comes after all that it waits for', async (t) => {
  fc.assert(
    fc.property(acyclicPairs, (edges) => {
      const waits = waitsBy(edges);
      const sorted = sortByDependencies(
        names,
        (name) => name,
        (name) => waits.get(name) ?? [],
      );
      const isInOrder = edges.every(
        ([from, to]) => sorted.indexOf(nameOf(to)) < sorted.indexOf(nameOf(from)),
      );
      return sorted.length === size && isInOrder;
    }),
  );
  t.same(
    sortByDependencies(
      names,
      (name) => name,
      () => [],
    ),
    names,
    'else as it was given',
  );
  t.same(
    sortByDependencies(
      ['c', 'b', 'a'],
      (name) => name,
      (name) => (name === 'c' ? ['a'] : ['x']),
    ),
    ['b', 'a', 'c'],
    'what is not there is not waited for',
  );
  t.throws(
    () =>
      sortByDependencies(
        ['a', 'b', 'c'],
        (name) => name,
        (name) => (name === 'c' ? [] : [name === 'a' ? 'b' : 'a']),
      ),
    { message: 'cycle among a, b' },
  );
});

t.test('a wait is taken where it closes no circle', async (t) => {
  fc.assert(
    fc.property(acyclicPairs, pairs, (given, wishes) => {
      const expected = waitsBy(given);
      const waits = newWaits(names.map((id) => ({ id, after: expected.get(id) ?? [] })));
      for (const [from, to] of wishes) {
        const [id, after] = [nameOf(from), nameOf(to)];
        const fits = !reaches(expected, after, id);
        if (fits) expected.get(id)?.push(after);
        if (waits.add(id, after) !== fits) return false;
      }
      return names.every(
        (id) => JSON.stringify(waits.of(id)) === JSON.stringify([...new Set(expected.get(id))]),
      );
    }),
    { numRuns: 500 },
  );
  const waits = newWaits([{ id: 'a', after: ['gone'] }]);
  t.notOk(waits.add('a', 'gone'), 'what is not there cannot be waited for');
  t.same(waits.of('a'), ['gone']);
});

/** What is to be given out next: the first of which nothing that it waits for is still to be done. */
const firstFree = (
  waits: ReadonlyMap<string, readonly string[]>,
  taken: readonly string[],
  done: readonly string[],
): string | undefined =>
  names.find(
    (name) => !taken.includes(name) && (waits.get(name) ?? []).every((one) => done.includes(one)),
  );

t.test('what is free is given out in the given order, whatever is done first', (t) => {
  const choices = fc.array(fc.nat(size - 1), { minLength: size, maxLength: size });
  const { counterexample } = fc.check(
    fc.property(acyclicPairs, fc.nat(3), choices, (edges, width, order) => {
      const waits = waitsBy(edges);
      const queue = newReadyQueue(names.map((id) => ({ id, after: waits.get(id) ?? [] })));
      const taken: string[] = [];
      const done: string[] = [];
      for (const choice of order) {
        while (taken.length - done.length <= width) {
          const expected = firstFree(waits, taken, done);
          if (queue.take()?.id !== expected) return false;
          if (expected === undefined) break;
          taken.push(expected);
        }
        const flight = taken.filter((id) => !done.includes(id));
        const ended = flight[choice % flight.length];
        if (ended === undefined) return false;
        done.push(ended);
        queue.finish(ended);
      }
      return taken.length === size && queue.left().length === 0;
    }),
  );
  t.equal(counterexample, null);
  const queue = newReadyQueue([{ id: 'a', after: ['nothing that is there'] }]);
  t.equal(queue.take(), undefined, 'what waits for something unknown is never free');
  t.same(queue.left(), [{ id: 'a', after: ['nothing that is there'] }]);
  t.end();
});
