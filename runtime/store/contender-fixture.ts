/*
 * A process of its own that contends for a lock of a store; started by store.test.ts. With `count`
 * it raises a number in a file 25 times, with `hold` it takes the lock and keeps it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from './index.js';

const [root = '', runRoot = '', mode] = process.argv.slice(2);
const store = await openStore({ root, runRoot });

if (mode === 'hold') {
  await store.lock('counter', { command: 'holding' });
  process.send?.('held');
  setInterval(() => undefined, 60_000);
} else {
  const counter = join(root, 'tmp', 'counter');
  for (let times = 0; times < 25; times++) {
    await store.withLock('counter', async () => {
      const value = Number(readFileSync(counter, 'utf8'));
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(counter, String(value + 1));
    });
  }
  process.disconnect();
}
