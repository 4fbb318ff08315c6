/*
 * What the planner plans where something has to go: replacements and their recovery, interruptions,
 * orphans, destroying, protection, and names and ports that pass from one to another.
 */
import t from 'tap';
import { isEmptyPlan } from '../model/index.js';
import { planApply, planDestroy } from './plan.js';
import {
  allGoesWell,
  cheapFingerprint,
  container,
  converges,
  hostWith,
  image,
  mounts,
  network,
  newHost,
  noStatements,
  on,
  planLines,
  port,
  resolve,
  shop,
  shopStack,
  stepIds,
  volume,
  waitsFor,
  type Written,
} from './testing/index.js';

t.test('a replacement keeps its predecessor until the successor is proven', async (t) => {
  const host = await hostWith([container('web', { env: { A: '1' } })]);
  const plan = await converges(t, host, [
    container('web', { env: { A: '2' }, health: { test: ['x'] } }),
  ]);
  t.same(planLines(plan), ['replace container.web [env.A, health]']);
  t.same(stepIds(plan), [
    'container.web stop-container',
    'container.web rename-container aside',
    'container.web create-container',
    'container.web start-container',
    'container.web await-container',
    'container.web remove old',
  ]);
  for (const [index, id] of stepIds(plan).entries()) {
    if (index > 0) t.ok(waitsFor(plan, id, stepIds(plan)[index - 1] ?? ''), id);
  }
  t.same(
    plan.recoveries.map(({ after, guards, operations }) => ({
      after,
      guards,
      operations: operations.map(({ op }) => op),
    })),
    [
      {
        after: undefined,
        guards: ['container.web stop-container', 'container.web rename-container aside'],
        operations: ['rename-container', 'start-container'],
      },
      {
        after: 'container.web rename-container aside',
        guards: [
          'container.web create-container',
          'container.web start-container',
          'container.web await-container',
        ],
        operations: ['stop-container', 'remove', 'rename-container', 'start-container'],
      },
    ],
  );
});

t.test('orphans go, their dependents first', async (t) => {
  const host = await hostWith(shopStack());
  const plan = await converges(t, host, []);
  t.same(planLines(plan), [
    'delete image.app because no longer written',
    'delete image.base because no longer written',
    'delete volume.data because no longer written !destroys-data',
    'delete network.back because no longer written',
    'delete container.db because no longer written',
    'delete container.init because no longer written',
    'delete container.web because no longer written',
  ]);
  t.ok(waitsFor(plan, 'network.back remove shop-back', 'container.web remove shop-web'));
  t.ok(waitsFor(plan, 'volume.data remove shop-data', 'container.db remove shop-db'));
  t.same((await host.observe()).objects, []);
});

t.test('destroy removes dependents first and keeps what is protected', async (t) => {
  const stack = [
    ...shopStack().filter(({ resource }) => resource.kind !== 'volume'),
    volume('data', {}, { protect: true }),
  ];
  const host = await hostWith(stack);
  const plan = await host.planDestroy(stack);
  t.match(planLines(plan), [
    'delete image.app because the stack is destroyed',
    'delete image.base because the stack is destroyed',
    'keep volume.data because it is protected',
    'delete network.back because the stack is destroyed',
    'delete container.db because the stack is destroyed',
    'delete container.init because the stack is destroyed',
    'delete container.web because the stack is destroyed',
  ]);
  t.ok(waitsFor(plan, 'container.init stop-container shop-init', 'container.web remove shop-web'));
  t.ok(waitsFor(plan, 'container.db stop-container shop-db', 'container.init remove shop-init'));
  const { failures } = await host.carryOut(plan);
  t.same(failures, []);
  t.same(
    (await host.observe()).objects.map(({ address }) => address),
    ['volume.data'],
  );
  t.equal((await host.observe()).ledger?.resources['volume.data']?.protect, true);
});

t.test('cause: destroy took away what a protected container still uses', async (t) => {
  const stack = [
    image('base', {}, { b: '1' }),
    image('app', { from: { kind: 'image', name: 'shop/base' } }),
    image('other', {}, { o: '1' }),
    network('back'),
    volume('data'),
    container(
      'db',
      { image: 'shop/app', ...on('shop-back'), ...mounts('shop-data') },
      { protect: true },
    ),
  ];
  const host = await hostWith(stack);
  const { failures } = await host.carryOut(await host.planDestroy(stack));
  t.same(failures, []);
  t.same((await host.observe()).objects.map(({ address }) => address).sort(), [
    'container.db',
    'image.app',
    'image.base',
    'network.back',
    'volume.data',
  ]);
});

