/* Keys that detach are found however what is typed is cut into pieces, and nothing else is held back for good. */
import { text } from 'node:stream/consumers';
import t from 'tap';
import { watchKeys } from './key-watch.js';

const sequence = Buffer.from('\x10\x11');

async function typed(keys: Uint8Array, ...pieces: readonly string[]) {
  let found = 0;
  const watch = watchKeys(keys, () => (found += 1));
  const passed = text(watch);
  for (const piece of pieces) watch.write(piece);
  watch.end();
  return { passed: await passed, found };
}

t.test('what is before the keys goes through, and nothing from them on', async (t) => {
  t.same(await typed(sequence, 'ls\n\x10\x11after'), { passed: 'ls\n', found: 1 });
  t.same(await typed(sequence, 'ls\n\x10', '\x11', 'after'), { passed: 'ls\n', found: 1 });
  t.same(await typed(sequence, '\x10\x11\x10\x11'), { passed: '', found: 1 }, 'once');
});

t.test('what is no more than their beginning goes through', async (t) => {
  t.same(await typed(sequence, 'a\x10', 'b\x11'), { passed: 'a\x10b\x11', found: 0 });
  t.same(await typed(sequence, 'a\x10'), { passed: 'a\x10', found: 0 }, 'at the end of the input');
});

t.test('a beginning may be a part of another', async (t) => {
  const keys = Buffer.from('aab');
  t.same(await typed(keys, 'a', 'a', 'a', 'b', 'c'), { passed: 'a', found: 1 });
  t.same(await typed(keys, 'aa', 'xaab'), { passed: 'aax', found: 1 });
});
