/* What the planner plans of containers that are in namespaces of others. */
import t from 'tap';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  mounts,
  planLines,
  stepIds,
  targets,
  volume,
  waitsFor,
  type Written,
} from './testing/index.js';

type Spec = NonNullable<Parameters<typeof container>[1]>;
type Extras = Parameters<typeof container>[2];

const db = (spec: Spec = {}, extras: Extras = {}) => container('db', spec, extras);
const side = (spec: Spec = {}, extras: Extras = {}, of = 'shop-db') =>
  container(
    'side',
    { network_mode: `container:${of}`, ...spec },
    { after: [['container.db', 'started']], ...extras },
  );
const running = async (stack: readonly Written[]) => {
  const host = await hostWith(stack);
  t.same(planLines(await host.plan(stack)), [], 'nothing is left to do');
  return host;
};
const states = ({ engine }: Awaited<ReturnType<typeof running>>) =>
  [...engine.world.containers.values()]
    .map(({ name, state, completed: { env } }) => `${name} ${state} ${env['A'] ?? ''}`.trim())
    .sort();

t.test('who shares is made after, and goes before', async (t) => {
  const host = await running([db(), side()]);
  const plan = await converges(t, host, []);
  t.ok(waitsFor(plan, 'container.db stop-container shop-db', 'container.side remove shop-side'));
});

t.test('who shares is replaced with what it shares', async (t) => {
  const host = await running([db(), side()]);
  const plan = await converges(t, host, [db({ env: { A: '2' } }), side()]);
  t.same(planLines(plan), [
    'replace container.db [env.A]',
    'replace container.side because container.db is replaced',
  ]);
  t.same(stepIds(plan), [
    'container.side stop-container',
    'container.db stop-container',
    'container.side rename-container aside',
    'container.db rename-container aside',
    'container.db create-container',
    'container.db start-container',
    'container.db await-container',
    'container.side create-container',
    'container.side start-container',
    'container.side await-container',
    'container.side remove old',
    'container.db remove old',
  ]);
});

t.test('all come back when one of them fails', async (t) => {
  const stacks = {
    'stop-first': (A: string) => [db({ env: { A } }), side({ env: { A } })],
    'start-first': (A: string) => [
      db({ env: { A } }, { order: 'start-first' }),
      side({ env: { A } }),
    ],
    'both start-first': (A: string) => [
      db({ env: { A } }, { order: 'start-first' }),
      side({ env: { A } }, { order: 'start-first' }),
    ],
    'a chain': (A: string) => [
      db({ env: { A } }),
      side({ env: { A } }),
      container(
        'last',
        { pid: 'container:shop-side', network_mode: 'container:shop-db' },
        {
          after: [
            ['container.side', 'started'],
            ['container.db', 'started'],
          ],
        },
      ),
      container('other', { pid: 'container:shop-db' }, { after: [['container.db', 'started']] }),
    ],
  };
  for (const [what, stack] of Object.entries(stacks)) {
    for (const failing of stack('1').map(({ resource }) => resource.spec.name)) {
      const host = await running(stack('1'));
      const before = states(host);
      const ids = [...host.engine.world.containers.keys()].sort();
      const next = `${failing}${what.includes('start-first') ? '.stowage-next' : ''}`;
      const exits = new Set([failing, next]);
      host.engine.setKnobs({
        ...allGoesWell,
        behaviour: { ...allGoesWell.behaviour, exits, from: 2 },
      });
      const { result } = await host.apply(stack('2'));
      t.equal(result.failures.length, 1, `${what}: ${failing} fails`);
      t.same(result.recoveryFailures, [], what);
      t.same(states(host), before, `${what}: all are as they were`);
      t.same([...host.engine.world.containers.keys()].sort(), ids, 'and the same');
      host.engine.setKnobs(allGoesWell);
      await converges(t, host, stack('2'));
    }
  }
});

t.test('who comes up first interrupts nobody before it is proven', async (t) => {
  const stack = (A: string) => [db({ env: { A } }, { order: 'start-first' }), side()];
  const host = await running(stack('1'));
  const plan = await converges(t, host, stack('2'));
  t.ok(waitsFor(plan, 'container.side stop-container', 'container.db await-container'));
  t.ok(waitsFor(plan, 'container.db stop-container', 'container.side await-container'));
  const first = [db(), side({}, { order: 'start-first' })];
  const refused = await (
    await running(first)
  )
    .plan([db({ env: { A: '2' } }), ...first.slice(1)])
    .catch(String);
  t.match(refused, /container.side cannot be replaced start-first/, 'not without the other');
});

t.test('who shares starts again with what it shares', async (t) => {
  const stack = [db(), side()];
  const host = await running(stack);
  await host.byHand({ do: 'stop', name: 'shop-db' });
  const plan = await converges(t, host, stack);
  t.same(planLines(plan), [
    'start container.db because it is exited with exit code 143',
    'update container.side because container.db starts again',
  ]);
  t.ok(waitsFor(plan, 'container.side start-container', 'container.db await-container'));
});

t.test('a namespace that is gone is drift', async (t) => {
  const stack = [db(), side()];
  const host = await running(stack);
  await host.byHand({ do: 'stop', name: 'shop-db' });
  await host.byHand({ do: 'start', name: 'shop-db' });
  t.match(await host.drift(), [
    {
      address: 'container.side',
      detail: 'the network of container shop-db that it was in is gone',
    },
  ]);
  const plan = await converges(t, host, stack);
  t.same(planLines(plan), [
    'update container.side because the network of container shop-db that it was in is gone',
  ]);
  t.same(stepIds(plan), [
    'container.side stop-container',
    'container.side start-container',
    'container.side await-container',
  ]);
  t.same(await host.drift(), []);
});

t.test('another name of what is shared is no difference', async (t) => {
  const host = await running([db(), side()]);
  await host.byHand({ do: 'rename', name: 'shop-db', to: 'other' });
  t.same(
    (await host.drift()).map(({ address }) => address),
    ['container.db'],
  );
  const repaired = await converges(t, host, [db(), side()]);
  t.same(planLines(repaired), ['update container.db [name (drift)]']);
  const renamed = [db({ name: 'shop-base' }), side({}, {}, 'shop-base')];
  const plan = await converges(t, host, renamed);
  t.same(planLines(plan), ['update container.db [name]']);
  const again = await converges(t, host, [db(), side({ env: { A: '2' } })]);
  t.same(planLines(again), ['update container.db [name]', 'replace container.side [env.A]']);
  t.ok(waitsFor(again, 'container.side create-container', 'container.db rename-container'));
});

t.test('what cannot be kept until it is proven takes who shares along', async (t) => {
  const stack = (labels: Readonly<Record<string, string>>) => [
    volume('data', { labels }),
    db(mounts('shop-data')),
    side(),
  ];
  const host = await running(stack({}));
  const plan = await converges(t, host, stack({ a: '1' }));
  t.ok(waitsFor(plan, 'container.db remove old', 'container.side remove old'));
});

t.test('who shares and is not chosen is not left without', async (t) => {
  const host = await running([db(), side()]);
  const changed = [db({ env: { A: '2' } }), side()];
  const refused = await host.plan(changed, targets('container.db')).catch(String);
  t.match(refused, /container.db cannot be replaced: container.side is in a namespace of it/);
});
