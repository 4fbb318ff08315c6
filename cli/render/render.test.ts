/*
 * What people and programs read of a plan and of drift, as goldens beside this file. To renew them
 * after a change of words, run with STOWAGE_UPDATE_GOLDENS=1 and read the difference.
 */
import t, { type Test } from 'tap';
import { type Plan, type PlannedOutput } from '../../model/index.js';
import {
  container,
  excludes,
  hostWith,
  image,
  network,
  newHost,
  shopStack,
  volume,
  type Host,
  type Written,
} from '../../planner/testing/index.js';
import { renderDrift } from './drift-text.js';
import { planDot } from './plan-dot.js';
import { planDocument } from './plan-json.js';
import { renderPlanMarkdown } from './plan-markdown.js';
import { renderPlan } from './plan-text.js';
import { summarize } from './plan-words.js';
import { renderTable } from './table.js';
import { matches, plain } from './testing/goldens.js';
import { showValue } from './values.js';

function planMatches(t: Test, name: string, plan: Plan): void {
  matches(t, `${name}.plan.txt`, `${renderPlan(plan, plain).join('\n')}\n`);
  const document = planDocument(plan, 'embedded', '0.1.0');
  matches(t, `${name}.plan.json`, `${JSON.stringify(document, null, 2)}\n`);
  matches(t, `${name}.plan.md`, renderPlanMarkdown(plan, { engine: 'embedded', warnings: [] }));
  matches(t, `${name}.plan.dot`, `${planDot(plan).join('\n')}\n`);
}

async function driftMatches(t: Test, name: string, host: Host): Promise<void> {
  matches(t, `${name}.drift.txt`, `${renderDrift(await host.drift(), plain).join('\n')}\n`);
}

t.test('a first apply', async (t) => {
  const outputs: readonly PlannedOutput[] = [
    { name: 'url', value: 'http://localhost:8080', description: 'Where the shop is.' },
  ];
  planMatches(t, 'first', { ...(await newHost().plan(shopStack())), outputs });
});

t.test('nothing to do', async (t) => {
  const host = await hostWith(shopStack());
  planMatches(t, 'empty', await host.plan(shopStack()));
  await driftMatches(t, 'empty', host);
});

t.test('a changed file is followed to the containers that it replaces', async (t) => {
  const host = await hostWith(shopStack('v1'));
  planMatches(t, 'file-changed', await host.plan(shopStack('v2')));
});

t.test('a part of a stack', async (t) => {
  const host = await hostWith(shopStack('v1'));
  const part = { targets: ['container.web', 'image.app'], excludes: ['container.init'] };
  planMatches(t, 'part', await host.plan(shopStack('v2'), { part }));
  planMatches(t, 'part-empty', await host.plan(shopStack('v2'), excludes('image.app')));
});

t.test('a changed base is followed through two images', async (t) => {
  const stack = (text: string): readonly Written[] => [
    image('base', {}, { 'etc/motd': text, 'etc/issue': text }),
    image('app', { from: { kind: 'image', name: 'shop/base' } }, { 'app.js': '1' }),
    container('web', { image: 'shop/app' }),
  ];
  const host = await hostWith(stack('1'));
  planMatches(t, 'base-changed', await host.plan(stack('2')));
});

const service = (
  memory: number,
  lines: Readonly<Record<string, number>> = {},
): readonly Written[] => [
  network('back'),
  container(
    'web',
    {
      networks: { 'shop-back': {} },
      memory: memory << 20,
      restart: { policy: 'on-failure', max_retries: 5 },
      health: { test: ['wget', '-q', 'localhost'], interval: 5_000 },
      ports: [{ host: 8080, container: 80, host_ip: '127.0.0.1' }],
    },
    { lines },
  ),
  container('old', {}, { key: 1 }),
];

t.test('changes by hand and in the files, each with its place', async (t) => {
  const host = await hostWith(service(64));
  await host.byHand(
    { do: 'set', name: 'shop-web', settings: { memory: 96 << 20 } },
    { do: 'set', name: 'shop-web', settings: { restart: { policy: 'always', max_retries: 0 } } },
    { do: 'disconnect', name: 'shop-web', network: 'shop-back' },
    { do: 'stop', name: 'shop-old-1' },
  );
  await driftMatches(t, 'by-hand', host);
  planMatches(t, 'by-hand', await host.plan(service(128, { memory: 12, networks: 14 })));
});

t.test('what is gone, left over and broken', async (t) => {
  const host = await hostWith(service(64));
  await host.byHand(
    { do: 'stop', name: 'shop-web' },
    { do: 'remove', kind: 'network', name: 'shop-back' },
    { do: 'remove', kind: 'container', name: 'shop-old-1' },
  );
  await driftMatches(t, 'removed', host);
  planMatches(t, 'removed', await host.plan(service(64)));
});

