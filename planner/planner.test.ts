/*
 * What the planner plans, as lines, and in which order its steps may run: creation, changes in place,
 * images, jobs, running state, origins, drift. Replacement and removal are in replacement.test.ts.
 */
import t from 'tap';
import { canonicalJson, isEmptyPlan, toJson } from '../model/index.js';
import { planApply } from './plan.js';
import {
  allGoesWell,
  cheapFingerprint,
  container,
  converges,
  hostWith,
  image,
  Killed,
  network,
  newHost,
  noStatements,
  on,
  planLines,
  resolve,
  shop,
  shopStack,
  stepIds,
  volume,
  waitsFor,
  type Written,
} from './testing/index.js';

t.test('what is not there is created, dependencies first', async (t) => {
  const host = newHost();
  const plan = await host.plan(shopStack());
  t.same(planLines(plan), [
    'build image.app because image.base is built',
    'build image.base because the engine does not have it',
    'create volume.data',
    'create network.back',
    'create container.db',
    'run container.init',
    'create container.web',
  ]);
  const inOrder = [
    'network.back create-network',
    'container.db create-container',
    'container.db start-container',
    'container.db await-container',
    'container.init create-container',
    'container.init await-container',
    'container.web create-container',
    'container.web start-container',
  ];
  for (const [index, step] of inOrder.entries()) {
    const earlier = inOrder[index - 1];
    if (earlier !== undefined) t.ok(waitsFor(plan, step, earlier), `${step} after ${earlier}`);
  }
  t.ok(waitsFor(plan, 'image.app build-image', 'image.base build-image'));
  t.ok(waitsFor(plan, 'container.web create-container', 'image.app build-image'));
  t.ok(waitsFor(plan, 'container.db create-container', 'volume.data create-volume'));
  t.notOk(waitsFor(plan, 'container.db create-container', 'image.app build-image'));
  await converges(t, host, shopStack());
  t.same(await host.drift(), []);
});

t.test('what is as written is kept, and counted', async (t) => {
  const host = await hostWith(shopStack());
  const plan = await host.plan(shopStack());
  t.ok(isEmptyPlan(plan));
  t.same(plan.steps, []);
  t.equal(plan.actions.length, 7);
  t.equal(plan.ledgerOutdated, false);
});

t.test('a changed limit, policy or network is changed on the living container', async (t) => {
  const before = [
    network('a'),
    network('b'),
    container('web', { ...on('shop-a'), memory: 8 << 20 }),
  ];
  const after = [
    network('a'),
    network('b'),
    container('web', {
      ...on('shop-b'),
      memory: 16 << 20,
      cpus: 0.5,
      restart: { policy: 'on-failure', max_retries: 3 },
    }),
  ];
  const host = await hostWith(before);
  const [old] = [...host.engine.world.containers.keys()];
  t.same(planLines(await host.plan(after)), [
    'update container.web [cpus, memory, networks.shop-a, networks.shop-b, restart.max_retries, restart.policy]',
  ]);
  const plan = await converges(t, host, after);
  t.same(stepIds(plan), [
    'container.web disconnect-network shop-a',
    'container.web update-container',
    'container.web connect-network shop-b',
  ]);
  t.ok(host.engine.world.containers.has(old ?? ''), 'it is the same container');
});

t.test('a change of an endpoint connects the container anew', async (t) => {
  const web = (aliases: readonly string[]): readonly Written[] => [
    network('a'),
    container('web', { networks: { 'shop-a': { aliases } } }),
  ];
  const host = await hostWith(web(['www']));
  const plan = await converges(t, host, web(['www', 'api']));
  t.same(planLines(plan), ['update container.web [networks.shop-a.aliases]']);
});

t.test('cause: a network named by digits alone was not recognised in a path', async (t) => {
  const stack = (names: readonly string[]): readonly Written[] => [
    network('a', { name: '12' }),
    container('web', on(...names)),
  ];
  const host = await hostWith(stack([]));
  t.same(stepIds(await converges(t, host, stack(['12']))), ['container.web connect-network 12']);
});

t.test('what the engine cannot change in place is replaced, with its reason', async (t) => {
  const host = await hostWith([container('web', { memory: 8 << 20 })]);
  const plan = await converges(t, host, [container('web')]);
  t.same(planLines(plan), ['replace container.web [memory]']);
  t.match(plan.actions[0]?.changes[0], {
    effect: 'replace',
    reason: 'a limit cannot be lifted from a living container',
  });
});

