/*
 * Objects whose labels say something else than the files: moved, let go of, imported. Whatever is
 * planned, the next plan is empty, with the statement in the files and without.
 */
import t, { type Test } from 'tap';
import { isEmptyPlan, type Plan } from '../model/index.js';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  image,
  imported,
  letGoOf,
  mounts,
  moved,
  network,
  on,
  planLines,
  shop,
  stepIds,
  volume,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

const ids = (host: Host): readonly string[] => [...host.engine.world.containers.keys()].sort();

/** Carries out; nothing is left to do with the statements, nor without, nor has anything drifted. */
async function settles(t: Test, host: Host, stack: readonly Written[], said: Said): Promise<Plan> {
  const plan = await converges(t, host, stack, said);
  t.equal((await host.plan(stack, said)).ledgerOutdated, false, 'the ledger says all of it');
  t.same(planLines(await host.plan(stack)), [], 'nor when the statement has been taken out');
  t.same(await host.drift(), []);
  await host.apply(stack);
  t.same(planLines(await host.plan(stack)), [], 'nor after an apply without it');
  t.same(planLines(await host.plan(stack, said)), [], 'nor when it is written again');
  return plan;
}

t.test('a container that is moved stays the same, under its new name', async (t) => {
  const host = await hostWith([network('n'), container('frontend', on('shop-n'))]);
  const before = ids(host);
  const stack = [network('n'), container('web', on('shop-n'))];
  const said = moved(['container.frontend', 'container.web']);
  const plan = await settles(t, host, stack, said);
  t.same(planLines(plan), ['move container.frontend -> container.web [name]']);
  t.same(stepIds(plan), ['container.web rename-container']);
  t.same(ids(host), before);
  t.same(
    [...host.engine.world.containers.values()].map(({ name }) => name),
    ['shop-web'],
  );
  const changed = [network('n'), container('web', { ...on('shop-n'), env: { A: '1' } })];
  t.same(planLines(await converges(t, host, changed)), ['replace container.web [env.A]']);
  t.same((await host.observe()).ledger?.claims, [], 'the successor’s labels say it all');
});

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
  t.match(
    await host.diagnose([volume('store'), container('db', mounts('shop-store'))], said),
    [{ code: 'name-fixed', detail: /Write `name: "shop-data"` in volume\.store/ }],
    'a name cannot be changed',
  );
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
    { code: 'name-fixed' },
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
  const before = ids(host);
  const plan = await settles(t, host, stack, said);
  t.same(planLines(plan), ['move image.base -> image.ground', 'move image.app -> image.site']);
  t.match(stepIds(plan), ['image.ground tag-image', 'image.site tag-image']);
  t.same(ids(host), before);
  await converges(t, host, []);
  t.same((await host.observe()).objects, [], 'and goes with all of its names');
});

t.test('statements in a row are followed; a written address is where they end', async (t) => {
  const said = moved(['container.a', 'container.b'], ['container.b', 'container.c']);
  const host = await hostWith([container('a')]);
  const before = ids(host);
  const plan = await settles(t, host, [container('c')], said);
  t.same(planLines(plan), ['move container.a -> container.c [name]']);
  t.same(ids(host), before);
});

t.test('into a module, out of it, and between keys', async (t) => {
  const host = await hostWith([container('db', { name: 'db' }), container('web', {}, { key: 0 })]);
  const before = ids(host);
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
  t.same(ids(host), before);
});

t.test('two that change places do so once', async (t) => {
  const stack = (a: string, b: string): readonly Written[] => [
    container('a', { env: { IS: a } }),
    container('b', { env: { IS: b } }),
  ];
  const host = await hostWith(stack('1', '2'));
  const before = ids(host);
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
  t.same(ids(host), before);
});

t.test('names go round among any number, and an interrupted round is completed', async (t) => {
  const stack = (...names: readonly string[]) =>
    names.map((name, index) => container('c', { name }, { key: index }));
  for (let call = 1; call <= 6; call++) {
    const host = await hostWith(stack('one', 'two', 'three', 'left', 'right'));
    const before = ids(host);
    host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, 'kill-after']]) });
    await t.rejects(host.apply(stack('two', 'three', 'one', 'right', 'left')), { name: 'Killed' });
    host.engine.revive();
    await converges(t, host, stack('two', 'three', 'one', 'right', 'left'));
    t.same(ids(host), before);
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
  const before = ids(host);
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
  t.equal(ids(host).filter((id) => before.includes(id)).length, 2);
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
      const before = ids(host);
      t.same(planLines(await converges(t, host, files, statements)), moves);
      t.same(ids(host), before);
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

t.test('destroy finds protection at the new address', async (t) => {
  const host = await hostWith([volume('data'), container('a')]);
  const stack = [volume('store', { name: 'shop-data' }, { protect: true })];
  const plan = await host.planDestroy(stack, moved(['volume.data', 'volume.store']));
  t.match(planLines(plan), [
    'keep volume.store because it is protected',
    'delete container.a because the stack is destroyed',
  ]);
});

