/*
 * Volumes get other names although several containers use them, one has the name that another is to have,
 * or two exchange theirs: whatever fails or is killed, each content stays with its volume.
 */
import t from 'tap';
import type { Plan } from '../model/index.js';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  planLines,
  stepIds,
  volume,
  waitsFor,
  type Fault,
  type Host,
  type Written,
} from './testing/index.js';

// Half a minute where nothing else runs.
t.setTimeout(900_000);

const mounting = (...sources: readonly string[]) => ({
  mounts: sources.map((source, index) => ({
    type: 'volume' as const,
    source,
    target: `/data${index}`,
  })),
});
const checked = { health: { test: ['true'] } };
const named = (names: Readonly<Record<string, string>>): readonly Written[] =>
  Object.entries(names).map(([symbol, name]) => volume(symbol, { name }));

interface Scenario {
  readonly title: string;
  readonly before: readonly Written[];
  readonly after: readonly Written[];
}

const severalUsers: Scenario = {
  title: 'three containers use it, one after another',
  before: [
    ...named({ a: 'one' }),
    container('db', { ...mounting('one'), ...checked }),
    container('app', mounting('one'), { after: [['container.db', 'healthy']] }),
    container('idle', { ...mounting('one'), state: 'stopped' }),
  ],
  after: [
    ...named({ a: 'two' }),
    container('db', { ...mounting('two'), ...checked }),
    container('app', mounting('two'), { after: [['container.db', 'healthy']] }),
    container('idle', { ...mounting('two'), state: 'stopped' }),
  ],
};

const scenarios: readonly Scenario[] = [
  severalUsers,
  {
    title: 'one leaves it and one joins',
    before: [
      ...named({ a: 'one' }),
      container('new', {}),
      container('db', mounting('one'), { after: [['container.new', 'started']] }),
      container('gone', mounting('one')),
    ],
    after: [
      ...named({ a: 'two' }),
      container('new', mounting('two')),
      container('db', mounting('two'), { after: [['container.new', 'started']] }),
      container('gone', {}),
      container('more', mounting('two')),
    ],
  },
  {
    title: 'one takes the name of another',
    before: [
      ...named({ a: 'one', b: 'two' }),
      container('x', mounting('one')),
      container('y', { ...mounting('two'), ...checked }),
    ],
    after: [
      ...named({ a: 'two', b: 'three' }),
      container('x', mounting('two')),
      container('y', { ...mounting('three'), ...checked }),
    ],
  },
  {
    title: 'one takes the name of another, and one container has both',
    before: [...named({ a: 'one', b: 'two' }), container('x', mounting('one', 'two'))],
    after: [...named({ a: 'two', b: 'three' }), container('x', mounting('two', 'three'))],
  },
  {
    title: 'one takes the name of another, whose user waits for its own',
    before: [
      ...named({ a: 'one', b: 'two' }),
      container('x', { ...mounting('one'), ...checked }),
      container('y', mounting('two'), { after: [['container.x', 'healthy']] }),
    ],
    after: [
      ...named({ a: 'two', b: 'three' }),
      container('x', { ...mounting('two'), ...checked }),
      container('y', mounting('three'), { after: [['container.x', 'healthy']] }),
    ],
  },
  {
    title: 'two exchange their names',
    before: [
      ...named({ a: 'one', b: 'two' }),
      container('x', { ...mounting('one'), ...checked }),
      container('y', mounting('two'), { after: [['container.x', 'healthy']] }),
    ],
    after: [
      ...named({ a: 'two', b: 'one' }),
      container('x', { ...mounting('two'), ...checked }),
      container('y', mounting('one'), { after: [['container.x', 'healthy']] }),
    ],
  },
  {
    title: 'two of one container exchange their names',
    before: [
      ...named({ a: 'one', b: 'two' }),
      container('x', mounting('one', 'two')),
      container('y', mounting('two')),
    ],
    after: [
      ...named({ a: 'two', b: 'one' }),
      container('x', mounting('two', 'one')),
      container('y', mounting('one')),
    ],
  },
  {
    title: 'a container goes over to the volume that gets the name of its own',
    before: [
      ...named({ a: 'one', b: 'two' }),
      container('x', mounting('one')),
      container('y', mounting('two')),
    ],
    after: [
      ...named({ a: 'two', b: 'one' }),
      container('x', mounting('one')),
      container('y', mounting('one')),
    ],
  },
  {
    title: 'three go round',
    before: [
      ...named({ a: 'one', b: 'two', c: 'three' }),
      container('x', mounting('one')),
      container('y', mounting('two')),
      container('z', mounting('three')),
    ],
    after: [
      ...named({ a: 'two', b: 'three', c: 'one' }),
      container('x', mounting('two')),
      container('y', mounting('three')),
      container('z', mounting('one')),
    ],
  },
];

/** Contents by the addresses of their volumes. */
function contents({ engine }: Host, stack: readonly Written[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    stack.flatMap(({ resource: { kind, address, spec } }) =>
      kind === 'volume' ? [[address, engine.world.volumes.get(spec.name)?.content ?? '']] : [],
    ),
  );
}

const isLossy = ({ actions }: Plan): boolean =>
  actions.some(({ risks }) => risks.some(({ kind }) => kind === 'destroys-data'));