t.test(
  'a changed file rebuilds its image and replaces the containers on it, and no other',
  async (t) => {
    const host = await hostWith(shopStack('v1'));
    const plan = await converges(t, host, shopStack('v2'));
    t.same(planLines(plan), [
      'build image.app [files["app/server.js"]] because app/server.js changed',
      'replace container.web [image] because image.app is built',
    ]);
    t.ok(
      waitsFor(plan, 'container.web stop-container', 'image.app build-image'),
      'nothing stops before the build',
    );
    t.match(planLines(await converges(t, host, shopStack('v3'))), [
      /^build image.app/,
      'delete image.app because a newer build takes its place',
      /^replace container.web/,
    ]);
    const left = [...host.engine.world.images.values()].filter(
      ({ completed }) => completed?.name === 'shop/app',
    );
    t.equal(left.length, 2, 'the build before stays, and none before that');
  },
);

t.test('a changed base rebuilds what is made from it; the old base goes last', async (t) => {
  const stack = (text: string): readonly Written[] => [
    image('base', {}, { 'base.txt': text }),
    image('app', { from: { kind: 'image', name: 'shop/base' } }, { 'a.js': '1' }),
    container('web', { image: 'shop/app' }),
  ];
  const host = await hostWith(stack('1'));
  t.match(planLines(await converges(t, host, stack('2'))), [
    /^build image.app/,
    /^build image.base/,
    /^replace container.web/,
  ]);
  const plan = await converges(t, host, stack('3'));
  t.same(planLines(plan), [
    'build image.app because image.base is built',
    'delete image.app because a newer build takes its place',
    'build image.base [files["base.txt"]] because base.txt changed',
    'delete image.base because a newer build takes its place',
    'replace container.web [image] because image.app is built',
  ]);
  const [app = '', base = ''] = ['image.app', 'image.base'].map((address) =>
    stepIds(plan).find((id) => id.startsWith(`${address} remove`)),
  );
  t.ok(waitsFor(plan, base, app));
});

t.test('the base of a build that stays does not go by the next plan', async (t) => {
  // By the ledger another would be, and after the apply the newest: that was removed by a second one.
  const stack = (text: string): readonly Written[] => [
    image('base', {}, { 'base.txt': text }),
    image('app', { from: { kind: 'image', name: 'shop/base' } }),
  ];
  const host = await hostWith(stack('1'));
  await host.byHand({ do: 'untag', image: 'shop/app' });
  await converges(t, host, stack('2'));
  // The app is built and recorded; the base is built, and its end not reached.
  await host.carryOut(await host.plan(stack('3')), 1, 2);
  await converges(t, host, stack('4'));
});

t.test('a build that a container goes on using is not the build before', async (t) => {
  // It was built by an apply that was cut off: newer than what was applied last, and never applied.
  const stack = (text: string, ignore: readonly string[] = []): readonly Written[] => [
    image('app', {}, { 'a.js': text }),
    container('web', { image: 'shop/app' }, { ignore }),
  ];
  const host = await hostWith(stack('1'));
  const last = stepIds(await host.plan(stack('2'))).indexOf('container.web remove old') + 1;
  const faults = new Map([[last, 'kill-before' as const]]);
  await t.rejects(host.apply(stack('2'), { ...allGoesWell, faults }), Killed);
  host.engine.revive();
  const { result } = await host.apply(stack('3', ['image']));
  t.same(result.failures, []);
  t.ok(isEmptyPlan(await host.plan(stack('3', ['image']))), 'nothing is left to do');
  const names = [...host.engine.world.images.values()].map(({ completed }) => completed?.name);
  t.same(names.filter((name) => name === 'shop/app').length, 3);
});

t.test('an image whose name was taken away by hand is given it again', async (t) => {
  const stack = [image('app', {}, { 'a.js': '1' })];
  const host = await hostWith(stack);
  await host.byHand({ do: 'untag', image: 'shop/app' });
  const [line] = planLines(await host.plan(stack));
  t.match(
    line,
    /^update image\.app because the engine no longer knows it as shop\/app:[0-9a-f]{16}$/,
  );
  await converges(t, host, stack);
});

t.test('a build that ends after its apply was killed changes nothing', async (t) => {
  const stack = [image('app', {}, { 'a.js': '1' }), container('web', { image: 'shop/app' })];
  const host = await hostWith(stack);
  await host.byHand({ do: 'late-build', image: 'shop/app' });
  t.same(planLines(await host.plan(stack)), [
    'keep image.app because container.web runs on it, and it is the same',
  ]);
  const images = host.engine.world.images.size;
  const changed = [image('app', {}, { 'a.js': '2' }), container('web', { image: 'shop/app' })];
  const removed = planLines(await converges(t, host, changed)).filter((line) =>
    /^delete/.test(line),
  );
  t.equal(removed.length, 1, 'of the two one stays as the build before');
  t.equal(host.engine.world.images.size, images);
});