t.test('what is let go of', async (t) => {
  const stack = [network('n'), volume('data'), container('web', on('shop-n'))];
  const old = container('old', { ...on('shop-n'), ...mounts('shop-data') });

  t.test('stays as it is, and is the stack’s no longer', async (t) => {
    const host = await hostWith([...stack, old]);
    const before = ids(host);
    const said = letGoOf('container.old');
    const plan = await settles(t, host, stack, said);
    t.same(planLines(plan), [
      'forget container.old because no longer written, and not to be destroyed',
    ]);
    t.same(stepIds(plan), []);
    t.same(ids(host), before);
    const { failures } = await host.carryOut(await host.planDestroy(stack));
    t.same(failures, []);
    t.same(
      [...host.engine.world.containers.values()].map(({ name, state }) => `${name} ${state}`),
      ['shop-old running'],
      'not even destroying the stack touches it',
    );
  });

  t.test('takes what it uses out of danger', async (t) => {
    const host = await hostWith([...stack, old]);
    const { plan, result } = await host.apply([], undefined, letGoOf('container.old'));
    t.same(result.failures, []);
    t.same(planLines(plan), [
      'keep volume.data because container.old, which is let go of, uses it',
      'keep network.n because container.old, which is let go of, uses it',
      'forget container.old because no longer written, and not to be destroyed',
      'delete container.web because no longer written',
    ]);
    t.ok(isEmptyPlan(await host.plan([])));
  });

  t.test('is a family or a module at once', async (t) => {
    const web = [0, 1].map((key) => container('web', {}, { key }));
    const inside = container('db', {}, { module: 'pg' });
    const host = await hostWith([...web, inside]);
    const plan = await settles(t, host, [], letGoOf('container.web', 'pg'));
    t.same(
      plan.actions.map(({ verb, address }) => `${verb} ${address}`),
      ['forget container.web[0]', 'forget container.web[1]', 'forget pg.container.db'],
    );
  });

  t.test('is nobody’s name to take, and can be imported again', async (t) => {
    const host = await hostWith([old, ...stack]);
    await converges(t, host, stack, letGoOf('container.old'));
    t.match(await host.diagnose([old, ...stack]), [
      { code: 'name-taken', detail: /has let go of it \(it was container\.old\).*`import \{ to:/ },
    ]);
    const said = imported(['container.old', 'shop-old']);
    t.same(planLines(await settles(t, host, [old, ...stack], said)), ['adopt container.old']);
  });

  t.test('is not removed when the ledger is lost, unless somebody says so', async (t) => {
    const host = await hostWith([...stack, old]);
    await converges(t, host, stack, letGoOf('container.old'));
    await host.byHand({ do: 'lose-ledger' });
    t.same(planLines(await host.plan(stack)), [
      'delete container.old because no longer written !unrecorded',
    ]);
    const destroyed = letGoOf('container.old').removed.map((one) => ({ ...one, destroy: true }));
    t.same(planLines(await host.plan(stack, { removed: destroyed })), [
      'delete container.old because no longer written',
    ]);
    t.same(planLines(await host.plan(stack, letGoOf('container.old'))), [
      'forget container.old because no longer written, and not to be destroyed',
    ]);
  });

  t.test('may be made anew under the same name once it is gone', async (t) => {
    const host = await hostWith([volume('data')]);
    await converges(t, host, [], letGoOf('volume.data'));
    await host.byHand({ do: 'remove', kind: 'volume', name: 'shop-data' });
    host.engine.setKnobs({ ...allGoesWell, faults: new Map([[1, 'kill-after']]) });
    await t.rejects(host.apply([volume('data')]), { name: 'Killed' });
    host.engine.revive();
    await converges(t, host, [volume('data')]);
    t.equal((await host.observe()).objects.length, 1, 'an old claim on its name does not hold');
  });
});

t.test('what is imported', async (t) => {
  /** A host with a container, volume and network that nobody of ours made. */
  async function withStrangers(): Promise<Host> {
    const host = await hostWith([
      network('n', { name: 'net' }),
      volume('v', { name: 'vol' }),
      container('c', { name: 'web-1', ...on('net'), ...mounts('vol'), memory: 8 << 20 }),
    ]);
    const { world } = host.engine;
    const unlabelled = <T extends { labels: object }>(objects: Map<string, T>): void => {
      for (const [id, object] of objects) objects.set(id, { ...object, labels: {} });
    };
    unlabelled(world.containers);
    unlabelled(world.volumes);
    unlabelled(world.networks);
    world.ledgers.clear();
    return host;
  }
  const stack = (memory: number): readonly Written[] => [
    network('n', { name: 'net' }),
    volume('v', { name: 'vol' }),
    container('web', { ...on('net'), ...mounts('vol'), memory: memory << 20 }),
  ];
  const said = imported(['container.web', 'web-1'], ['volume.v', 'vol'], ['network.n', 'net']);

  t.test('becomes the stack’s as it stands', async (t) => {
    const host = await withStrangers();
    const before = ids(host);
    const same = [
      ...stack(8).slice(0, 2),
      container('web', { name: 'web-1', ...on('net'), ...mounts('vol'), memory: 8 << 20 }),
    ];
    const plan = await settles(t, host, same, said);
    t.same(planLines(plan), ['adopt volume.v', 'adopt network.n', 'adopt container.web']);
    t.same(stepIds(plan), []);
    t.same(ids(host), before);
    t.same(planLines(await host.plan([])), [
      'delete volume.v because no longer written !destroys-data',
      'delete network.n because no longer written',
      'delete container.web because no longer written',
    ]);
    await converges(t, host, []);
    t.same(host.engine.world.volumes.size, 0, 'and goes as what the stack has made');
  });

  t.test('shows what differs, and is changed like anything else', async (t) => {
    const host = await withStrangers();
    t.same(planLines(await settles(t, host, stack(16), said)), [
      'adopt volume.v',
      'adopt network.n',
      'update container.web [memory, name] because it is imported',
    ]);
    const replaced = await withStrangers();
    const anew = [...stack(8).slice(0, 2), container('web', { env: { A: '1' } })];
    t.match(planLines(await settles(t, replaced, anew, said)), [
      /adopt/,
      /adopt/,
      /^replace container.web \[.*\] because it is imported$/,
    ]);
    t.same((await replaced.observe()).ledger?.claims?.length, 2);
  });

  t.test('without the ledger is a stranger again, and nothing happens to it', async (t) => {
    const host = await withStrangers();
    await converges(t, host, stack(8), said);
    await host.byHand({ do: 'lose-ledger' });
    t.match(
      (await host.diagnose(stack(8))).map(({ code }) => code),
      ['name-taken', 'name-taken', 'name-taken'],
    );
    const plan = await converges(
      t,
      host,
      stack(8),
      imported(['container.web', 'shop-web'], ['volume.v', 'vol'], ['network.n', 'net']),
    );
    t.same(planLines(plan), ['adopt volume.v', 'adopt network.n', 'adopt container.web']);
  });

  t.test('that was removed by hand is made anew', async (t) => {
    const host = await withStrangers();
    await converges(t, host, stack(8), said);
    await host.byHand({ do: 'remove', kind: 'container', name: 'shop-web' });
    t.same(planLines(await settles(t, host, stack(8), said)), [
      'create container.web because it was removed from the engine by hand',
    ]);
  });

  t.test('must be there, be written, be nobody else’s', async (t) => {
    const host = await withStrangers();
    const refused = async (written: readonly Written[], statements: Said): Promise<unknown> =>
      (await host.diagnose(written, statements)).map(({ code, summary }) => `${code}: ${summary}`);
    t.same(await refused([container('web')], imported(['container.web', 'web-2'])), [
      'import-missing: there is no container web-2 to import',
    ]);
    t.same(await refused([], imported(['container.web', 'web-1'])), [
      'import-unwritten: container.web is to be imported, and is not written',
    ]);
    t.same(await refused([image('app')], imported(['image.app', 'busybox'])), [
      'import-unsupported: an image cannot be imported',
    ]);
    t.same(await refused([volume('v')], imported(['volume.v', 'vol'])), [
      'name-fixed: volume vol cannot be renamed to shop-v',
    ]);
    const twice = imported(['container.a', 'web-1'], ['container.b', 'web-1']);
    t.same(await refused([container('a'), container('b')], twice), [
      'import-owned: container web-1 is imported twice',
    ]);
    await host.apply([container('own')]);
    t.same(await refused([container('web')], imported(['container.web', 'shop-own'])), [
      'import-owned: container shop-own is the stack’s already',
    ]);
  });

  t.test('passes from one stack to another that lets it go', async (t) => {
    const host = await hostWith([volume('data')]);
    const other = { name: 'blog', id: '22222222-2222-4222-8222-222222222222' };
    const names = [{ kind: 'volume', name: 'shop-data' }] as const;
    const seen = () =>
      host.engine.observe({ stack: other, names, imports: [{ kind: 'volume', id: 'shop-data' }] });
    t.match((await seen()).candidates, [{ owner: { stack: 'shop' } }]);
    await converges(t, host, [], letGoOf('volume.data'));
    const [candidate] = (await seen()).candidates;
    t.match(candidate, { wanted: 'shop-data', object: { generation: 0 } });
    t.equal(candidate?.owner, undefined);
    await host.engine.writeLedger(other, {
      number: 1,
      stack: 'blog',
      time: '2026-01-01T00:00:00Z',
      author: 'ann@host',
      resources: {},
      claims: [{ kind: 'volume', id: 'shop-data', address: 'volume.data', generation: 1 }],
    });
    t.match((await seen()).objects, [{ name: 'shop-data', address: 'volume.data', generation: 0 }]);
    t.same((await host.observe()).objects, []);
    t.equal(shop.name, 'shop');
  });
});
