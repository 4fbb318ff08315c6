/*
 * Objects whose labels say something else than the files because they were moved. Whatever is planned,
 * the next plan is empty, with the statement in the files and without.
 */
import t, { type Test } from 'tap';
import type { Plan } from '../model/index.js';
import {
  allGoesWell,
  container,
  containerIds,
  converges,
  hostWith,
  image,
  mounts,
  moved,
  network,
  on,
  planLines,
  settles,
  stepIds,
  volume,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

t.test('a container that is moved stays the same, under its new name', async (t) => {
  const host = await hostWith([network('n'), container('frontend', on('shop-n'))]);
  const before = containerIds(host);
  const stack = [network('n'), container('web', on('shop-n'))];
  const said = moved(['container.frontend', 'container.web']);
  const plan = await settles(t, host, stack, said);
  t.same(planLines(plan), ['move container.frontend -> container.web [name]']);
  t.same(stepIds(plan), ['container.web rename-container']);
  t.same(containerIds(host), before);
  t.same(
    [...host.engine.world.containers.values()].map(({ name }) => name),
    ['shop-web'],
  );
  const changed = [network('n'), container('web', { ...on('shop-n'), env: { A: '1' } })];
  t.same(planLines(await converges(t, host, changed)), ['replace container.web [env.A]']);
  t.same((await host.observe()).ledger?.claims, [], 'the successor’s labels say it all');
});

t.test(
  'a move brings the names that follow from an address, as far as they can change',
  async (t) => {
    const named = (symbol: string, more: object = {}, lines: Record<string, number> = {}) => [
      network('n'),
      container(
        symbol,
        { hostname: symbol, networks: { 'shop-n': { aliases: [symbol] } }, ...more },
        { lines },
      ),
    ];
    const host = await hostWith(named('frontend'));
    const before = containerIds(host);
    const said = moved(['container.frontend', 'container.web']);
    t.same(planLines(await settles(t, host, named('web'), said)), [
      'move container.frontend -> container.web [name, networks.shop-n.aliases]',
    ]);
    t.same(containerIds(host), before);
    const [web] = host.engine.world.containers.values();
    t.equal(web?.completed.hostname, 'frontend', 'what it calls itself stays while it lives');
    t.same(
      planLines(await host.plan(named('web', {}, { hostname: 3 }))),
      ['replace container.web [hostname]'],
      'unless somebody writes it',
    );
    const anew = await converges(t, host, named('web', { env: { A: '1' } }));
    t.same(planLines(anew), ['replace container.web [env.A, hostname]']);
    t.same(await host.drift(), []);
  },
);

t.test('what was changed in place before a move is still known after it', async (t) => {
  const host = await hostWith([container('a', { memory: 8 << 20 })]);
  await converges(t, host, [container('a', { memory: 16 << 20 })]);
  await host.byHand({ do: 'set', name: 'shop-a', settings: { memory: 9 << 20 } });
  const plan = await host.plan(
    [container('b', { memory: 16 << 20 })],
    moved(['container.a', 'container.b']),
  );
  t.same(planLines(plan), ['update container.a -> container.b [memory (drift), name]']);
});

t.test('a move whose apply fails is recorded, and its old entry with it', async (t) => {
  const host = await hostWith([container('a', { memory: 8 << 20 }, { protect: true })]);
  const stack = [container('b', { memory: 8 << 20, env: { A: '1' } })];
  const said = moved(['container.a', 'container.b']);
  await host.apply(stack, { ...allGoesWell, faults: new Map([[3, 'fail']]) }, said);
  host.engine.revive();
  const { ledger } = await host.observe();
  t.equal(ledger?.resources['container.b']?.protect, true);
  t.match(ledger?.claims, [{ address: 'container.b' }]);
  await settles(t, host, stack, said);
});

t.test('a volume that is moved keeps its data and its name', async (t) => {
  const host = await hostWith([volume('data'), container('db', mounts('shop-data'))]);
  const { volumes } = host.engine.world;
  const content = volumes.get('shop-data')?.content;
  const said = moved(['volume.data', 'volume.store']);
  const stack = [volume('store', { name: 'shop-data' }), container('db', mounts('shop-data'))];
  t.same(planLines(await settles(t, host, stack, said)), ['move volume.data -> volume.store']);
  t.equal(volumes.get('shop-data')?.content, content);
});

t.test('a network that is moved takes no container with it', async (t) => {
  const host = await hostWith([network('a'), container('web', on('shop-a'))]);
  const stack = [network('b', { name: 'shop-a' }), container('web', on('shop-a'))];
  const plan = await settles(t, host, stack, moved(['network.a', 'network.b']));
  t.same(planLines(plan), ['move network.a -> network.b']);
  t.match(await host.diagnose([network('c')], moved(['network.b', 'network.c'])), [
    { code: 'name-fixed', detail: /Write `name: "shop-a"` in network\.c/ },
  ]);
});

t.test('an image that is moved gets a further name, and nothing on it is replaced', async (t) => {
  const host = await hostWith([
    image('base', {}, { 'b.txt': '1' }),
    image('app', { from: { kind: 'image', name: 'shop/base' } }),
    container('web', { image: 'shop/app' }),
  ]);
  const stack = [
    image('ground', {}, { 'b.txt': '1' }),
    image('site', { from: { kind: 'image', name: 'shop/ground' } }),
    container('web', { image: 'shop/site' }),
  ];
  const said = moved(['image.base', 'image.ground'], ['image.app', 'image.site']);
  const before = containerIds(host);
  const plan = await settles(t, host, stack, said);
  t.same(planLines(plan), ['move image.base -> image.ground', 'move image.app -> image.site']);
  t.match(stepIds(plan), ['image.ground tag-image', 'image.site tag-image']);
  t.same(containerIds(host), before);
  await converges(t, host, []);
  t.same((await host.observe()).objects, [], 'and goes with all of its names');
});

t.test('statements in a row are followed; a written address is where they end', async (t) => {
  const said = moved(['container.a', 'container.b'], ['container.b', 'container.c']);
  const host = await hostWith([container('a')]);
  const before = containerIds(host);
  const plan = await settles(t, host, [container('c')], said);
  t.same(planLines(plan), ['move container.a -> container.c [name]']);
  t.same(containerIds(host), before);
});

t.test('into a module, out of it, and between keys', async (t) => {
  const host = await hostWith([container('db', { name: 'db' }), container('web', {}, { key: 0 })]);
  const before = containerIds(host);
  const into = [
    container('db', { name: 'db' }, { module: 'pg["eu"]' }),
    container('web', {}, { key: 'a' }),
  ];
  const said = moved(
    ['container.db', 'pg["eu"].container.db'],
    ['container.web[0]', 'container.web["a"]'],
  );
  t.same(planLines(await settles(t, host, into, said)), [
    'move container.web[0] -> container.web["a"] [name]',
    'move container.db -> pg["eu"].container.db',
  ]);
  const out = [container('db', { name: 'db' }), container('web', {}, { key: 'a' })];
  const back = moved(['pg["eu"].container.db', 'container.db']);
  t.same(planLines(await settles(t, host, out, back)), [
    'move pg["eu"].container.db -> container.db',
  ]);
  t.same(containerIds(host), before);
});

t.test('two that change places do so once', async (t) => {
  const stack = (a: string, b: string): readonly Written[] => [
    container('a', { env: { IS: a } }),
    container('b', { env: { IS: b } }),
  ];
  const host = await hostWith(stack('1', '2'));
  const before = containerIds(host);
  const said = moved(['container.a', 'container.b'], ['container.b', 'container.a']);
  const plan = await settlesOnce(t, host, stack('2', '1'), said);
  t.same(planLines(plan), [
    'move container.b -> container.a [name]',
    'move container.a -> container.b [name]',
  ]);
  t.same(stepIds(plan), [
    'container.a rename-container aside',
    'container.b rename-container',
    'container.a rename-container',
  ]);
  t.same(containerIds(host), before);
});

t.test('names go round among any number, and an interrupted round is completed', async (t) => {
  const stack = (...names: readonly string[]) =>
    names.map((name, index) => container('c', { name }, { key: index }));
  for (let call = 1; call <= 6; call++) {
    const host = await hostWith(stack('one', 'two', 'three', 'left', 'right'));
    const before = containerIds(host);
    host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, 'kill-after']]) });
    await t.rejects(host.apply(stack('two', 'three', 'one', 'right', 'left')), { name: 'Killed' });
    host.engine.revive();
    await converges(t, host, stack('two', 'three', 'one', 'right', 'left'));
    t.same(containerIds(host), before);
  }
});

