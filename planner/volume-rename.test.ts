/* A volume gets another name: copied, verified, switched, and the old one removed last. */
import t from 'tap';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  imported,
  moved,
  mounts,
  planLines,
  settles,
  stepIds,
  targets,
  volume,
  waitsFor,
  type Fault,
  type Host,
  type Written,
} from './testing/index.js';

const db = (source: string, spec: object = {}): Written =>
  container('db', { ...mounts(source), health: { test: ['true'] }, ...spec });
const before = [volume('data'), db('shop-data')];
const after = [volume('data', { name: 'shop-files' }), db('shop-files')];

const contentOf = ({ engine }: Host, name: string): string | undefined =>
  engine.world.volumes.get(name)?.content;

t.test('users stop, the copy is made, they come back on it, the old one goes', async (t) => {
  const host = await hostWith(before);
  const content = contentOf(host, 'shop-data');
  const plan = await converges(t, host, after);
  t.same(planLines(plan), [
    'update volume.data [name] because its content is copied from shop-data and verified, then shop-data is removed',
    'replace container.db [mounts["/data"].source]',
  ]);
  t.match(
    plan.actions.find(({ address }) => address === 'container.db'),
    { risks: [{ text: /^stops within 10s, then starts once volume shop-data has been copied/ }] },
  );
  const order = [
    'container.db stop-container',
    'volume.data copy-volume',
    'container.db create-container',
    'container.db await-container',
    'container.db remove old',
    'volume.data remove old',
  ];
  for (const [index, id] of order.entries()) {
    if (index > 0) t.ok(waitsFor(plan, id, order[index - 1] ?? ''), id);
  }
  t.equal(contentOf(host, 'shop-files'), content);
  t.notOk(host.engine.world.volumes.has('shop-data'));
  t.same(await host.drift(), []);
});

t.test('a volume that moves to a derived name takes its data along', async (t) => {
  const host = await hostWith(before);
  const content = contentOf(host, 'shop-data');
  const said = moved(['volume.data', 'volume.files']);
  const plan = await settles(t, host, [volume('files'), db('shop-files')], said);
  t.match(planLines(plan)[1] ?? planLines(plan)[0], /volume\.data -> volume\.files|container\.db/);
  t.equal(contentOf(host, 'shop-files'), content);
});

t.test('whatever fails or is killed, the data stays, and the next apply goes on', async (t) => {
  const steps = stepIds(await (await hostWith(before)).plan(after)).length;
  for (const fault of ['fail', 'lose-reply', 'kill-before', 'kill-after'] satisfies Fault[]) {
    for (let call = 1; call <= steps + 1; call++) {
      const host = await hostWith(before);
      const content = contentOf(host, 'shop-data');
      const knobs = { ...allGoesWell, faults: new Map([[call, fault]]) };
      await host.apply(after, knobs).catch(() => undefined);
      host.engine.revive();
      const plan = await host.plan(after);
      const risks = plan.actions.flatMap((action) => action.risks.map(({ kind }) => kind));
      t.notOk(risks.includes('destroys-data'), `${fault} at ${call} puts no data at risk`);
      await converges(t, host, after);
      t.equal(contentOf(host, 'shop-files'), content, `${fault} at ${call} keeps the data`);
      t.same([...host.engine.world.volumes.keys()], ['shop-files']);
    }
  }
});

t.test('a successor that fails leaves the old volume in use, and it is copied anew', async (t) => {
  const host = await hostWith(before);
  const unhealthy = { ...allGoesWell.behaviour, unhealthy: new Set(['shop-db']) };
  const { result } = await host.apply(after, { ...allGoesWell, behaviour: unhealthy });
  t.same(result.recovered, ['container.db']);
  const { world } = host.engine;
  t.same([...world.volumes.keys()].sort(), ['shop-data', 'shop-files']);
  const old = world.volumes.get('shop-data');
  if (old) world.volumes.set('shop-data', { ...old, content: 'newer' });
  host.engine.revive();
  await converges(t, host, after);
  t.equal(contentOf(host, 'shop-files'), 'newer', 'what was written meanwhile is not lost');
  t.same([...world.volumes.keys()], ['shop-files']);
});

t.test('taking the rename back removes the copy alone', async (t) => {
  const host = await hostWith(before);
  const content = contentOf(host, 'shop-data');
  const unhealthy = { ...allGoesWell.behaviour, unhealthy: new Set(['shop-db']) };
  await host.apply(after, { ...allGoesWell, behaviour: unhealthy });
  host.engine.revive();
  const plan = await converges(t, host, before);
  t.same(planLines(plan), ['delete volume.data because a copy of shop-data cut short']);
  t.equal(contentOf(host, 'shop-data'), content);
});

