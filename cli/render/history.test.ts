/* Generations as people and programs read them, the digest of a plan, and secrets in neither. */
import t from 'tap';
import type { Generation } from '../../model/index.js';
import { hostWith, container, shopStack, newHost } from '../../planner/testing/index.js';
import { planDigest } from '../apply/plan-digest.js';
import type { Style } from '../terminal/terminal.js';
import { generationDocument, generationLines, historyDocument, historyLines } from './history.js';

const plain = { style: (_style: Style, text: string): string => text };
const shop = { name: 'shop', id: '1' };

const generation: Generation = {
  number: 2,
  time: '2026-01-01T00:00:00Z',
  author: 'ann@host\u001b[2J',
  commit: '0123456789abcdef',
  digest: 'f'.repeat(64),
  resources: {
    'container.web': {
      kind: 'container',
      name: 'shop-web',
      spec: {
        name: 'shop-web',
        image: 'shop/app:1',
        command: ['serve', 'hunter2'],
        env: { TOKEN: 'hunter2', PLAIN: 'text' },
        memory: 64 << 20,
      },
      secrets: ['env.TOKEN', 'command[1]'],
    },
    'volume.data': {
      kind: 'volume',
      name: 'shop-data',
      spec: { name: 'shop-data' },
      protect: true,
    },
  },
};

t.test('history is a table, and a document', (t) => {
  t.same(historyLines([generation]).length, 2);
  t.match(historyLines([generation])[1], /^2 .*0123456789ab  ffffffffffff  1 volume, 1 container$/);
  t.notMatch(historyLines([generation]).join('\n'), '\u001b');
  t.match(historyDocument(shop, [generation]), {
    format_version: '1.0',
    stack: shop,
    generations: [{ generation: 2, resources: { volume: 1, container: 1 } }],
  });
  t.end();
});

t.test('a generation is shown whole, but for its secrets', (t) => {
  const lines = generationLines(generation, plain);
  t.same(lines.slice(3), [
    '',
    '  container.web (shop-web)',
    '      command: ["serve","(secret)"]',
    '      env.TOKEN: (secret)',
    '      env.PLAIN: text',
    '      image: shop/app:1',
    '      memory: 64MiB',
    '',
    '  volume.data (shop-data) protected',
  ]);
  const document = JSON.stringify(generationDocument(shop, generation));
  t.match(document, /"TOKEN":"\(secret\)"/);
  t.notMatch(`${lines.join()}${document}`, /hunter2/);
  t.end();
});

t.test('equal plans have equal digests; a secret changes none', async (t) => {
  const host = await hostWith(shopStack('v1'));
  const plan = await host.plan(shopStack('v2'));
  t.match(planDigest(plan), /^[0-9a-f]{64}$/);
  t.equal(planDigest(plan), planDigest(await host.plan(shopStack('v2'))));
  t.not(planDigest(plan), planDigest(await host.plan(shopStack('v3'))));
  const withSecret = async (value: string) => {
    const made = await newHost().plan([container('web', { env: { TOKEN: value } })]);
    const [entry] = Object.values(made.resources);
    if (!entry) throw new Error('no entry');
    return { ...made, resources: { 'container.web': { ...entry, secrets: ['env.TOKEN'] } } };
  };
  t.equal(planDigest(await withSecret('a')), planDigest(await withSecret('b')));
});
