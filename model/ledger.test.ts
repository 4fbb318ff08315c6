/* What of a ledger is kept, and which stacks stand on an engine. */
import t from 'tap';
import {
  ledgerBounds,
  outdatedGenerations,
  ownLabels,
  parseGeneration,
  stacksOf,
  unownedOf,
  type Generation,
  type Holding,
} from './index.js';

const generation = (number: number, more: Partial<Generation> = {}): Generation => ({
  number,
  time: '2026-01-01T00:00:00Z',
  author: 'ann@host',
  resources: {},
  ...more,
});

t.test('the newest generations are kept, as many as fit', (t) => {
  const written = (count: number, bytes: number) =>
    Array.from({ length: count }, (_, index) => ({ number: index + 1, bytes }));
  t.same(outdatedGenerations([]), []);
  t.same(outdatedGenerations(written(ledgerBounds.generations, 10)), []);
  t.same(outdatedGenerations(written(ledgerBounds.generations + 2, 10)), [2, 1]);
  t.same(outdatedGenerations(written(4, ledgerBounds.bytes / 2)), [2, 1]);
  t.same(
    outdatedGenerations(written(3, ledgerBounds.bytes + 1)),
    [2, 1],
    'the newest stays, whatever its size',
  );
  t.end();
});

t.test('a generation is read with the digest of its plan', (t) => {
  const written = generation(3, { digest: 'ab', commit: 'c0' });
  t.same(parseGeneration(JSON.stringify(written)), written);
  t.equal(parseGeneration(JSON.stringify({ ...written, digest: 7 })), null);
  t.end();
});

t.test('stacks are told by marks and by ledgers, each once', (t) => {
  const holding = (name: string, id: string, stack?: string): Holding => ({
    kind: 'volume',
    id: name,
    name,
    labels: {
      [ownLabels.stackId]: id,
      [ownLabels.address]: `volume.${name}`,
      ...(stack === undefined ? {} : { [ownLabels.stack]: stack }),
    },
  });
  const holdings = [
    holding('b', '2', 'shop'),
    holding('a', '1', 'shop'),
    holding('c', '1', 'shop'),
    { kind: 'volume', id: 'mine', name: 'mine', labels: {} } as const,
  ];
  const ledgers = new Map([
    ['1', generation(4, { stack: 'shop' })],
    ['3', generation(1, { stack: 'bare' })],
  ]);
  t.same(stacksOf(holdings, ledgers), [
    { id: '3', name: 'bare', generation: 1, objects: 0 },
    { id: '1', name: 'shop', generation: 4, objects: 2 },
    { id: '2', name: 'shop', objects: 1 },
  ]);
  t.same(unownedOf(holdings, ledgers), [{ kind: 'volume', id: 'mine', name: 'mine' }]);
  const image = { kind: 'image', id: 'i', name: 'i', labels: {} } as const;
  t.same(unownedOf([image], ledgers), [], 'images are not listed');
  t.end();
});