t.test('a job runs once for each definition', async (t) => {
  const job = (version: string): readonly Written[] => [
    container('init', { job: true, env: { VERSION: version } }),
  ];
  const host = newHost();
  t.same(planLines(await converges(t, host, job('1'))), ['run container.init']);
  t.same(planLines(await host.plan(job('1'))), [], 'ended is not stopped');
  t.same(await host.drift(), [], 'ended is no drift');
  t.same(planLines(await converges(t, host, job('2'))), ['replace container.init [env.VERSION]']);
});

t.test('a job that failed is run again, and who waits for it is not started', async (t) => {
  const stack = [
    container('init', { job: true }),
    container('web', {}, { after: [['container.init', 'completed']] }),
  ];
  const host = newHost();
  const { result } = await host.apply(stack, {
    ...allGoesWell,
    behaviour: { ...allGoesWell.behaviour, failingJobs: new Set(['shop-init']) },
  });
  t.same(
    result.failures.map(({ error }) => error.code),
    ['job-failed'],
  );
  t.same(result.skipped, [
    'container.web create-container',
    'container.web start-container',
    'container.web await-container',
  ]);
  host.engine.revive();
  t.same(planLines(await converges(t, host, stack)), [
    'run container.init because it ended with exit code 1',
    'create container.web',
  ]);
});

t.test('a job that was left running is waited for, not started twice', async (t) => {
  const stack = [container('init', { job: true })];
  const host = newHost();
  host.engine.setKnobs({ ...allGoesWell, faults: new Map([[2, 'kill-after']]) });
  await t.rejects(host.apply(stack), { name: 'Killed' });
  host.engine.revive();
  t.same(planLines(await converges(t, host, stack)), [
    'run container.init because it has not completed',
  ]);
});

t.test('only the running state differs', async (t) => {
  const running = [container('web')];
  const stopped = [container('web', { state: 'stopped' })];
  const host = await hostWith(running);
  await host.byHand({ do: 'stop', name: 'shop-web' });
  t.same(planLines(await host.plan(running)), [
    'start container.web because it is exited with exit code 143',
  ]);
  t.same(planLines(await host.plan(stopped)), [], 'stopped by hand is as good as stopped');
  await converges(t, host, running);
  await host.byHand({ do: 'pause', name: 'shop-web' });
  t.same(planLines(await host.plan(running)), ['start container.web because it is paused']);
  t.same(planLines(await converges(t, host, stopped)), [
    'stop container.web because it runs, and is to be stopped',
  ]);
  await host.byHand({ do: 'start', name: 'shop-web' });
  t.match(await host.drift(), [{ what: 'started' }]);
  t.same(planLines(await converges(t, host, stopped)), [
    'stop container.web because it runs, and is to be stopped',
  ]);
});

t.test(
  'cause: a paused container, or one that restarts for ever, counted as stopped',
  async (t) => {
    const stopped = [container('web', { state: 'stopped' })];
    const host = await hostWith([container('web')]);
    for (const state of ['paused', 'restarting'] as const) {
      for (const one of host.engine.world.containers.values()) one.state = state;
      t.same(planLines(await host.plan(stopped)), [
        'stop container.web because it runs, and is to be stopped',
      ]);
    }
  },
);

t.test('a name changed by hand is changed back', async (t) => {
  const stack = [container('web')];
  const host = await hostWith(stack);
  await host.byHand({ do: 'rename', name: 'shop-web', to: 'mine' });
  t.same(planLines(await converges(t, host, stack)), ['update container.web [name (drift)]']);
});

t.test('what somebody removed is made again, and the plan says so', async (t) => {
  const stack = [network('back'), container('web', on('shop-back'))];
  const host = await hostWith(stack);
  await host.byHand({ do: 'remove', kind: 'container', name: 'shop-web' });
  await host.byHand({ do: 'remove', kind: 'network', name: 'shop-back' });
  t.same(planLines(await converges(t, host, stack)), [
    'create network.back because it was removed from the engine by hand',
    'create container.web because it was removed from the engine by hand',
  ]);
});

t.test('a difference says whose it is', async (t) => {
  const web = (memory: number): readonly Written[] => [container('web', { memory: memory << 20 })];
  const drifted = { do: 'set', name: 'shop-web', settings: { memory: 9 << 20 } } as const;
  const host = await hostWith(web(8));
  t.same(planLines(await host.plan(web(16))), ['update container.web [memory]']);
  await host.byHand(drifted);
  t.same(planLines(await host.plan(web(8))), ['update container.web [memory (drift)]']);
  t.same(planLines(await host.plan(web(16))), ['update container.web [memory (both)]']);
  await host.byHand({ do: 'lose-ledger' });
  t.same(
    planLines(await host.plan(web(8))),
    ['update container.web [memory (drift)]'],
    'without the ledger the label says what was applied',
  );
  for (const { labels } of host.engine.world.containers.values()) {
    Object.assign(labels, { 'stowage.spec': 'unreadable' });
  }
  t.same(
    planLines(await host.plan(web(8))),
    ['update container.web [memory]'],
    'without any record it is yours',
  );
});