t.test('volumes that change places keep name and data', async (t) => {
  const stack = (a: string, b: string): readonly Written[] => [
    volume('a', { name: a }),
    volume('b', { name: b }),
  ];
  const host = await hostWith(stack('one', 'two'));
  const { volumes } = host.engine.world;
  const contents = () => [...volumes.values()].map(({ name, content }) => `${name} ${content}`);
  const before = contents();
  const said = moved(['volume.a', 'volume.b'], ['volume.b', 'volume.a']);
  t.same(planLines(await settlesOnce(t, host, stack('two', 'one'), said)), [
    'move volume.b -> volume.a',
    'move volume.a -> volume.b',
  ]);
  t.same(contents(), before);
});

/** As `settles`, for statements that would be carried out again if they were written anew. */
async function settlesOnce(
  t: Test,
  host: Host,
  stack: readonly Written[],
  said: Said,
): Promise<Plan> {
  const plan = await converges(t, host, stack, said);
  t.equal((await host.plan(stack, said)).ledgerOutdated, false);
  t.same(planLines(await host.plan(stack)), []);
  return plan;
}

t.test('keys that move up by one leave a place for another', async (t) => {
  const web = (key: number) => container('web', {}, { key });
  const host = await hostWith([web(0), web(1)]);
  const before = containerIds(host);
  const said = moved(
    ['container.web[0]', 'container.web[1]'],
    ['container.web[1]', 'container.web[2]'],
  );
  const plan = await settlesOnce(t, host, [web(0), web(1), web(2)], said);
  t.same(planLines(plan), [
    'create container.web[0]',
    'move container.web[0] -> container.web[1] [name]',
    'move container.web[1] -> container.web[2] [name]',
  ]);
  t.equal(containerIds(host).filter((id) => before.includes(id)).length, 2);
  await host.byHand({ do: 'lose-ledger' });
  t.same(
    planLines(await host.plan([web(0), web(1), web(2)], said)),
    ['move container.web[0] -> container.web[1]', 'move container.web[1] -> container.web[2]'],
    'without the ledger the names tell what has been moved',
  );
});

