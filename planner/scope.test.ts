/* Choosing a part of a stack: what comes along, what stays as it is, and what cannot be chosen. */
import t, { type Test } from 'tap';
import { canonicalJson, isEmptyPlan, toJson, type Part } from '../model/index.js';
import {
  container,
  converges,
  excludes,
  hostWith,
  image,
  imported,
  letGoOf,
  mounts,
  moved,
  network,
  newHost,
  on,
  planLines,
  shop,
  shopStack,
  targets,
  volume,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

const ledger = ({ engine }: Host) => engine.world.ledgers.get(shop.id);
const entry = (host: Host, address: string) => ledger(host)?.resources[address];

/** Carries out a part; then what is left is exactly the rest of the whole plan. */
async function appliesPart(
  t: Test,
  host: Host,
  stack: readonly Written[],
  said: Said & { readonly part: Part },
): Promise<readonly string[]> {
  const { plan, result } = await host.apply(stack, undefined, said);
  t.same(result.failures, []);
  t.same(plan.partial, said.part);
  t.ok(isEmptyPlan(await host.plan(stack, said)), 'nothing is left to do in the part');
  return planLines(plan);
}

const pair = (left: string, right: string): readonly Written[] => [
  container('left', { env: { N: left } }),
  container('right', { env: { N: right } }),
];

t.test('a target brings what it depends on, and nothing else', async (t) => {
  const host = newHost();
  t.same(await appliesPart(t, host, shopStack(), targets('container.db')), [
    'create volume.data',
    'create network.back',
    'create container.db',
  ]);
  t.same(Object.keys(ledger(host)?.resources ?? {}), [
    'container.db',
    'network.back',
    'volume.data',
  ]);
  t.same(planLines(await converges(t, host, shopStack())), [
    'build image.app because image.base is built',
    'build image.base because the engine does not have it',
    'run container.init',
    'create container.web',
  ]);
});

t.test('what is excluded takes along what depends on it', async (t) => {
  const host = newHost();
  t.same(await appliesPart(t, host, shopStack(), excludes('container.init')), [
    'build image.app because image.base is built',
    'build image.base because the engine does not have it',
    'create volume.data',
    'create network.back',
    'create container.db',
  ]);
  await converges(t, host, shopStack());
});

t.test('targets and excludes together', async (t) => {
  const host = newHost();
  const said = {
    part: { targets: ['container.web', 'container.db'], excludes: ['container.init'] },
  };
  t.same(await appliesPart(t, host, shopStack(), said), [
    'create volume.data',
    'create network.back',
    'create container.db',
  ]);
  await converges(t, host, shopStack());
});

t.test(
  'an address without an index is all of its instances, a module all that is in it',
  async (t) => {
    const stack = [
      container('c', {}, { key: 0 }),
      container('c', {}, { key: 1 }),
      container('db', { name: 'pg-db' }, { module: 'pg' }),
      volume('data', { name: 'pg-data' }, { module: 'pg' }),
      volume('data', { name: 'eu-data' }, { module: 'pg["eu"]' }),
    ];
    const host = newHost();
    const created = async (...given: readonly string[]) =>
      (await host.plan(stack, targets(...given))).actions.map(({ address }) => address);
    t.same(await created('container.c'), ['container.c[0]', 'container.c[1]']);
    t.same(await created('container.c[1]'), ['container.c[1]']);
    const module = ['pg.volume.data', 'pg.container.db', 'pg["eu"].volume.data'];
    for (const text of ['pg', 'pg.', 'module.pg']) t.same(await created(text), module, text);
    t.same(await created('pg["eu"]'), ['pg["eu"].volume.data']);
  },
);

t.test('what is not chosen is left alone whole', async (t) => {
  const before = [
    ...pair('1', '1'),
    container('old'),
    volume('store'),
    image('app', {}, { 'app.js': '1' }),
    container('web', { image: 'shop/app' }),
  ];
  const after = [
    ...pair('2', '2'),
    image('app', {}, { 'app.js': '2' }),
    container('web', { image: 'shop/app' }),
  ];
  const host = await hostWith(before);
  const untouched = () => {
    const { containers, volumes, images } = host.engine.world;
    const rest = [...containers.values()].filter(({ name }) => name !== 'shop-left');
    return canonicalJson(toJson({ rest, volumes: [...volumes], images: images.size }));
  };
  const world = untouched();
  const entries = ledger(host)?.resources;
  t.same(await appliesPart(t, host, after, targets('container.left')), [
    'replace container.left [env.N]',
  ]);
  t.equal(untouched(), world, 'no orphan, no other change, no image');
  for (const address of ['container.right', 'container.old', 'volume.store', 'image.app']) {
    t.same(entry(host, address), entries?.[address], address);
  }
  t.same(planLines(await host.plan(after)), [
    'build image.app [files["app.js"]] because app.js changed',
    'delete volume.store because no longer written !destroys-data',
    'delete container.old because no longer written',
    'replace container.right [env.N]',
    'replace container.web [image] because image.app is built',
  ]);
  await converges(t, host, after);
});

t.test('an image that what is not chosen uses stays', async (t) => {
  const stack = (text: string) => [
    image('app', {}, { 'app.js': text }),
    container('web', { image: 'shop/app' }),
  ];
  const host = await hostWith(stack('1'));
  await appliesPart(t, host, stack('2'), targets('image.app'));
  t.same(await appliesPart(t, host, stack('3'), targets('image.app')), [
    'keep image.app because container.web, which is not chosen, uses it',
    'build image.app [files["app.js"]] because app.js changed',
  ]);
  await converges(t, host, stack('3'));
  t.equal(host.engine.world.images.size, 3, 'this one, the one before, and that of others');
});

t.test('orphans are chosen by address too', async (t) => {
  const host = await hostWith([
    network('back'),
    container('old', on('shop-back')),
    volume('store'),
  ]);
  t.same(await appliesPart(t, host, [], targets('network.back')), [
    'keep network.back because container.old, which is not chosen, uses it',
  ]);
  t.same(await appliesPart(t, host, [], excludes('volume.store')), [
    'delete network.back because no longer written',
    'delete container.old because no longer written',
  ]);
  t.same(Object.keys(ledger(host)?.resources ?? {}), ['volume.store']);
  const { plan } = await host.apply([], undefined, targets('volume.store'));
  t.same(planLines(plan), ['delete volume.store because no longer written !destroys-data']);
});

t.test('a move has two ends, and both are chosen', async (t) => {
  const host = await hostWith([container('a'), container('b')]);
  const after = [container('x'), container('y')];
  const said = moved(['container.a', 'container.x'], ['container.b', 'container.y']);
  t.same(await appliesPart(t, host, after, { ...said, ...targets('container.x') }), [
    'move container.a -> container.x [name]',
  ]);
  t.same(ledger(host)?.moved, ['container.a -> container.x']);
  t.same(Object.keys(ledger(host)?.resources ?? {}), ['container.b', 'container.x']);
  t.same(planLines(await host.plan(after, said)), ['move container.b -> container.y [name]']);
  await converges(t, host, after, said);
});

t.test('what was moved, let go of or imported before stays so', async (t) => {
  const host = await hostWith([container('a'), container('b'), container('c')]);
  host.engine.world.volumes.set('found', { name: 'found', labels: {}, content: 'x' });
  const after = [
    container('x', { name: 'shop-a' }),
    container('c'),
    volume('v', { name: 'found' }),
  ];
  const said = {
    ...moved(['container.a', 'container.x']),
    ...letGoOf('container.b'),
    ...imported(['volume.v', 'found']),
  };
  await converges(t, host, after, said);
  const claims = ledger(host)?.claims;
  t.equal(claims?.length, 3);
  const changed = [...after.slice(0, 1), container('c', { env: { N: '1' } }), ...after.slice(2)];
  await appliesPart(t, host, changed, { ...said, ...targets('container.c') });
  t.same(ledger(host)?.claims, claims);
  t.same(ledger(host)?.moved, ['container.a -> container.x']);
  t.same(planLines(await host.plan(changed, said)), [], 'nor is anything left to do');
  t.same(await host.drift(), []);
});

t.test('an import is made when what it is for is chosen', async (t) => {
  const host = await hostWith([container('c')]);
  host.engine.world.volumes.set('found', { name: 'found', labels: {}, content: 'x' });
  const stack = [container('c'), volume('v', { name: 'found' })];
  const said = imported(['volume.v', 'found']);
  t.same(planLines(await host.plan(stack, { ...said, ...targets('container.c') })), []);
  t.same(planLines(await host.plan(stack, { ...said, ...targets('volume.v') })), [
    'adopt volume.v',
  ]);
});

t.test('what needs a change of something else is an error', async (t) => {
  const stack = (internal: boolean, name = 'shop-left') => [
    network('back', { internal }),
    container('left', { ...on('shop-back'), name }),
    container('right', { name: name === 'shop-left' ? 'shop-right' : 'shop-left' }),
  ];
  const host = await hostWith(stack(false));
  const [inUse] = await host.diagnose(stack(true), targets('network.back'));
  t.match(inUse, {
    code: 'outside-part',
    summary: 'network.back would be replaced, and is in use',
    detail:
      /container\.left, which is not chosen, uses it\. Choose it too: --target 'container\.left'/,
  });
  const [named] = await host.diagnose(stack(false, 'shop-right'), excludes('container.right'));
  t.match(named, {
    code: 'outside-part',
    summary: 'container.left cannot have its name yet: it is the name of container.right',
    detail: /Do not exclude container\.right/,
  });
});

t.test('what cannot be chosen', async (t) => {
  const host = await hostWith(shopStack());
  const say = async (part: Part) =>
    (await host.diagnose(shopStack(), { part })).map(({ code, summary, detail }) => [
      code,
      summary,
      detail?.split('. ').at(-1),
    ]);
  t.same(await say({ targets: ['container.wbe'], excludes: ['nothing'] }), [
    ['unknown-target', '--target container.wbe stands for nothing', 'Did you mean container.web?'],
    [
      'unknown-target',
      '--exclude nothing stands for nothing',
      'An address is like container.web, container.web[0] or pg.container.db; module.pg is all of a module.',
    ],
  ]);
  t.match(await say({ targets: ['container'], excludes: [] }), [['unknown-target']], 'a kind');
  t.match(
    await say({ targets: ['web'], excludes: [] }),
    [['unknown-target', '--target web stands for nothing', /^Did you mean container\.web/]],
    'a name without a kind',
  );
  t.match(await say({ targets: ['container.web'], excludes: ['network.back'] }), [
    ['nothing-chosen'],
  ]);
});

t.test('without a ledger there is no part', async (t) => {
  const host = await hostWith(pair('1', '1'));
  await host.byHand({ do: 'lose-ledger' });
  const [said] = await host.diagnose(pair('2', '2'), targets('container.left'));
  t.equal(said?.code, 'ledger-lost');
  t.same(
    planLines(await host.plan(pair('2', '2'), targets('container.left', 'container.right'))),
    ['replace container.left [env.N]', 'replace container.right [env.N]'],
    'unless it is all of it',
  );
});

t.test('without a ledger a name may say that something stands where it was excluded', async (t) => {
  const host = await hostWith([container('left')]);
  await host.byHand({ do: 'lose-ledger' }, { do: 'rename', name: 'shop-left', to: 'shop-right' });
  const [said] = await host.diagnose([container('right')], {
    part: { targets: [], excludes: ['container.right'] },
  });
  t.equal(said?.code, 'ledger-lost', 'it is not taken for something that nobody wants');
});

t.test('what a cut-off apply has made keeps its own record', async (t) => {
  const host = await hostWith(pair('1', '1'));
  const first = ledger(host);
  await host.apply([
    container('left', { env: { N: '2' } }),
    container('right', { env: { N: '1' } }),
  ]);
  if (first) host.engine.world.ledgers.set(shop.id, first);
  await appliesPart(t, host, pair('2', '2'), targets('container.right'));
  t.same(await host.drift(), [], 'its change is no hand’s');
  t.same(planLines(await host.plan(pair('3', '2'))), ['replace container.left [env.N]']);
});

t.test('a part is destroyed with what depends on it', async (t) => {
  const host = await hostWith(shopStack());
  const { part } = targets('container.init');
  const plan = await host.planDestroy(shopStack(), { part });
  t.same(planLines(plan), [
    'delete container.init because the stack is destroyed',
    'delete container.web because the stack is destroyed',
  ]);
  await host.carryOut(plan);
  t.ok(entry(host, 'volume.data'));
  t.notOk(entry(host, 'container.web'));
  const rest = await host.planDestroy(shopStack(), excludes('container.db'));
  t.same(planLines(rest), [
    'delete image.app because the stack is destroyed',
    'delete image.base because the stack is destroyed',
  ]);
  await converges(t, host, shopStack());
});

t.test('so is a part of a stack whose files are gone', async (t) => {
  const host = await hostWith(shopStack());
  const plan = await host.planDestroy([], targets('container.init'));
  t.same(planLines(plan), [
    'delete container.init because the stack is destroyed',
    'delete container.web because the stack is destroyed',
  ]);
});

t.test('the data of a volume that is mounted by what is not chosen stays', async (t) => {
  const stack = (tier: string) => [
    volume('data', { labels: { tier } }),
    container('db', mounts('shop-data')),
  ];
  const host = await hostWith(stack('1'));
  const [said] = await host.diagnose(stack('2'), targets('volume.data'));
  t.match(said, { code: 'outside-part', detail: /container\.db, which is not chosen, uses it/ });
});
