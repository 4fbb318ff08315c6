/* Who goes before whom where nothing is written any more: what the ledger says of it. */
import t, { type Test } from 'tap';
import type { Plan } from '../model/index.js';
import { container, hostWith, shop, shopStack, waitsFor } from './testing/index.js';

/** Containers of the shop end in the order in which they depend on one another, the last one first. */
function endInOrder(t: Test, plan: Plan): void {
  t.ok(waitsFor(plan, 'container.init stop-container shop-init', 'container.web remove shop-web'));
  t.ok(waitsFor(plan, 'container.db stop-container shop-db', 'container.init remove shop-init'));
}

t.test('what the files have no more ends in the order that is recorded', async (t) => {
  const host = await hostWith(shopStack());
  endInOrder(t, await host.planDestroy([]));
  endInOrder(t, await host.plan([]));
  const images = shopStack().slice(0, 2);
  endInOrder(t, await host.plan(images));
});

t.test('entries of two generations that wait for each other stand in nobody’s way', async (t) => {
  const pair = [container('a'), container('b', {}, { after: [['container.a', 'started']] })];
  const host = await hostWith(pair);
  const { ledgers } = host.engine.world;
  const ledger = ledgers.get(shop.id);
  const a = ledger?.resources['container.a'];
  if (!ledger || !a) throw new Error('nothing was recorded');
  const after = [{ address: 'container.b', condition: 'started' as const }];
  ledgers.set(shop.id, {
    ...ledger,
    resources: { ...ledger.resources, 'container.a': { ...a, after } },
  });
  const { failures, skipped } = await host.carryOut(await host.planDestroy([]));
  t.same([failures, skipped], [[], []]);
  t.same((await host.observe()).objects, []);
});
