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

const missing = { content: '', uid: 0, gid: 0, mode: '0444' };
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

t.test('what is set when a container is made, where an engine can change it', async (t) => {
  const health = {
    test: ['CMD', 'true'],
    interval: 1e3,
    timeout: 1e3,
    retries: 2,
    start_period: 0,
  };
  const { host, next } = await accepts(t, [
    set({ env: { N: '2', M: '1' }, cpu_shares: 512, memory_swap: 128 << 20, health }),
  ]);
  t.same(await host.drift(), []);
  t.equal(next.length, 1);
  t.match(next[0], /^replace container\.web .*cpu_shares.*env\.M.*env\.N.*health/);
  t.notMatch(next[0], /drift|both/);
  await converges(t, host, stack);
});

t.test('content of configs and of secrets, which no ledger holds', async (t) => {
  const file = (target: string, content: string) => ({ target, content });
  const covered: readonly Written[] = [
    container('web', {
      configs: [file('/etc/b', 'one'), file('/etc/a', 'plain')],
      secrets: [file('/run/secrets/key', 'canary')],
      env: { TOKEN: 'canary', MODE: 'on' },
    }),
  ];
  const host = await hostWith(covered);
  const live = (await host.observe(covered)).objects.find(({ kind }) => kind === 'container');
  if (live?.kind !== 'container') throw new Error('no container');
  const { configs = {}, secrets = {}, env } = live.completed;
  const written = (files: typeof configs, content: string) =>
    Object.fromEntries(Object.entries(files).map(([path, one]) => [path, { ...one, content }]));
  await host.byHand(
    set({
      configs: { ...configs, ...written({ '/etc/b': configs['/etc/b'] ?? missing }, 'by hand') },
      secrets: written(secrets, 'another canary'),
      env: { ...env, MODE: 'off' },
    }),
  );
  t.equal((await host.drift()).length, 1);
  await host.carryOut(await host.planRefresh(covered));
  t.same(await host.drift(), []);
  const ledger = canonicalJson(toJson(host.engine.world.ledgers.get(shop.id)));
  t.notMatch(ledger, /another canary|by hand/);
  const [next] = planLines(await host.plan(covered));
  t.match(next, /configs\["\/etc\/b"\]\.content, env\.MODE, secrets/);
  t.notMatch(next, /drift|both/);
});

t.test('what no specification can say is named, and nothing is recorded', async (t) => {
  const said: readonly (readonly [ByHand, RegExp])[] = [
    [{ do: 'pause', name: 'shop-other' }, /of container\.other cannot be recorded: it is paused$/],
    [set({ memory: 1 << 20 }), /of container\.web cannot be recorded: memory differs$/],
  ];
  for (const [change, summary] of said) {
    const host = await hostWith(stack);
    await host.byHand(change, {
      do: 'set',
      name: 'shop-other',
      settings: { memory: 96 << 20 },
    });
    const before = engineOf(host);
    const { refusals, diagnostics, plan } = await host.tryRefresh(stack);
    t.equal(plan, undefined);
    t.same(refusals, ['drift-unsaid']);
    t.match(diagnostics, [{ summary, detail: /stowage apply.*--exclude/ }]);
    t.equal(engineOf(host), before);
  }
});

t.test('all but what cannot be said', async (t) => {
  const { host } = await accepts(
    t,
    [set({ memory: 96 << 20 }), { do: 'pause', name: 'shop-other' }],
    { part: { targets: [], excludes: ['container.other'] } },
  );
  t.match(await host.drift(), [{ address: 'container.other', what: 'stopped' }]);
});

t.test('secrets that stand in a list have no place of their own', async (t) => {
  const sealed: readonly Written[] = [
    container('web', { command: ['serve', 'canary'] }, { secrets: ['command[1]'] }),
  ];
  const host = await hostWith(sealed);
  await host.byHand(set({ command: ['canary', 'serve'] }));
  t.same((await host.tryRefresh(sealed)).refusals, ['drift-unsaid']);
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