t.test('a volume that others use, or that may not be interrupted, is not copied', async (t) => {
  const host = await hostWith([...before, container('other', mounts('shop-data'))]);
  const { containers } = host.engine.world;
  for (const [id, one] of containers) {
    if (one.name === 'shop-other') containers.set(id, { ...one, labels: {} });
  }
  t.match(await host.diagnose(after), [
    { code: 'in-use-by-others', detail: /container shop-other, which is not the stack’s, uses it/ },
  ]);
  const first = container('db', { ...mounts('shop-files') }, { order: 'start-first' });
  const alone = await hostWith([volume('data'), container('db', mounts('shop-data'))]);
  t.match(await alone.diagnose([volume('data', { name: 'shop-files' }), first]), [
    { code: 'start-first-impossible', detail: /volume shop-data is copied/ },
  ]);
});

/** Plans that would lose data say in words why it is not copied, and how it would be. */
const notCopied = (address: string, why: RegExp): RegExp =>
  new RegExp(
    `^replace ${address} .*because its content is not copied, as ${why.source}.*!destroys-data`,
  );

t.test('a volume of several containers is not copied, and its loss is announced', async (t) => {
  const both = (source: string): readonly Written[] => [db(source), container('b', mounts(source))];
  const host = await hostWith([volume('data'), ...both('shop-data')]);
  const files = volume('data', { name: 'shop-files' });
  const [line = ''] = planLines(await host.plan([files, ...both('shop-files')]));
  t.match(line, notCopied('volume.data', /container\.b and container\.db use it: let one alone/));
  const joined = await hostWith(before);
  const [added = ''] = planLines(await joined.plan([files, ...both('shop-files')]));
  t.match(added, notCopied('volume.data', /container\.b and container\.db use it/));
  const taken = await hostWith([...before, container('gone', mounts('shop-data'))]);
  const content = contentOf(taken, 'shop-data');
  await converges(t, taken, after);
  t.equal(contentOf(taken, 'shop-files'), content, 'one that goes does not count');
});

t.test('a name that another volume has, or is to have, is left for a later apply', async (t) => {
  const pair = (a: string, b: string): readonly Written[] => [
    volume('a', { name: a }),
    volume('b', { name: b }),
    container('x', mounts(a)),
    container('y', mounts(b)),
  ];
  const host = await hostWith(pair('one', 'two'));
  const exchange = planLines(await host.plan(pair('two', 'one')));
  t.match(
    exchange[0],
    notCopied('volume\\.a', /volume\.b still has the name two: let that go first/),
  );
  t.match(exchange[1], notCopied('volume\\.b', /volume\.a still has the name one/));
  const chain = planLines(await host.plan(pair('two', 'three')));
  t.match(chain[0], notCopied('volume\\.a', /volume\.b still has the name two/));
  t.match(chain[1], notCopied('volume\\.b', /volume\.a is to have the name two: do that later/));
  const contents = [contentOf(host, 'one'), contentOf(host, 'two')];
  for (const names of ['one three', 'two three', 'two one']) {
    const [a = '', b = ''] = names.split(' ');
    const plan = await converges(t, host, pair(a, b));
    t.notMatch(planLines(plan).join('\n'), /!destroys-data/, 'one after another, as it says');
  }
  t.same([contentOf(host, 'two'), contentOf(host, 'one')], contents, 'they are exchanged');
  t.match(
    await host.diagnose(
      [volume('c', { name: 'one' }), volume('b', { name: 'two' })],
      moved(['volume.a', 'volume.c']),
    ),
    [{ code: 'name-fixed', detail: /volume\.c.*not copied, as volume\.b still has the name one/ }],
    'a move is refused',
  );
});