t.test('a network that has to be made anew takes its containers with it', async (t) => {
  const stack = (internal: boolean): readonly Written[] => [
    network('back', { internal }),
    container('db', { ...on('shop-back'), health: { test: ['true'] } }),
    container('web', on('shop-back'), { after: [['container.db', 'healthy']] }),
  ];
  const host = await hostWith(stack(false));
  const plan = await converges(t, host, stack(true));
  t.same(planLines(plan), [
    'replace network.back [internal]',
    'replace container.db because network.back is replaced',
    'replace container.web because network.back is replaced',
  ]);
  for (const address of ['container.db', 'container.web']) {
    t.ok(waitsFor(plan, 'network.back remove old', `${address} disconnect-network shop-back`));
    t.ok(waitsFor(plan, `${address} create-container`, 'network.back create-network'));
  }
});

t.test('a volume that has to be made anew says that its data is lost', async (t) => {
  const stack = (tier: string): readonly Written[] => [
    volume('data', { labels: { tier } }),
    container('db', mounts('shop-data')),
  ];
  const host = await hostWith(stack('1'));
  const plan = await converges(t, host, stack('2'));
  t.same(planLines(plan), [
    'replace volume.data [labels.tier] !destroys-data',
    'replace container.db because volume.data is replaced',
  ]);
  t.ok(waitsFor(plan, 'volume.data remove old', 'container.db remove old'));
  t.same(plan.recoveries, [], 'without its volume the old one cannot come back');
});

t.test(
  'a network removed under a stopped container is made again and the connection with it',
  async (t) => {
    const stack = [network('back'), container('web', on('shop-back'))];
    const host = await hostWith(stack);
    await host.byHand({ do: 'stop', name: 'shop-web' });
    await host.byHand({ do: 'remove', kind: 'network', name: 'shop-back' });
    t.match(await host.drift(), [
      { what: 'removed' },
      { detail: 'its connection to network shop-back is broken' },
      { what: 'stopped' },
    ]);
    t.same(planLines(await converges(t, host, stack)), [
      'create network.back because it was removed from the engine by hand',
      'update container.web because its connection to network shop-back is broken, it is exited with exit code 143',
    ]);
  },
);

t.test('a replacement cut off at any call is completed by the next apply', async (t) => {
  const before = [
    image('app', {}, { f: '1' }),
    network('n'),
    container('web', { image: 'shop/app', ...on('shop-n') }),
  ];
  const after = [
    image('app', {}, { f: '2' }),
    network('n', { internal: true }),
    container('web', { image: 'shop/app', ...on('shop-n'), health: { test: ['true'] } }),
  ];
  const { plan } = await (await hostWith(before)).apply(after);
  const calls = plan.steps.length;
  for (const fault of ['kill-before', 'kill-after'] as const) {
    for (let call = 1; call <= calls; call++) {
      const host = await hostWith(before);
      host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, fault]]) });
      await t.rejects(host.apply(after), { name: 'Killed' });
      host.engine.revive();
      const { result } = await host.apply(after);
      t.same(result.failures, [], `${fault} call ${call} of ${calls}`);
      t.same(planLines(await host.plan(after)), []);
      const names = [...host.engine.world.containers.values()].map(
        ({ name, state }) => `${name} ${state}`,
      );
      t.same(names, ['shop-web running']);
      t.equal(host.engine.world.images.size, 3, 'no build is left over but the one before');
    }
  }
});