t.test('without its ledger', async (t) => {
  const files = [volume('store', { name: 'shop-data' }), container('web')];
  const said = moved(['volume.data', 'volume.store'], ['container.frontend', 'container.web']);
  const moves = ['move volume.data -> volume.store', 'move container.frontend -> container.web'];
  const lost = async (): Promise<Host> => {
    const host = await hostWith([volume('data'), container('frontend')]);
    await converges(t, host, files, said);
    await host.byHand({ do: 'lose-ledger' });
    return host;
  };

  t.test('what has moved is known again, with the statement and without', async (t) => {
    for (const statements of [said, {}]) {
      const host = await lost();
      const before = containerIds(host);
      t.same(planLines(await converges(t, host, files, statements)), moves);
      t.same(containerIds(host), before);
      t.same(planLines(await host.plan(files)), []);
    }
  });

  t.test('nothing is removed unasked', async (t) => {
    t.same(planLines(await (await lost()).plan([])), [
      'delete volume.data because no longer written !destroys-data !unrecorded',
      'delete container.frontend because no longer written !unrecorded',
    ]);
  });
});

t.test('a move is cut off at any call and completed by the next apply', async (t) => {
  const stack = (symbol: string, a: string) => [container(symbol, { env: { A: a } })];
  const said = moved(['container.a', 'container.b']);
  for (const fault of ['kill-before', 'kill-after'] as const) {
    for (let call = 1; call <= 6; call++) {
      const host = await hostWith(stack('a', '1'));
      host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, fault]]) });
      await t.rejects(host.apply(stack('b', '2'), undefined, said), { name: 'Killed' });
      host.engine.revive();
      await converges(t, host, stack('b', '2'), said);
      t.same(planLines(await host.plan(stack('b', '2'))), [], `${fault} call ${call}`);
      t.equal(host.engine.world.containers.size, 1);
    }
  }
});