t.test('the name of a copy that has taken its place may be given again', async (t) => {
  // The apply ends after the switch and before the original is removed.
  const host = await hostWith(before);
  const content = contentOf(host, 'shop-data');
  const steps = stepIds(await host.plan(after));
  const faults = new Map<number, Fault>([[steps.indexOf('volume.data remove old') + 1, 'fail']]);
  await host.apply(after, { ...allGoesWell, faults });
  host.engine.revive();
  const { world } = host.engine;
  t.same([...world.volumes.keys()].sort(), ['shop-data', 'shop-files']);
  const copy = world.volumes.get('shop-files');
  if (copy) world.volumes.set('shop-files', { ...copy, content: `${content}+newer` });
  const both = [volume('data'), db('shop-data'), container('new', mounts('shop-data'))];
  const plan = await host.plan(both);
  t.ok(waitsFor(plan, 'volume.data create-volume', 'volume.data remove shop-data'));
  t.match(planLines(plan)[0], notCopied('volume.data', /container\.db and container\.new use it/));
  await converges(t, host, before);
  t.equal(contentOf(host, 'shop-data'), `${content}+newer`, 'it is copied back');
  t.same([...world.volumes.keys()], ['shop-data']);
});

t.test('of two that nobody uses none goes without a word', async (t) => {
  const host = await hostWith(before);
  const last = stepIds(await host.plan(after)).indexOf('volume.data remove old') + 1;
  const faults = new Map<number, Fault>([[last, 'fail']]);
  await host.apply(after, { ...allGoesWell, faults });
  host.engine.revive();
  const { volumes } = host.engine.world;
  const copy = volumes.get('shop-files');
  if (copy) volumes.set('shop-files', { ...copy, content: 'newer' });
  await host.byHand({ do: 'remove', kind: 'container', name: 'shop-db' });
  const plan = await host.plan(after);
  t.match(planLines(plan)[0], /^delete volume\.data .*look which has the data !destroys-data/);
  t.notOk(stepIds(plan).includes('volume.data copy-volume'), 'the copy is not written over');
});

t.test('protection stands in the way of a loss, not of a rename', async (t) => {
  const protect = (name: string): Written => volume('data', { name }, { protect: true });
  const host = await hostWith([protect('shop-data'), db('shop-data')]);
  const unhealthy = { ...allGoesWell.behaviour, unhealthy: new Set(['shop-db']) };
  const renamed = [protect('shop-files'), db('shop-files')];
  await host.apply(renamed, { ...allGoesWell, behaviour: unhealthy });
  host.engine.revive();
  t.equal(host.engine.world.volumes.size, 2, 'a copy is left');
  const back = [protect('shop-data'), db('shop-data')];
  t.same(planLines(await converges(t, host, back)), [
    'delete volume.data because a copy of shop-data cut short',
  ]);
  await converges(t, host, renamed);
  t.same([...host.engine.world.volumes.keys()], ['shop-files']);
  const shared = [protect('shop-more'), db('shop-more'), container('b', mounts('shop-more'))];
  t.match(await host.diagnose(shared), [
    { code: 'protected', summary: /would be replaced/, detail: /A change of name needs another/ },
  ]);
});

t.test('the names of others, imports and parts', async (t) => {
  const host = await hostWith(before);
  const { volumes } = host.engine.world;
  volumes.set('shop-files', { name: 'shop-files', labels: {}, content: 'precious' });
  t.match(await host.diagnose(after), [{ code: 'name-taken', summary: /shop-files is there/ }]);
  const [more] = await host.diagnose(after, imported(['volume.data', 'shop-files']));
  t.match(more, { code: 'name-taken' }, 'the address has its volume, and nothing is imported');
  t.equal(volumes.get('shop-files')?.content, 'precious');
  volumes.delete('shop-files');
  t.match(await host.diagnose(after, targets('volume.data')), [
    { code: 'in-use-by-others', detail: /container\.db, which is not chosen, uses it/ },
  ]);
  const content = contentOf(host, 'shop-data');
  const { result } = await host.apply(after, allGoesWell, targets('container.db'));
  t.same(result.failures, []);
  t.equal(contentOf(host, 'shop-files'), content, 'a container brings the volume that it uses');
});

t.test('whose copy fails, the container comes back on what it had', async (t) => {
  const host = await hostWith(before);
  const content = contentOf(host, 'shop-data');
  const copy = stepIds(await host.plan(after)).indexOf('volume.data copy-volume') + 1;
  const faults = new Map<number, Fault>([[copy, 'fail']]);
  const { result } = await host.apply(after, { ...allGoesWell, faults });
  t.same(
    result.failures.map(({ step }) => step.id),
    ['volume.data copy-volume'],
  );
  t.same(result.recovered, ['container.db']);
  t.match(
    [...host.engine.world.containers.values()].map(({ name, state, completed }) => [
      name,
      state,
      completed.mounts['/data']?.source,
    ]),
    [['shop-db', 'running', 'shop-data']],
  );
  t.equal(contentOf(host, 'shop-data'), content);
});
