/*
 * Objects that the stack lets go of, and others that it takes in: what the ledger says over labels, or
 * instead of them.
 */
import t from 'tap';
import { isEmptyPlan, type ContainerSpec } from '../model/index.js';
import {
  allGoesWell,
  container,
  containerIds,
  converges,
  hostWith,
  image,
  imported,
  letGoOf,
  mounts,
  network,
  on,
  planLines,
  settles,
  shop,
  stepIds,
  volume,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

t.test('what is let go of', async (t) => {
  const stack = [network('n'), volume('data'), container('web', on('shop-n'))];
  const old = container('old', { ...on('shop-n'), ...mounts('shop-data') });

  t.test('stays as it is, and is the stack’s no longer', async (t) => {
    const host = await hostWith([...stack, old]);
    const before = containerIds(host);
    const said = letGoOf('container.old');
    const plan = await settles(t, host, stack, said);
    t.same(planLines(plan), [
      'forget container.old because no longer written, and not to be destroyed',
    ]);
    t.same(stepIds(plan), []);
    t.same(containerIds(host), before);
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
    const before = containerIds(host);
    const same = [
      ...stack(8).slice(0, 2),
      container('web', { name: 'web-1', ...on('net'), ...mounts('vol'), memory: 8 << 20 }),
    ];
    const plan = await settles(t, host, same, said);
    t.same(planLines(plan), ['adopt volume.v', 'adopt network.n', 'adopt container.web']);
    t.same(stepIds(plan), []);
    t.same(containerIds(host), before);
    t.same(planLines(await host.plan([])), [
      'delete volume.v because no longer written !destroys-data',
      'delete network.n because no longer written',
      'delete container.web because no longer written',
    ]);
    await converges(t, host, []);
    t.same(host.engine.world.volumes.size, 0, 'and goes as what the stack has made');
  });

  t.test(
    'is not asked for names that follow from its address, until it is made anew',
    async (t) => {
      const host = await withStrangers();
      const before = containerIds(host);
      // As the language fills it in: the symbol and the host name on every network.
      const web = (env: ContainerSpec['env']): Written =>
        container('web', {
          name: 'web-1',
          networks: { net: { aliases: ['web', 'www'] } },
          ...mounts('vol'),
          memory: 8 << 20,
          ...(env && { env }),
        });
      const others = stack(8).slice(0, 2);
      t.match(planLines(await host.plan([...others, web(undefined)], said)), [
        /adopt/,
        /adopt/,
        /^update container.web \[networks.net.aliases\]/,
      ]);
      const plain = container('web', {
        name: 'web-1',
        networks: { net: { aliases: ['web'] } },
        ...mounts('vol'),
        memory: 8 << 20,
      });
      const plan = await settles(t, host, [...others, plain], said);
      t.same(planLines(plan), ['adopt volume.v', 'adopt network.n', 'adopt container.web']);
      t.same(containerIds(host), before);
      await converges(t, host, [...others, web({ A: '1' })]);
      t.match(
        [...host.engine.world.containers.values()],
        [{ completed: { networks: { net: { aliases: ['web', 'www'] } } } }],
      );
    },
  );

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

  t.test('may have what no file can say, which is told while it is taken in', async (t) => {
    const host = await withStrangers();
    const { volumes } = host.engine.world;
    const beyond = [
      { text: 'driver nfs', weight: 'essential' },
      { text: 'a label', weight: 'minor' },
    ] as const;
    for (const [name, one] of volumes) volumes.set(name, { ...one, beyond });
    const own = [volume('v', { name: 'vol' })];
    t.match(await host.diagnose(own, imported(['volume.v', 'vol'])), [
      { code: 'import-partial', summary: 'volume vol has what no file can say: driver nfs' },
    ]);
    await host.apply(own, undefined, imported(['volume.v', 'vol']));
    t.same(await host.diagnose(own, imported(['volume.v', 'vol'])), []);
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