t.test('a lost ledger is written again though nothing else is to do', async (t) => {
  const stack = shopStack();
  const host = await hostWith(stack);
  await host.byHand({ do: 'lose-ledger' });
  const { plan } = await host.apply(stack);
  t.ok(isEmptyPlan(plan));
  t.ok(plan.ledgerOutdated);
  t.equal((await host.plan(stack)).ledgerOutdated, false);
});

t.test('drift names the attribute that was changed, and no other', async (t) => {
  const stack = shopStack();
  const host = await hostWith(stack);
  await host.byHand({ do: 'set', name: 'shop-db', settings: { pids: 9 } });
  t.same(await host.drift(), [
    {
      address: 'container.db',
      kind: 'container',
      name: 'shop-db',
      what: 'changed',
      changes: [{ path: 'pids', recorded: null, observed: 9 }],
    },
  ]);
  t.same(planLines(await converges(t, host, stack)), ['update container.db [pids (drift)]']);
});

t.test('the same inputs in any order give the same plan, byte for byte', async (t) => {
  const stack: readonly Written[] = [
    ...shopStack('v1'),
    ...[0, 1, 2].map((key) => container('many', on('shop-back', 'shop-front'), { key })),
    network('front'),
    volume('more'),
  ];
  const host = await hostWith(stack);
  await host.byHand(
    { do: 'stop', name: 'shop-db' },
    { do: 'rename', name: 'shop-many-1', to: 'mine' },
  );
  const next: readonly Written[] = [
    ...shopStack('v2').filter(({ resource }) => resource.address !== 'container.init'),
    network('front', { internal: true }),
    ...[1, 2, 3].map((key) => container('many', on('shop-front'), { key })),
  ];
  const observation = await host.observe(next);
  const plan = (order: <T>(list: readonly T[]) => T[]): string => {
    const { value, diagnostics } = planApply({
      fingerprint: cheapFingerprint,
      stack: shop,
      statements: noStatements,
      desired: order(resolve(next)),
      outputs: [],
      observation: {
        ...observation,
        objects: order(observation.objects).map((object) =>
          object.kind === 'container'
            ? {
                ...object,
                completed: {
                  ...object.completed,
                  networks: Object.fromEntries(order(Object.entries(object.completed.networks))),
                },
              }
            : object,
        ),
      },
      verdict: () => ({ effect: 'in-place' }),
    });
    t.same(diagnostics, []);
    return JSON.stringify(value);
  };
  const first = plan((list) => [...list]);
  t.equal(
    plan((list) => [...list].reverse()),
    first,
  );
  let state = 1;
  const random = (): number => (state = (state * 48271) % 2147483647);
  for (let run = 0; run < 50; run++) {
    const shuffled = plan((list) =>
      list
        .map((item) => ({ item, rank: random() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
    );
    if (shuffled !== first) t.fail(`run ${run} differs`);
  }
});

t.test('a container that is not healthy yet holds up only who needs that', async (t) => {
  const db = container('db', { health: { test: ['true'] } });
  const host = newHost();
  const unhealthy = {
    ...allGoesWell,
    behaviour: { ...allGoesWell.behaviour, unhealthy: new Set(['shop-db']) },
  };
  await host.apply([db], unhealthy);
  host.engine.revive();
  t.same((await host.plan([db])).steps, [], 'alone it is left to its engine');
  const plan = await converges(t, host, [
    db,
    container('web', {}, { after: [['container.db', 'healthy']] }),
  ]);
  t.same(planLines(plan), ['create container.web']);
  t.ok(waitsFor(plan, 'container.web create-container', 'container.db await-container'));
});

t.test('a plan holds outputs, generation and everything that the ledger will', async (t) => {
  const host = await hostWith(shopStack('v1'));
  const plan = await host.plan(shopStack('v2'));
  t.equal(plan.generation, 2);
  t.same(Object.keys(plan.resources), [...Object.keys(plan.resources)].sort());
  await host.carryOut(plan);
  const { ledger } = await host.observe();
  t.equal(ledger?.number, 2);
  t.equal(canonicalJson(toJson(ledger?.resources)), canonicalJson(toJson(plan.resources)));
});
