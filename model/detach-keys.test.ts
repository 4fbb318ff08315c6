/* The keys that detach, as people write them and as a terminal sends them. */
import t from 'tap';
import { parseDetachKeys, usualDetachKeys } from './detach-keys.js';

t.test('each key is the byte that a terminal sends for it', (t) => {
  const rows: readonly (readonly [string, readonly number[]])[] = [
    [usualDetachKeys, [16, 17]],
    ['ctrl-@', [0]],
    ['ctrl-[,a,Z', [27, 97, 90]],
    ['ctrl-\\,ctrl-],ctrl-^,ctrl-_', [28, 29, 30, 31]],
  ];
  for (const [text, bytes] of rows) t.same([...(parseDetachKeys(text) ?? [])], bytes, text);
  t.end();
});

t.test('what names no keys is told', (t) => {
  for (const text of ['', ',', 'ctrl-', 'ctrl-1', 'ctrl-P', 'ab', 'ctrl-p, ctrl-q', 'é', ' ']) {
    t.equal(parseDetachKeys(text), undefined, JSON.stringify(text));
  }
  t.end();
});