for (const { title, before, after } of scenarios) {
  t.test(`${title}: each content stays with its volume`, async (t) => {
    const host = await hostWith(before);
    const held = contents(host, before);
    const plan = await converges(t, host, after);
    t.notOk(isLossy(plan), 'no data is at risk');
    t.same(contents(host, after), held);
    t.equal(host.engine.world.volumes.size, Object.keys(held).length, 'nothing is left over');
    const back = await converges(t, host, before);
    t.notOk(isLossy(back), 'nor on the way back');
    t.same(contents(host, before), held);
  });

  t.test(`${title}, whatever fails or is killed`, async (t) => {
    const steps = stepIds(await (await hostWith(before)).plan(after)).length;
    const broken: string[] = [];
    for (const fault of ['fail', 'lose-reply', 'kill-before', 'kill-after'] satisfies Fault[]) {
      for (let call = 1; call <= steps; call++) {
        // Each call once: of a walk one by one, or of many steps at once.
        for (const concurrency of [(call + fault.length) % 2 === 0 ? 1 : 8]) {
          const host = await hostWith(before);
          const held = contents(host, before);
          host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, fault]]) });
          const plan = await host.plan(after);
          await host.carryOut(plan, concurrency).catch(() => undefined);
          host.engine.revive();
          const next = await host.plan(after);
          const { failures } = await host.carryOut(next);
          const left = planLines(await host.plan(after));
          const now = contents(host, after);
          const at = `${fault} at ${call} (${plan.steps[call - 1]?.id ?? ''}), ${concurrency} at once`;
          if (isLossy(next)) broken.push(`${at}: ${planLines(next).join('; ')}`);
          if (failures[0])
            broken.push(`${at}: ${failures[0].step.id} ${failures[0].error.message}`);
          if (left.length > 0) broken.push(`${at}: ${left.join('; ')}`);
          if (JSON.stringify(now) !== JSON.stringify(held)) broken.push(`${at}: content`);
        }
      }
    }
    t.same(broken.slice(0, 8), []);
  });
}

const { before: three, after: renamed } = severalUsers;

t.test('one that fails when another is proven stays, and nothing is lost', async (t) => {
  const host = await hostWith(three);
  const behaviour = { ...allGoesWell.behaviour, exits: new Set(['shop-app']) };
  const { plan, result } = await host.apply(renamed, { ...allGoesWell, behaviour });
  t.same(
    result.failures.map(({ step }) => step.id),
    ['container.app await-container'],
  );
  t.same(result.recovered, []);
  t.same(result.stayed, ['container.app']);
  t.notOk(result.done.includes('volume.a remove old'), plan.stack.name);
  const { volumes } = host.engine.world;
  const copy = volumes.get('two');
  if (copy) volumes.set('two', { ...copy, content: 'newer' });
  host.engine.revive();
  await converges(t, host, renamed);
  t.same(
    [...volumes.values()].map(({ name, content }) => [name, content]),
    [['two', 'newer']],
  );
});

t.test('who stops it when one is proven leaves all of them running', async (t) => {
  const trial = await hostWith(three);
  const { done } = await trial.carryOut(await trial.plan(renamed), 1);
  const host = await hostWith(three);
  const plan = await host.plan(renamed);
  const result = await host.carryOut(plan, 1, done.indexOf('container.db await-container') + 2);
  t.same(result.stayed, ['container.app']);
  t.match(
    [...host.engine.world.containers.values()]
      .filter(({ state }) => state === 'running')
      .map(({ name, completed }) => [name, completed.mounts['/data0']?.source]),
    [
      ['shop-db', 'two'],
      ['shop-app', 'two'],
    ],
  );
  host.engine.revive();
  await converges(t, host, renamed);
});

t.test('nobody comes back while what has run on the copy is there', async (t) => {
  const trial = await hostWith(three);
  const { done } = await trial.carryOut(await trial.plan(renamed), 1);
  const last = done.indexOf('container.db await-container') + 1;
  const host = await hostWith(three);
  const plan = await host.plan(renamed);
  // The proof fails, and then its container cannot be stopped.
  const faults = new Map<number, Fault>([last, last + 1].map((call) => [call, 'fail']));
  host.engine.setKnobs({ ...allGoesWell, faults });
  const result = await host.carryOut(plan, 1);
  t.same(result.recovered, []);
  t.ok(result.recoveryFailures.length > 1, 'all are told of');
  host.engine.revive();
  const next = await converges(t, host, renamed);
  t.notOk(isLossy(next));
});

t.test('all stop before the copy, one is proven first, and the old one goes last', async (t) => {
  const plan = await (await hostWith(three)).plan(renamed);
  const order = [
    'container.app stop-container',
    'volume.a copy-volume',
    'container.app create-container',
    'container.db start-container',
    'container.db await-container',
    'container.app start-container',
    'container.app await-container',
    'container.app remove old',
    'volume.a remove old',
  ];
  for (const [index, id] of order.entries()) {
    if (index > 0) t.ok(waitsFor(plan, id, order[index - 1] ?? ''), id);
  }
  t.ok(waitsFor(plan, 'container.idle remove old', 'container.db await-container'));
  const { risks = [] } = plan.actions.find(({ address }) => address === 'container.app') ?? {};
  t.match(risks, [
    { text: /then starts once volume one has been copied and container.db is proven/ },
  ]);
});