t.test('replacement with all that it risks', async (t) => {
  const stack = (more: object, labels: Record<string, string>): readonly Written[] => [
    volume('data', { labels }, { lines: { 'labels.tier': 4 } }),
    container('db', {
      mounts: [{ type: 'volume', source: 'shop-data', target: '/data' }],
      health: { test: ['true'], interval: 5_000 },
      ...more,
    }),
  ];
  const host = await hostWith(stack({ memory: 64 << 20 }, {}));
  const next = stack(
    {
      seccomp: 'unconfined',
      ports: [{ host: 5432, container: 5432 }],
      health: { test: ['false'], interval: 90_000 },
      env: { 'ODD KEY': 'two words', PLAIN: 'word' },
    },
    { tier: 'gold' },
  );
  planMatches(t, 'risks', await host.plan(next));
});

t.test('values from the image and defaults are called so where it is not plain', async (t) => {
  const app = image('app', { env: { MODE: 'a' }, command: ['serve'] });
  const web = (more: object): Written => container('web', { image: 'shop/app', ...more });
  const health = { test: ['true'], interval: 5_000 };
  const host = await hostWith([app, web({ env: { MODE: 'mine' }, memory: 64 << 20, health })]);
  const plan = await host.plan([app, web({ command: ['x'], health: { test: ['true'] } })]);
  const lines = renderPlan(plan, plain).map((line) => line.trim().replace(/ {2}.*/, ''));
  t.same(
    lines.filter((line) => line.includes(' -> ')),
    [
      'command: ["serve"] (from image) -> ["x"]',
      'env.MODE: mine -> a (from image)',
      'health.interval: 5s -> 30s (default)',
      'memory: 64MiB -> (none)',
    ],
  );
  const document = renderPlanMarkdown(plan, { engine: 'embedded', warnings: [] });
  t.match(document, '| <code>mine</code> | <code>a</code> (from image) |');
});

t.test('destroying all but what is protected', async (t) => {
  const stack = [
    network('back'),
    volume('data', {}, { protect: true }),
    container('web', { networks: { 'shop-back': {} } }),
  ];
  const host = await hostWith(stack);
  planMatches(t, 'destroy', await host.planDestroy(stack));
});

t.test('control characters from files and engines cannot drive a terminal', async (t) => {
  const evil = '\u001b[2J\u202eevil\u0007\r';
  const host = await hostWith([container('web', { env: { A: 'calm' }, hostname: 'h' })]);
  const plan = await host.plan([
    image('app', {}, { [`${evil}.js`]: '1' }),
    container('web', { env: { A: evil, [evil]: 'x' }, labels: { [evil]: evil } }),
  ]);
  const drifts = await host.drift();
  const named = { ...plan, actions: plan.actions.map((action) => ({ ...action, name: evil })) };
  const text = [
    ...renderPlan(named, plain),
    ...renderDrift(
      [
        {
          address: evil,
          kind: 'container',
          name: evil,
          what: 'changed',
          changes: [{ path: evil, recorded: evil, observed: [evil] }],
          detail: evil,
        },
        ...drifts,
      ],
      plain,
    ),
  ].join('\n');
  t.notMatch(text, /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  matches(t, 'controls.txt', `${text}\n`);
});

t.test('a line of text stays one line', async (t) => {
  const host = await hostWith([container('web')]);
  const plan = await host.plan([
    container('web', { env: { A: 'one\ntwo' }, labels: { 'a\nb': 'x' } }),
  ]);
  const named = {
    ...plan,
    actions: plan.actions.map((action) => ({ ...action, causes: [{ text: 'first\nsecond' }] })),
  };
  for (const line of renderPlan(named, plain)) t.notMatch(line, '\n');
});

t.test('values are shown in their units, cut when long', (t) => {
  const shown = [
    showValue('container', 'memory', 512 << 20),
    showValue('container', 'health.interval', 90_000),
    showValue('container', 'tmpfs["/run"].size', 4096),
    showValue('container', 'pids', 100),
    showValue('container', 'memory', null),
    showValue('container', 'env.A', undefined),
    showValue('container', 'env.A', ''),
    showValue('container', 'env.A', 'plain/word:1'),
    showValue('container', 'command', ['sh', '-c', 'true']),
  ];
  t.same(shown, [
    '512MiB',
    '1m30s',
    '4KiB',
    '100',
    '(none)',
    '(none)',
    '""',
    'plain/word:1',
    '["sh","-c","true"]',
  ]);
  t.equal(showValue('container', 'env.A', 'x'.repeat(500)).length, 121);
  t.end();
});

t.test('a table has no trailing space', (t) => {
  t.same(
    renderTable([
      ['NAME', 'STATE'],
      ['a-long-name', 'up'],
      ['b', ''],
    ]),
    ['NAME         STATE', 'a-long-name  up', 'b'],
  );
  t.same(renderTable([]), []);
  t.end();
});

t.test('the last line counts, or says that nothing differs', async (t) => {
  const host = newHost();
  t.equal(summarize(await host.plan([])), 'No differences. 0 unchanged.');
  t.equal(
    summarize(await host.plan(shopStack())),
    'Plan: 2 to build, 4 to create, 1 to run; 0 unchanged.',
  );
});
