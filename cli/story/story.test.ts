/* The story of one resource: what it tells of files, record, engine and plan, and what it never shows. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { kindOfAddress, type Observation, type Plan, type Resource } from '../../model/index.js';
import {
  container,
  hostWith,
  newHost,
  on,
  resolve,
  shopStack,
  type Host,
  type Written,
} from '../../planner/testing/index.js';
import { matches, plain } from '../render/testing/goldens.js';
import { runCommand } from '../stack/testing/run-command.js';
import { secretPaths, shadeDrift, shadePlan } from '../stack/shade-secrets.js';
import { storyDocument } from './story-json.js';
import { storyLines } from './story-text.js';
import { knownAddresses, tellStory, type Story, type StorySources } from './story.js';

const schema: unknown = JSON.parse(readFileSync('docs/reference/explain.schema.json', 'utf8'));
if (typeof schema !== 'object' || schema === null) throw new Error('the schema is no object');
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const validate = ajv.compile(schema);

const pen = { ...plain, mask: (text: string): string => text };

async function sourcesOf(host: Host, stack: readonly Written[]): Promise<StorySources> {
  const resources: readonly Resource[] = resolve(stack).map(({ resource }) => resource);
  const observation: Observation = await host.observe(stack);
  const paths = secretPaths(resources, observation);
  const plan: Plan = shadePlan(await host.plan(stack), paths);
  return { resources, observation, drifts: shadeDrift(await host.drift(), paths), plan };
}

async function storyOf(host: Host, stack: readonly Written[], address: string): Promise<Story> {
  const kind = kindOfAddress(address);
  if (kind === undefined) throw new Error(`${address} is no address`);
  return tellStory(address, kind, await sourcesOf(host, stack));
}

const service = (memory: number, more: object = {}): readonly Written[] => [
  ...shopStack('v1').filter(({ resource }) => resource.address !== 'container.web'),
  container(
    'web',
    { image: 'shop/app', ...on('shop-back'), memory: memory << 20, ...more },
    { lines: { memory: 12 }, after: [['container.db', 'healthy']] },
  ),
];

t.test('three values of each attribute, and what hangs together', async (t) => {
  const host = await hostWith(service(64));
  await host.byHand({ do: 'set', name: 'shop-web', settings: { memory: 96 << 20, cpus: 2 } });
  const story = await storyOf(host, service(128), 'container.web');
  matches(t, 'differs.story.txt', `${storyLines(story, pen).join('\n')}\n`);
  t.match(storyDocument(story), {
    format_version: '1.0',
    address: 'container.web',
    type: 'container',
    written: { file: 'main.stow', start: { line: 1 } },
    recorded: { generation: 1, author: 'ann@host' },
    observed: [{ name: 'shop-web', state: 'running', generation: 1 }],
    actions: [
      {
        verb: 'update',
        attributes: [
          { path: 'cpus', engine: 2, files: null, recorded: null, origin: 'drift' },
          {
            path: 'memory',
            files: 128 << 20,
            recorded: 64 << 20,
            engine: 96 << 20,
            origin: 'both',
          },
        ],
      },
    ],
  });
});

t.test('the chain of causes, down to the file', async (t) => {
  const host = await hostWith(shopStack('v1'));
  const story = await storyOf(host, shopStack('v2'), 'container.web');
  matches(t, 'causes.story.txt', `${storyLines(story, pen).join('\n')}\n`);
  t.match(story.actions?.[0]?.causes, [
    {
      text: 'image.app is built',
      address: 'image.app',
      because: [{ text: 'app/server.js changed', because: [] }],
    },
  ]);
  const image = await storyOf(host, shopStack('v2'), 'image.app');
  t.same(
    image.dependents.map(({ address, verb }) => `${address} ${verb}`),
    ['container.web replace'],
  );
});

t.test(
  'what is not there yet, what is left as it is, and what nobody writes any more',
  async (t) => {
    const host = newHost();
    const first = storyLines(await storyOf(host, shopStack(), 'container.db'), pen);
    t.match(first, [
      'container.db',
      /written +main\.stow:1:1/,
      /not in the ledger/,
      /nothing is there/,
    ]);
    await host.apply(shopStack());
    const same = storyLines(await storyOf(host, shopStack(), 'container.db'), pen);
    t.ok(same.includes('Nothing is to be done.'));
    const orphan = storyLines(await storyOf(host, [], 'volume.data'), pen).join('\n');
    t.match(orphan, /nowhere in the files/);
    t.match(orphan, /plan: delete \(shop-data\)[^]*because no longer written[^]*is lost/);
  },
);

t.test('drift that is not of an attribute, and a plan that cannot be made', async (t) => {
  const host = await hostWith(shopStack());
  await host.byHand({ do: 'remove', kind: 'container', name: 'shop-web' });
  const sources = await sourcesOf(host, shopStack());
  const story = tellStory('container.web', 'container', { ...sources, plan: undefined });
  const text = storyLines(story, pen).join('\n');
  t.match(text, /drift +removed/);
  t.match(text, /No plan can be made\./);
  t.match(storyDocument(story), { actions: null, drift: [{ what: 'removed' }], observed: [] });
});

t.test('secrets are covered in all three', async (t) => {
  const secret = (value: string): readonly Written[] =>
    [container('web', { env: { KEY: value } })].map((one) => ({
      ...one,
      resource: { ...one.resource, secrets: ['env.KEY'] },
    }));
  const host = await hostWith(secret('first-value'));
  const story = await storyOf(host, secret('other-value'), 'container.web');
  t.match(story.actions?.[0]?.attributes, [{ files: '(secret)', engine: '(secret)' }]);
  const all = [JSON.stringify(storyDocument(story)), ...storyLines(story, pen)].join('\n');
  t.notMatch(all, /(first|other)-value/);
});

t.test('every address that is known', async (t) => {
  const host = await hostWith([container('old')]);
  const sources = await sourcesOf(host, [container('web', {}, { key: 0 })]);
  t.same(knownAddresses(sources), ['container.old', 'container.web[0]']);
});

t.test('a directory and JSON go with an address only', async (t) => {
  const { code, stderr } = await runCommand(['explain', 'type-mismatch', '.'], { directory: '.' });
  t.equal(code, 64);
  t.match(stderr, /go with the address of a resource/);
});

t.test('every story is what the published schema says', async (t) => {
  const host = await hostWith(service(64));
  await host.byHand({ do: 'set', name: 'shop-web', settings: { memory: 96 << 20, cpus: 2 } });
  const gone = await hostWith(shopStack());
  await gone.byHand({ do: 'remove', kind: 'container', name: 'shop-web' });
  await gone.byHand({ do: 'stop', name: 'shop-db' });
  const moving = await hostWith([container('old')]);
  const cases: readonly (readonly [Host, readonly Written[]])[] = [
    [newHost(), shopStack()],
    [host, service(128)],
    [host, service(64, { env: { A: '1' } })],
    [host, shopStack('v2')],
    [gone, shopStack()],
    [moving, [container('web', {}, { order: 'start-first' })]],
  ];
  const members = new Set<string>();
  for (const [one, stack] of cases) {
    const sources = await sourcesOf(one, stack);
    for (const plan of [sources.plan, undefined]) {
      for (const address of knownAddresses(sources)) {
        const kind = kindOfAddress(address);
        if (kind === undefined) throw new Error(`${address} is no address`);
        const document = storyDocument(tellStory(address, kind, { ...sources, plan }));
        t.ok(validate(document), `${address} ${JSON.stringify(validate.errors)}`);
        for (const [, name = ''] of JSON.stringify(document).matchAll(/"(\w+)":/g))
          members.add(name);
      }
    }
  }
  for (const name of ['exit_code', 'health', 'because', 'via', 'steps', 'reason', 'recorded']) {
    t.ok(members.has(name), `${name} turns up`);
  }
  const document = storyDocument(await storyOf(host, service(64), 'container.web'));
  t.notOk(validate(Object.assign({ more: 1 }, document)), 'it says what there is not');
  t.notOk(validate(Object.assign({}, document, { format_version: '2.0' })));
});
