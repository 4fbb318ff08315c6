/*
 * Secrets in what is recorded: fingerprints in labels, ledger and content keys, and plans that tell
 * by them what has changed.
 */
import t from 'tap';
import { canonicalJson, generationJson, ownLabels, toJson } from '../model/index.js';
import {
  container,
  containerIds,
  converges,
  hostWith,
  image,
  newHost,
  planLines,
  shop,
  volume,
  type Host,
  type Written,
} from './testing/index.js';

const first = 'canary-ONE/of "the" first';
const second = 'canary-TWO/of "the" second';

/** A secret in every kind of place that takes free text. */
const vault = (secret: string): readonly Written[] => [
  image(
    'base',
    {
      env: { TOKEN: secret },
      workdir: `/srv/${secret}`,
      steps: [{ kind: 'run', command: ['login', secret] }],
    },
    {},
    { secrets: ['env.TOKEN', 'workdir', 'steps[0].command[1]'] },
  ),
  image('app', { from: { kind: 'image', name: 'shop/base' } }, { 'a.js': '1' }),
  volume('data', { labels: { owner: secret } }, { secrets: ['labels.owner'] }),
  container(
    'web',
    {
      image: 'shop/app',
      env: { PASSWORD: secret, 'URL-1': `db://u:${secret}@db`, MODE: 'on' },
      command: ['serve', '--key', secret],
      mounts: [{ type: 'volume', source: 'shop-data', target: `/run/${secret}` }],
      health: { test: ['check', secret] },
    },
    {
      secrets: ['env.PASSWORD', 'env.URL-1', 'command[2]', 'mounts[0].target', 'health.test[1]'],
    },
  ),
];

/** Everything that is recorded: labels of ours, ledgers, names and content keys. */
function recorded({ engine: { world } }: Host): string {
  const labelled = [world.containers, world.volumes, world.networks, world.images];
  const labels = labelled.flatMap((objects) =>
    [...objects.values()].map((object) => object.labels[ownLabels.spec] ?? ''),
  );
  const tags = [...world.images.values()].flatMap(({ references }) => [...references]);
  const ledgers = [...world.ledgers.values()].map((one) => canonicalJson(generationJson(one)));
  return [...labels, ...tags, ...ledgers].join('\n');
}

/** The ledger as an apply of an older version has left it. */
function inTheClear({ engine: { world } }: Host, stack: readonly Written[]): void {
  const ledger = world.ledgers.get(shop.id);
  if (!ledger) throw new Error('no ledger');
  const resources = Object.fromEntries(
    Object.entries(ledger.resources).map(([address, entry]) => {
      const written = stack.find(({ resource }) => resource.address === address)?.resource;
      return written?.kind === 'volume' && entry.kind === 'volume'
        ? [address, { ...entry, spec: written.spec }]
        : [address, entry];
    }),
  );
  world.ledgers.set(shop.id, { ...ledger, resources });
}

t.test('no record holds a secret', async (t) => {
  const host = await hostWith(vault(first));
  const text = recorded(host);
  t.notMatch(text, /canary/);
  t.match(text, '"PASSWORD":{"fingerprint":"cheap$');
  t.match(text, '"MODE":"on"', 'the rest is as it was');
  await converges(t, host, vault(second));
  t.notMatch(recorded(host), /canary/);
  t.same(await host.drift(), [], 'without the files nothing drifted either');
});

t.test('a secret that changes is a change of the files, and of nothing else', async (t) => {
  const host = await hostWith(vault(first));
  t.same(planLines(await host.plan(vault(first))), []);
  t.equal((await host.plan(vault(first))).ledgerOutdated, false);
  const [web] = (await host.plan(vault(second))).actions.filter(({ kind }) => kind === 'container');
  const changes = web?.changes ?? [];
  t.same([...new Set(changes.map(({ origin }) => origin))], ['you']);
  t.same(
    changes.map(({ path }) => path).filter((path) => !path.startsWith('mounts')),
    ['command', 'env.PASSWORD', 'env.TOKEN', 'env.URL-1', 'health.test', 'image', 'workdir'],
  );
  t.equal(changes.length, 9, 'and the mount goes from one path to the other');
});

t.test('a secret that is changed by hand has drifted, whoever looks', async (t) => {
  const host = await hostWith(vault(first));
  const [id = ''] = containerIds(host);
  const live = host.engine.world.containers.get(id);
  if (!live) throw new Error('no container');
  const env = { ...live.completed.env, PASSWORD: 'by hand' };
  host.engine.world.containers.set(id, { ...live, completed: { ...live.completed, env } });
  const [drift] = await host.drift();
  t.same(
    drift?.changes.map(({ path }) => path),
    ['env.PASSWORD'],
  );
  t.notMatch(canonicalJson(toJson(drift)), /canary/);
  const [action] = (await host.plan(vault(first))).actions.filter(({ verb }) => verb !== 'keep');
  t.same(
    action?.changes.map(({ path, origin }) => [path, origin]),
    [['env.PASSWORD', 'drift']],
  );
});

t.test('a ledger in the clear is read as it is, and written anew by the next apply', async (t) => {
  const host = await hostWith(vault(first));
  inTheClear(host, vault(first));
  t.match(recorded(host), /canary/);
  const plan = await host.plan(vault(first));
  t.same(planLines(plan), [], 'nothing differs');
  t.equal(plan.ledgerOutdated, true);
  await host.carryOut(plan);
  t.notMatch(recorded(host), /canary/);
  t.equal((await host.plan(vault(first))).ledgerOutdated, false);
});

t.test('the content key of an image tells secrets apart without holding them', async (t) => {
  const key = async (secret: string): Promise<string> => {
    const plan = await newHost().plan(vault(secret));
    return plan.actions.map(({ name }) => name).join(' ');
  };
  t.not(await key(first), await key(second));
  t.equal(await key(first), await key(first));
});
