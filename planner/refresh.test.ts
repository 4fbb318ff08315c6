/* `--refresh-only`: nothing is done to the engine, and the ledger says what is there. */
import t, { type Test } from 'tap';
import { canonicalJson, toJson } from '../model/index.js';
import {
  container,
  converges,
  hostWith,
  image,
  network,
  on,
  planLines,
  port,
  shop,
  targets,
  volume,
  type ByHand,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

const stack: readonly Written[] = [
  network('back'),
  network('side'),
  volume('data'),
  container('web', {
    ...on('shop-back', 'shop-side'),
    ...port(8080),
    memory: 64 << 20,
    env: { N: '1' },
  }),
  container('other', { memory: 64 << 20 }),
];

const engineOf = ({ engine }: Host): string => {
  const { containers, networks, volumes, images } = engine.world;
  const all = [containers, networks, volumes, images].map((map) => [...map.values()]);
  return canonicalJson(toJson(all));
};

/** Accepts what was done by hand. Gives what was said of it, and the plan of the files after it. */
async function accepts(
  t: Test,
  changes: readonly ByHand[],
  said: Said = {},
): Promise<{
  readonly host: Host;
  readonly lines: readonly string[];
  readonly next: readonly string[];
}> {
  const host = await hostWith(stack);
  await host.byHand(...changes);
  const before = engineOf(host);
  const plan = await host.planRefresh(stack, said);
  t.same([plan.steps, plan.recoveries], [[], []], 'no step');
  await host.carryOut(plan);
  t.equal(engineOf(host), before, 'the engine is as it was');
  const next = planLines(await host.plan(stack));
  return { host, lines: planLines(plan), next };
}

const set = (settings: object): ByHand => ({ do: 'set', name: 'shop-web', settings });

t.test('limits and the restart policy', async (t) => {
  const restart = { policy: 'on-failure', max_retries: 3 };
  const { host, lines, next } = await accepts(t, [
    set({ memory: 96 << 20, cpus: 2, pids: 50, restart }),
  ]);
  t.same(lines, [
    'keep container.web [cpus (drift), memory (drift), pids (drift), restart.max_retries (drift), restart.policy (drift)] because that is recorded',
  ]);
  t.same(await host.drift(), [], 'it is drift no longer');
  t.same(next, ['update container.web [cpus, memory, pids, restart.max_retries, restart.policy]']);
  t.notMatch(next[0], /drift|both/, 'but a difference of the files');
  await converges(t, host, stack);
  t.same(await host.drift(), []);
});

t.test('a limit that is lifted', async (t) => {
  const { host, next } = await accepts(t, [set({ memory: null })]);
  t.same(await host.drift(), []);
  t.same(next, ['update container.web [memory]']);
});

t.test('networks and the name', async (t) => {
  const { host, next } = await accepts(t, [
    { do: 'disconnect', name: 'shop-web', network: 'shop-side' },
    { do: 'rename', name: 'shop-web', to: 'by-hand' },
  ]);
  t.same(await host.drift(), []);
  t.same(next, ['update container.web [name, networks.shop-side]']);
  await converges(t, host, stack);
});

t.test('whether it runs', async (t) => {
  const { host, lines, next } = await accepts(t, [{ do: 'stop', name: 'shop-web' }]);
  t.match(lines, [/^keep container\.web because it is exited.*; that is recorded$/]);
  t.same(await host.drift(), []);
  t.match(next, [/^start container\.web because it is exited/]);
  await host.byHand({ do: 'start', name: 'shop-web' });
  t.match(await host.drift(), [{ what: 'started' }], 'it is recorded as stopped');
  await host.carryOut(await host.planRefresh(stack));
  t.same(await host.drift(), []);
  t.same(planLines(await host.plan(stack)), []);
});

t.test('what is gone', async (t) => {
  const { host, lines, next } = await accepts(t, [
    { do: 'remove', kind: 'container', name: 'shop-other' },
  ]);
  t.same(lines, ['keep container.other because it is gone; that is recorded']);
  t.same(await host.drift(), []);
  t.same(next, ['create container.other'], 'by no hand');
});

t.test('what no specification can say stays drift', async (t) => {
  const { host, lines } = await accepts(t, [
    set({ memory: 1 << 20, env: { N: '2' } }),
    { do: 'pause', name: 'shop-other' },
  ]);
  t.same(lines, [
    'keep container.other because it is paused; it cannot be recorded, and stays drift',
    'keep container.web [env.N (drift), memory (drift)] because it cannot be recorded, and stays drift',
  ]);
  t.equal((await host.planRefresh(stack)).ledgerOutdated, false);
  t.equal((await host.drift()).length, 2);
  t.equal(host.engine.world.ledgers.get(shop.id)?.resources['container.web']?.kind, 'container');
});

t.test('only what is chosen', async (t) => {
  const other: ByHand = { do: 'set', name: 'shop-other', settings: { memory: 96 << 20 } };
  const { host, lines, next } = await accepts(
    t,
    [set({ memory: 96 << 20 }), other],
    targets('container.web'),
  );
  t.same(lines, ['keep container.web [memory (drift)] because that is recorded']);
  t.match(await host.drift(), [{ address: 'container.other' }]);
  t.same(next, ['update container.other [memory (drift)]', 'update container.web [memory]']);
});

t.test('what is ignored, and what the stack still has to do, stays', async (t) => {
  const before = [container('a', { memory: 64 << 20 }, { ignore: ['memory'] }), image('app')];
  const host = await hostWith(before);
  await host.byHand({ do: 'set', name: 'shop-a', settings: { memory: 96 << 20 } });
  const plan = await host.planRefresh(before);
  t.same([planLines(plan), plan.ledgerOutdated], [[], false]);
  t.equal((await host.planRefresh([])).ledgerOutdated, false, 'nothing is removed either');
});

t.test('a lost ledger cannot be written anew so', async (t) => {
  const host = await hostWith(stack);
  await host.byHand({ do: 'lose-ledger' });
  await t.rejects(host.planRefresh(stack), { message: 'ledger-lost' });
});
