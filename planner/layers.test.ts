/* Each change says where its live and its wanted value come from. */
import t from 'tap';
import { type Plan } from '../model/index.js';
import {
  container,
  hostWith,
  image,
  imported,
  mounts,
  network,
  volume,
  type Written,
} from './testing/index.js';

/** `path: before -> after` with the layer of each, `-` where a side has none. */
const layers = (plan: Plan, address: string): readonly string[] =>
  plan.actions
    .filter((action) => action.address === address && action.verb !== 'delete')
    .flatMap(({ changes }) =>
      changes.map(({ path, from }) => `${path}: ${from?.before ?? '-'} -> ${from?.after ?? '-'}`),
    );

const app = (env: Readonly<Record<string, string>>): Written =>
  image('app', { env, command: ['serve'], user: 'app' });
const web = (spec: object): Written => container('web', { image: 'shop/app', ...spec });

t.test('what is written, and what the image says where nothing is', async (t) => {
  const host = await hostWith([app({ MODE: 'a', OWN: 'x' }), web({ env: { MODE: 'mine' } })]);
  const plan = await host.plan([
    app({ MODE: 'a', OWN: 'x' }),
    web({ command: ['other'], user: 'root', env: { NEW: '1' } }),
  ]);
  t.same(layers(plan, 'container.web'), [
    'command: image -> declared',
    'env.MODE: declared -> image',
    'env.NEW: - -> declared',
    'user: image -> declared',
  ]);
});

t.test('defaults, also within what is written', async (t) => {
  const host = await hostWith([
    container('web', {
      memory: 64 << 20,
      health: { test: ['true'], interval: 5_000 },
      ...mounts('shop-data'),
      tmpfs: { '/run/': { mode: '0700' } },
    }),
    volume('data'),
  ]);
  const plan = await host.plan([
    container('web', {
      read_only: true,
      seccomp: 'unconfined',
      health: { test: ['true'], retries: 5 },
      mounts: [{ type: 'volume', source: 'shop-data', target: '/data/', read_only: true }],
      tmpfs: { '/run': { size: 4096 } },
    }),
    volume('data'),
  ]);
  t.same(layers(plan, 'container.web'), [
    'health.interval: declared -> default',
    'health.retries: default -> declared',
    'memory: declared -> default',
    'mounts["/data"].read_only: default -> declared',
    'read_only: default -> declared',
    'seccomp: default -> declared',
    'tmpfs["/run"].mode: declared -> default',
    'tmpfs["/run"].size: default -> declared',
  ]);
});

t.test('what somebody put there by hand lives alone', async (t) => {
  const stack = [container('web', { memory: 64 << 20 })];
  const host = await hostWith(stack);
  await host.byHand(
    { do: 'set', name: 'shop-web', settings: { memory: 1 << 30, cpus: 2 } },
    { do: 'rename', name: 'shop-web', to: 'shop-renamed' },
  );
  t.same(layers(await host.plan(stack), 'container.web'), [
    'cpus: live -> default',
    'memory: live -> declared',
    'name: live -> default',
  ]);
});

t.test(
  'without a record, a value that is neither default nor of the image lives alone',
  async (t) => {
    const host = await hostWith([container('web', { memory: 64 << 20, env: { A: '1' } })]);
    const { containers, ledgers } = host.engine.world;
    ledgers.clear();
    for (const [id, one] of containers) containers.set(id, { ...one, labels: {} });
    const [id = ''] = containers.keys();
    const plan = await host.plan(
      [container('web', { memory: 96 << 20, command: ['top'], init: true })],
      imported(['container.web', id]),
    );
    t.same(layers(plan, 'container.web'), [
      'command: image -> declared',
      'env.A: live -> -',
      'init: default -> declared',
      'memory: live -> declared',
    ]);
  },
);

t.test('networks and volumes', async (t) => {
  const host = await hostWith([
    network('back', { internal: true, labels: { a: '1' } }),
    volume('data', { labels: { tier: 'gold' } }),
  ]);
  const plan = await host.plan([network('back', { labels: { b: '1' } }), volume('data')]);
  t.same(layers(plan, 'network.back'), [
    'internal: declared -> default',
    'labels.a: declared -> -',
    'labels.b: - -> declared',
  ]);
  t.same(layers(plan, 'volume.data'), ['labels.tier: declared -> -']);
});

t.test('settings of an image are its own or those of its base', async (t) => {
  const stack = (env: Readonly<Record<string, string>>, own: object): readonly Written[] => [
    image('base', { env }),
    image('app', { from: { kind: 'image', name: 'shop/base' }, ...own }),
  ];
  const host = await hostWith(stack({ A: '1' }, {}));
  const plan = await host.plan(stack({ A: '2' }, { env: { B: '1' }, workdir: '/srv' }));
  t.same(layers(plan, 'image.app'), [
    'config.env.A: - -> image',
    'config.env.B: - -> declared',
    'config.workdir: - -> declared',
  ]);
});
