/* Drift of everything on a host, as people and programs read it. */
import t from 'tap';
import { container, hostWith, shop, volume } from '../../planner/testing/index.js';
import type { Style } from '../terminal/terminal.js';
import { hostDocument, hostLines } from './drift-text.js';

const plain = { style: (_style: Style, text: string): string => text };

t.test('each stack has its drift, and what none owns comes last', async (t) => {
  const host = await hostWith([container('web', { memory: 64 << 20 }), volume('data')]);
  const { engine } = host;
  t.same(await engine.stacks(), [{ id: shop.id, name: 'shop', generation: 1, objects: 2 }]);
  engine.world.volumes.set('mine', { name: 'mine', labels: {}, content: '' });
  await host.byHand({ do: 'stop', name: 'shop-web' });
  const stacks = [{ stack: shop, drift: await host.drift() }];
  const unowned = await engine.unowned();
  t.same(hostLines({ stacks, unowned }, plain), [
    `stack shop ${shop.id}`,
    '  ~ stopped container.web (shop-web)',
    '      it is exited with exit code 143',
    '',
    'Drift: 1 changed by hand.',
    '',
    'owned by no stack:',
    '  volume mine',
  ]);
  t.match(hostDocument({ stacks, unowned }), {
    stacks: [{ stack: shop, drift: [{ address: 'container.web', what: 'stopped' }] }],
    unowned: [{ kind: 'volume', id: 'mine', name: 'mine' }],
  });
});

t.test('an empty host has nothing', (t) => {
  t.same(hostLines({ stacks: [] }, plain), ['No stacks.']);
  t.same(hostLines({ stacks: [], unowned: [] }, plain), ['owned by no stack:', '  nothing']);
  t.same(hostLines({ stacks: [{ stack: shop, drift: [] }] }, plain), [
    `stack shop ${shop.id}`,
    'No drift.',
  ]);
  t.end();
});
