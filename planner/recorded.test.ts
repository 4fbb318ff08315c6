/* The way back: a stack planned from a generation of the ledger alone. */
import t, { type Test } from 'tap';
import {
  parseGeneration,
  type Generation,
  type ImageConfig,
  type Observation,
  type Plan,
} from '../model/index.js';
import { planBack } from './plan-back.js';
import { movesBack, recordedStack } from './recorded.js';
import { secrecyOf } from './secrecy.js';
import {
  cheapFingerprint,
  container,
  hostWith,
  moved,
  mounts,
  network,
  on,
  planLines,
  shop,
  shopStack,
  volume,
  waitsFor,
  type Host,
} from './testing/index.js';

/** What is recorded of a generation, as it is read back from an engine. */
async function recorded(host: Host, number: number) {
  const history = await host.engine.history(shop);
  const written = history.find((one) => one.number === number);
  const generation = parseGeneration(JSON.stringify(written));
  if (!generation) throw new Error(`no generation ${number}`);
  const observation = await host.observe();
  const configs = new Map<string, ImageConfig>();
  for (const entry of Object.values(generation.resources)) {
    if (entry.kind !== 'container') continue;
    const image = await host.engine.findImage(entry.spec.image);
    if (image) configs.set(entry.spec.image, image.config);
  }
  const secrecy = secrecyOf([], shop.id, cheapFingerprint);
  const stack = recordedStack({ generation, observation, secrecy, configs });
  return { generation, observation, ...stack };
}

type Recorded = Awaited<ReturnType<typeof recorded>>;

function planTo(host: Host, { generation, observation, desired }: Recorded): Plan {
  const { value, diagnostics } = planBack(generation, {
    stack: shop,
    desired,
    observation,
    fingerprint: cheapFingerprint,
    verdict: (kind, change) => host.engine.verdict(kind, change),
  });
  if (!value) throw new Error(diagnostics.map(({ summary }) => summary).join('\n'));
  return value;
}

/** Goes back; after that the generation is what is there, by the ledger and by the files of then. */
async function goesBack(t: Test, host: Host, number: number): Promise<Plan> {
  const source = await recorded(host, number);
  t.same(source.lost, [], 'nothing of it is lost');
  const plan = planTo(host, source);
  const result = await host.carryOut(plan);
  t.same(result.failures, []);
  t.same(planLines(planTo(host, await recorded(host, number))), [], 'it is there');
  t.same(await host.drift(), []);
  return plan;
}

t.test('a stack goes back to the build before, and forward again, as if applied', async (t) => {
  const host = await hostWith(shopStack('v1'));
  await host.apply(shopStack('v2'));
  const plan = await goesBack(t, host, 1);
  t.same(planLines(plan), ['replace container.web [image]']);
  t.same(planLines(await host.plan(shopStack('v1'))), [], 'the files of then find nothing to do');
  t.match(planLines(await host.plan(shopStack('v2'))), [/^replace container.web/], 'no build');
});

t.test('what came since goes, what went comes back in order', async (t) => {
  const before = [
    network('back'),
    container('db', { ...on('shop-back'), health: { test: ['true'] } }),
    container('web', on('shop-back'), {
      after: [['container.db', 'healthy']],
      order: 'start-first',
      onFailure: 'keep',
    }),
  ];
  const host = await hostWith(before);
  await host.apply([volume('data'), container('other', mounts('shop-data'))]);
  const plan = await goesBack(t, host, 1);
  t.same(planLines(plan), [
    'delete volume.data because not in generation 1 !destroys-data',
    'create network.back',
    'create container.db',
    'delete container.other because not in generation 1',
    'create container.web',
  ]);
  t.ok(waitsFor(plan, 'container.web create-container', 'container.db await-container'));
  t.match(host.engine.world.ledgers.get(shop.id)?.resources['container.web'], {
    order: 'start-first',
    onFailure: 'keep',
  });
});

t.test('an older build, and an image of others that is gone, are said to be lost', async (t) => {
  const host = await hostWith(shopStack('v1'));
  await host.apply(shopStack('v2'));
  await host.apply(shopStack('v3'));
  t.match((await recorded(host, 1)).lost, [
    /^image.app is shop\/app:\w+, which the engine has no more$/,
    /^container.web runs from image shop\/app:\w+, which the engine has no more$/,
  ]);
  t.same((await recorded(host, 2)).lost, []);
});

t.test('a secret is taken from the engine where it still has it, else it is lost', async (t) => {
  const web = (token: string) => [
    container(
      'web',
      { env: { TOKEN: token, A: token.length > 3 ? '1' : '2' } },
      { secrets: ['env.TOKEN'] },
    ),
  ];
  const host = await hostWith(web('abc'));
  await host.apply([
    container('web', { env: { TOKEN: 'abc', A: '9' } }, { secrets: ['env.TOKEN'] }),
  ]);
  const plan = await goesBack(t, host, 1);
  t.same(planLines(plan), ['replace container.web [env.A]']);
  const [made] = host.engine.world.containers.values();
  t.match(made?.completed.env, { TOKEN: 'abc', A: '2' });
  await host.apply(web('another'));
  t.match((await recorded(host, 1)).lost, [/^container.web had a secret/]);
});

t.test('moves are undone the other way round', async (t) => {
  const host = await hostWith([volume('old')]);
  const said = moved(['volume.old', 'volume.new']);
  await host.apply([volume('new', { name: 'shop-old' })], undefined, said);
  const plan = await goesBack(t, host, 1);
  t.same(planLines(plan), ['move volume.new -> volume.old']);
  const forward = await host.plan([volume('new', { name: 'shop-old' })], said);
  t.same(planLines(forward), ['move volume.old -> volume.new'], 'and forward by the files again');
});

t.test('statements that cannot be read are left out', (t) => {
  const generation: Generation = {
    number: 1,
    time: '',
    author: '',
    resources: {},
    moved: ['x -> y'],
  };
  const newest = { ...generation, moved: ['x -> y', 'a -> b', 'odd', 'a -> b -> c'] };
  const pairs = movesBack(generation, newest).map(({ from, to }) => [from, to]);
  t.same(pairs, [
    ['x', 'y'],
    ['b', 'a'],
  ]);
  const nothing: Observation = { objects: [], foreign: [], candidates: [] };
  t.same(movesBack({ ...generation, moved: [] }, nothing.ledger), []);
  t.end();
});