t.test('a replacement cut off is undone when the files are changed back', async (t) => {
  const stack = (a: string): readonly Written[] => [container('web', { env: { A: a } })];
  const lines: string[][] = [];
  for (let call = 1; call <= 6; call++) {
    const host = await hostWith(stack('1'));
    host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, 'kill-after']]) });
    await t.rejects(host.apply(stack('2')), { name: 'Killed' });
    host.engine.revive();
    lines.push([...planLines(await host.plan(stack('1')))]);
    await converges(t, host, stack('1'));
  }
  const leftover = 'delete container.web because left by an interrupted replacement';
  t.same(lines, [
    ['start container.web because it is exited with exit code 143'],
    ['update container.web [name (drift)] because it is exited with exit code 143'],
    ['replace container.web [env.A]', leftover],
    ['replace container.web [env.A]', leftover],
    ['replace container.web [env.A]', leftover],
    ['replace container.web [env.A]'],
  ]);
});

t.test('a predecessor left beside its successor goes when the successor is proven', async (t) => {
  const stack = (a: string): readonly Written[] => [
    container('web', { env: { A: a }, health: { test: ['x'] } }),
  ];
  const host = await hostWith(stack('1'));
  host.engine.setKnobs({ ...allGoesWell, faults: new Map([[3, 'kill-after']]) });
  await t.rejects(host.apply(stack('2')), { name: 'Killed' });
  host.engine.revive();
  const plan = await converges(t, host, stack('2'));
  t.same(planLines(plan), [
    'start container.web because it is created',
    'delete container.web because left by an interrupted replacement',
  ]);
  const name = 'shop-web.stowage-previous';
  t.ok(waitsFor(plan, `container.web stop-container ${name}`, 'container.web await-container'));
});

t.test('a name that is somebody else’s is an error, and nothing is planned', async (t) => {
  const host = newHost();
  const labels = {
    'stowage.stack': 'blog',
    'stowage.stack-id': 'other',
    'stowage.address': 'network.back',
  };
  host.engine.world.volumes.set('shop-data', { name: 'shop-data', labels: {}, content: 'c' });
  host.engine.world.networks.set('n', {
    id: 'n',
    name: 'shop-back',
    labels,
    spec: { name: 'shop-back' },
  });
  const diagnostics = await host.diagnose([volume('data'), network('back'), container('web')]);
  t.same(
    diagnostics.map(({ code, summary }) => `${code}: ${summary}`),
    [
      'name-taken: a volume named shop-data is there already',
      'name-taken: a network named shop-back is there already',
    ],
  );
  t.match(diagnostics[0]?.detail, /Stowage did not make it/);
  t.match(diagnostics[1]?.detail, /it belongs to stack blog/);
});

t.test('a stack of the same name and another id is an error, for apply and destroy', async (t) => {
  const host = await hostWith([container('web')]);
  const twin = { name: shop.name, id: '22222222-2222-4222-8222-222222222222' };
  const stack = [container('other')];
  const observation = await host.engine.observe({ stack: twin, names: [] });
  const resources = stack.map(({ resource }) => resource);
  const made = [
    planApply({
      fingerprint: cheapFingerprint,
      stack: twin,
      statements: noStatements,
      desired: resolve(stack),
      outputs: [],
      observation,
      verdict: () => ({ effect: 'in-place' }),
    }),
    planDestroy({
      fingerprint: cheapFingerprint,
      stack: twin,
      statements: noStatements,
      resources,
      observation,
    }),
  ];
  for (const { value, diagnostics } of made) {
    t.equal(value, undefined);
    t.same(
      diagnostics.map(({ code }) => code),
      ['stack-taken'],
    );
  }
});

t.test('a protected resource is neither deleted nor replaced', async (t) => {
  const safe = { protect: true };
  const host = await hostWith([volume('data', {}, safe), network('back', {}, safe)]);
  const changed = [volume('data', { labels: { a: '1' } }, safe), network('back', {}, safe)];
  t.match(await host.diagnose(changed), [
    {
      code: 'protected',
      summary: 'volume.data is protected and would be replaced',
      detail: /labels\.a/,
    },
  ]);
  t.match(
    await host.diagnose([]),
    [{ summary: /volume.data is protected/ }, { summary: /network.back is protected/ }],
    'the ledger remembers what the files no longer say',
  );
  const free = [volume('data'), network('back')];
  const { plan } = await host.apply(free);
  t.ok(isEmptyPlan(plan));
  t.ok(plan.ledgerOutdated, 'taking the protection away is worth a generation');
  t.same(await host.diagnose([]), [], 'after which both may go');
});

