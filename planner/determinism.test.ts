/*
 * The same input gives the same plan, byte for byte: in whatever order an engine lists its objects
 * and the files their resources, at whatever concurrency it was applied before, under any locale and
 * time zone. And what is done one at a time is done in the same order.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { operationsOf, planBytes } from './testing/plan-bytes.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./testing/plan-bytes.js', import.meta.url));
const seeds = Array.from({ length: 50 }, (_, seed) => seed);

t.test('in 50 orders of the input it is one plan', async (t) => {
  const plans = new Set(await Promise.all(seeds.map((seed) => planBytes(seed))));
  t.equal(plans.size, 1);
  t.match([...plans][0], /"verb":"replace"/, 'with something in it');
});

t.test('at any concurrency of the apply before', async (t) => {
  const plans = await Promise.all([1, 2, 16].map((concurrency) => planBytes(1, concurrency)));
  t.equal(new Set(plans).size, 1);
});

t.test('under any locale and time zone', async (t) => {
  const here = await planBytes(1);
  const worlds = [
    { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' },
    { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' },
    { LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8', TZ: 'America/St_Johns' },
    { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', TZ: 'Pacific/Apia' },
  ];
  for (const env of worlds) {
    const { stdout } = await run(process.execPath, [program], { env, maxBuffer: 1 << 24 });
    t.equal(stdout, here, env.LANG);
  }
});

t.test('what is done one at a time has one order', async (t) => {
  const orders = new Set(await Promise.all(seeds.map((seed) => operationsOf(seed))));
  t.equal(orders.size, 1);
});
