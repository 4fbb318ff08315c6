/*
 * Content behind bind mounts: a changed file is a change of the container that mounts it, with the file
 * as its cause, and what is done about it is what the container says.
 */
import t from 'tap';
import { ownLabels, type ContainerSpec } from '../model/index.js';
import { ledgerBefore } from './claims.js';
import {
  allGoesWell,
  container,
  containerIds,
  converges,
  hostWith,
  Killed,
  newHost,
  planLines,
  shop,
  stepIds,
  volume,
  type Written,
} from './testing/index.js';

type Files = Readonly<Record<string, string>>;

const web = (files: Files, spec: Partial<ContainerSpec> = {}, ignore?: string[]): Written =>
  container(
    'web',
    { mounts: [{ type: 'bind', source: '/s/conf', target: '/etc/app', read_only: true }], ...spec },
    { behind: { '/etc/app': files }, ...(ignore && { ignore }) },
  );
/** As it is where the files are not read. */
const unread = ({ resource, files }: Written): Written => ({ resource, files });

const before = { 'app.conf': 'f:0644:1', 'old.conf': 'f:0644:1' };
const after = { 'app.conf': 'f:0644:2', 'new.conf': 'f:0644:1' };
const line =
  'update container.web [mounts["/etc/app"].content] because conf/app.conf changed, conf/new.conf is new, conf/old.conf is gone';

t.test('a changed file restarts the container, which stays the same one', async (t) => {
  const host = await hostWith([web(before)]);
  t.same(planLines(await host.plan([web(before)])), []);
  const ids = containerIds(host);
  const plan = await converges(t, host, [web(after)]);
  t.same(planLines(plan), [line]);
  t.same(stepIds(plan), [
    'container.web stop-container',
    'container.web start-container',
    'container.web await-container',
  ]);
  t.match(plan.actions[0]?.risks, [{ kind: 'interrupts-service' }]);
  t.match(plan.actions[0]?.changes, [{ from: { before: 'declared', after: 'declared' } }]);
  t.same(containerIds(host), ids);
  t.same(await host.drift(), [], 'and nothing has drifted');
});

t.test('or gets a signal', async (t) => {
  for (const [spec, signal] of [
    [{ on_change: 'signal' }, 'SIGHUP'],
    [{ on_change: 'signal', reload_signal: 'SIGUSR1' }, 'SIGUSR1'],
  ] as const) {
    const host = await hostWith([web(before, spec)]);
    const plan = await converges(t, host, [web(after, spec)]);
    t.match(plan.steps, [
      { op: 'signal-container', signal },
      { op: 'await-container', until: 'running' },
    ]);
    t.same(plan.actions[0]?.risks, []);
  }
});

t.test('or is replaced', async (t) => {
  const host = await hostWith([web(before, { on_change: 'replace' })]);
  const ids = containerIds(host);
  const plan = await converges(t, host, [web(after, { on_change: 'replace' })]);
  t.same(planLines(plan), [line.replace('update', 'replace')]);
  t.not(containerIds(host)[0], ids[0]);
});

t.test(
  'what stands still reads the files when it starts; a job that has ended runs again',
  async (t) => {
    const stopped = { state: 'stopped' } as const;
    const host = await hostWith([web(before, stopped)]);
    t.same(stepIds(await converges(t, host, [web(after, stopped)])), []);
    const started = await converges(t, host, [web(before)]);
    t.same(stepIds(started), ['container.web start-container', 'container.web await-container']);

    const job = await hostWith([web(before, { job: true })]);
    t.same(stepIds(await converges(t, job, [web(after, { job: true })])), [
      'container.web start-container',
      'container.web await-container',
    ]);
  },
);

t.test('what says nothing of content, or ignores it, is left alone', async (t) => {
  const host = await hostWith([web(before)]);
  t.same(planLines(await host.plan([unread(web(after))])), []);
  for (const path of ['mounts', 'mounts["/etc/app"].content']) {
    t.same(planLines(await host.plan([web(after, {}, [path])])), [], path);
  }
});

t.test('a change of on_change is none of the container', async (t) => {
  const host = await hostWith([web(before)]);
  const plan = await host.plan([web(before, { on_change: 'signal', reload_signal: 'SIGUSR1' })]);
  t.same(planLines(plan), []);
  t.equal(plan.ledgerOutdated, true, 'the ledger says it');
});

t.test('where nothing was recorded nothing has changed, and it is recorded', async (t) => {
  const host = await hostWith([unread(web(before))]);
  const plan = await host.plan([web(after)]);
  t.same(planLines(plan), []);
  t.equal(plan.ledgerOutdated, true);
  await host.carryOut(plan);
  t.same(planLines(await host.plan([web(before)])).length, 1, 'from then on a change shows');
});

t.test('without the ledger the label says what it was made with', async (t) => {
  const host = await hostWith([web(before)]);
  const [live] = host.engine.world.containers.values();
  t.match(live?.labels[ownLabels.content], '"app.conf":"f:0644:1"');
  host.engine.world.ledgers.delete(shop.id);
  t.same(planLines(await host.plan([web(before)])), []);
  t.same(planLines(await host.plan([web(after)])), [line]);
});

const unknown =
  'update container.web [mounts["/etc/app"].content] because an apply was cut off, and what of conf it has read is not known';

t.test(
  'what an apply that was killed has told is not taken for what was there before',
  async (t) => {
    for (const call of [1, 2, 3]) {
      const host = await hostWith([web(before)]);
      const knobs = { ...allGoesWell, faults: new Map([[call, 'kill-after' as const]]) };
      await t.rejects(host.apply([web(after)], knobs), Killed);
      host.engine.revive();
      const plan = await converges(t, host, [web(before)]);
      t.match(
        planLines(plan),
        [unknown],
        'the files are as they were, and it is told all the same',
      );
    }
  },
);

t.test(
  'the ledger is written before the first step where a container is told, and only there',
  async (t) => {
    const host = await hostWith([web(before)]);
    const written = async (stack: readonly Written[]): Promise<boolean> => {
      const { ledger } = await host.observe();
      return ledgerBefore(await host.plan(stack), ledger) !== undefined;
    };
    t.equal(await written([web(after)]), true);
    t.equal(await written([web(after, { on_change: 'replace' })]), false);
    t.equal(await written([web(before), volume('data')]), false);
    t.equal(await written([web(before, { memory: 64 << 20 })]), false);
  },
);

t.test('an apply that ended before the signal is done again', async (t) => {
  const spec = { on_change: 'signal' } as const;
  const host = await hostWith([web(before, spec)]);
  host.engine.setKnobs({ ...allGoesWell, faults: new Map([[1, 'fail']]) });
  const { result } = await host.apply([web(after, spec)]);
  t.equal(result.failures.length, 1);
  t.same(planLines(await host.plan([web(after, spec)])), [unknown]);
  host.engine.revive();
  await converges(t, host, [web(after, spec)]);
});

t.test('a first plan has no change of content', async (t) => {
  t.same(planLines(await newHost().plan([web(before)])), ['create container.web']);
});