t.test(
  'cause: a protected container on a network made anew was said to change in nothing',
  async (t) => {
    const stack = (internal: boolean): readonly Written[] => [
      network('back', { internal }),
      container('db', on('shop-back'), { protect: true }),
    ];
    const host = await hostWith(stack(false));
    t.match(await host.diagnose(stack(true)), [
      {
        summary: 'container.db is protected and would be replaced',
        detail: /^network\.back is replaced/,
      },
    ]);
  },
);

t.test('cause: a host port was taken over before its holder let go', async (t) => {
  const host = await hostWith([container('old', port(8080))]);
  const plan = await converges(t, host, [container('new', port(8080))]);
  t.ok(waitsFor(plan, 'container.new start-container', 'container.old stop-container shop-old'));
  const swap = (a: number, b: number): readonly Written[] => [
    container('a', port(a)),
    container('b', port(b), { after: [['container.a', 'started']] }),
  ];
  const swapped = await hostWith(swap(8080, 8081));
  await converges(t, swapped, swap(8081, 8080));
});

t.test('cause: who waits for a container could not hand its port over to it', async (t) => {
  const holder = (ports: ReturnType<typeof port> | object) =>
    container('holder', ports, { after: [['container.first', 'started']] });
  const host = await hostWith([container('first'), holder(port(8080))]);
  await converges(t, host, [container('first', port(8080)), holder({})]);
});

t.test('cause: a name was taken over before its holder let go', async (t) => {
  const old = [
    network('a', { name: 'net' }),
    volume('a', { name: 'vol' }),
    container('a', { name: 'one', ...on('net'), ...mounts('vol') }),
  ];
  const renamed = [
    network('b', { name: 'net' }),
    volume('b', { name: 'vol' }),
    container('b', { name: 'one', ...on('net'), ...mounts('vol') }),
  ];
  const host = await hostWith(old);
  const plan = await converges(t, host, renamed);
  t.ok(waitsFor(plan, 'container.b create-container', 'container.a remove one'));
  const chain = (a: string, b: string): readonly Written[] => [
    container('a', { name: a }),
    container('b', { name: b }),
  ];
  const moved = await hostWith(chain('one', 'two'));
  t.same(stepIds(await converges(t, moved, chain('two', 'three'))), [
    'container.b rename-container',
    'container.a rename-container',
  ]);
});

t.test('cause: a container left a network made anew only by being replaced', async (t) => {
  const host = await hostWith([network('n'), container('web', on('shop-n'))]);
  const plan = await converges(t, host, [network('n', { internal: true }), container('web')]);
  t.same(planLines(plan), [
    'replace network.n [internal]',
    'update container.web [networks.shop-n]',
  ]);
});

t.test('cause: a recovery removed whatever had the name of the successor', async (t) => {
  const host = await hostWith([container('web', { name: 'old', env: { A: '1' } })]);
  const { containers } = host.engine.world;
  const [web] = containers.values();
  if (!web) throw new Error('there is no container');
  const next = [container('web', { name: 'new', env: { A: '2' } })];
  const plan = await host.plan(next);
  // Between plan and apply somebody else's container gets the name.
  const labels = { 'stowage.stack': 'blog', 'stowage.address': 'container.web' };
  containers.set('other', { ...web, id: 'other', name: 'new', labels });
  const { failures, recovered } = await host.carryOut(plan);
  t.same(
    failures.map(({ error }) => error.code),
    ['name-in-use'],
  );
  t.same(recovered, ['container.web']);
  t.match(containers.get('other'), { name: 'new', state: 'running' });
  t.match(containers.get(web.id), { name: 'old', state: 'running' }, 'under the name it had');
  t.match(await host.diagnose(next), [{ code: 'name-taken' }]);
});

t.test('a port is handed over when the replacement that frees it is proven', async (t) => {
  const stack = (a: number, b: number): readonly Written[] => [
    container('a', port(a)),
    container('b', port(b)),
  ];
  const host = await hostWith(stack(8080, 8081));
  const plan = await converges(t, host, stack(8081, 8082));
  t.ok(waitsFor(plan, 'container.a start-container', 'container.b remove old'));
  t.ok(
    waitsFor(plan, 'container.a stop-container', 'container.b remove old'),
    'and until then nothing stops',
  );
});