t.test('where something stands already, nothing moves', async (t) => {
  const host = await hostWith([container('a'), container('b')]);
  t.match(await host.diagnose([container('b')], moved(['container.a', 'container.b'])), [
    {
      code: 'move-target-taken',
      summary: 'container.a cannot move to container.b: something is there',
    },
  ]);
});

t.test(
  'what an interrupted replacement has left is not pushed aside, nor pushes aside',
  async (t) => {
    const pair = (a: string) => [
      container('a', { state: 'stopped' }),
      container('b', { env: { A: a } }),
    ];
    const host = await hostWith(pair('1'));
    const kill = new Map([[3, 'kill-before' as const]]);
    await t.rejects(host.apply(pair('2'), { ...allGoesWell, faults: kill }), { name: 'Killed' });
    host.engine.revive();
    const ids = containerIds(host);
    const onto = moved(['container.a', 'container.b']);
    const from = moved(['container.b', 'container.a']);
    const summary = /^container\.[ab] cannot move to container\.[ab]: something is there$/;
    t.match(await host.diagnose([container('b')], onto), [{ code: 'move-target-taken', summary }]);
    t.match(await host.diagnose([container('a')], from), [{ code: 'move-target-taken', summary }]);
    t.same(containerIds(host), ids);
    const away = moved(['container.a', 'container.b'], ['container.b', 'container.c']);
    const plan = await converges(
      t,
      host,
      [container('b'), container('c', { env: { A: '1' } })],
      away,
    );
    t.match(planLines(plan), [/container\.a -> container\.b/, /container\.b -> container\.c/]);
    t.same(containerIds(host), ids, 'where each moves, each stays');
  },
);

t.test('of what moves together, what goes says where it comes from', async (t) => {
  const stack = (symbol: string) => [container(symbol, { env: { A: '1' } })];
  const host = await hostWith(stack('a'));
  const changed = [container('a', { env: { A: '2' }, health: { test: ['true'] } })];
  const kill = new Map([[5, 'kill-before' as const]]);
  await t.rejects(host.apply(changed, { ...allGoesWell, faults: kill }), { name: 'Killed' });
  host.engine.revive();
  const said = moved(['container.a', 'container.b']);
  const plan = await host.plan([container('b', { env: { A: '2' } })], said);
  const removed = plan.actions.find(({ verb }) => verb === 'delete');
  t.match(removed, { address: 'container.b', from: 'container.a' });
});

t.test('destroy finds protection at the new address', async (t) => {
  const host = await hostWith([volume('data'), container('a')]);
  const stack = [volume('store', { name: 'shop-data' }, { protect: true })];
  const plan = await host.planDestroy(stack, moved(['volume.data', 'volume.store']));
  t.match(planLines(plan), [
    'keep volume.store because it is protected',
    'delete container.a because the stack is destroyed',
  ]);
});
