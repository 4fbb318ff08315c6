/*
 * Configs and secrets: compared like any other value, written into the living container, and kept out
 * of every record.
 */
import t from 'tap';

import { canonicalJson, toJson, type CompletedFiles, type ContainerSpec } from '../model/index.js';
import {
  container,
  containerIds,
  converges,
  hostWith,
  planLines,
  stepIds,
  type Written,
} from './testing/index.js';

const target = '/etc/app.conf';
const configured = (content: string, spec: Partial<ContainerSpec> = {}): Written =>
  container('web', { configs: [{ content, target }], ...spec });
const withSecret = (content: string, spec: Partial<ContainerSpec> = {}): Written => {
  const written = container('web', { secrets: [{ content, target: '/run/secrets/pw' }], ...spec });
  return { ...written, resource: { ...written.resource, secrets: ['secrets[0].content'] } };
};
const path = 'configs["/etc/app.conf"].content';

t.test('a changed config is written, and the container starts anew', async (t) => {
  const host = await hostWith([configured('one')]);
  t.same(planLines(await host.plan([configured('one')])), []);
  const ids = containerIds(host);
  const plan = await converges(t, host, [configured('two')]);
  t.same(planLines(plan), [`update container.web [${path}]`]);
  t.match(plan.actions[0]?.changes, [{ before: 'one', after: 'two', origin: 'you' }]);
  t.same(stepIds(plan), [
    'container.web write-files',
    'container.web stop-container',
    'container.web start-container',
    'container.web await-container',
  ]);
  t.match(plan.actions[0]?.risks, [{ kind: 'interrupts-service' }]);
  t.same(containerIds(host), ids);
  t.same(await host.drift(), []);
});

t.test('or it gets a signal, is replaced, or left alone', async (t) => {
  const signalled = await hostWith([configured('one', { on_change: 'signal' })]);
  const told = await converges(t, signalled, [configured('two', { on_change: 'signal' })]);
  t.match(told.steps, [{ op: 'write-files' }, { op: 'signal-container' }, {}]);
  const replaced = await hostWith([configured('one', { on_change: 'replace' })]);
  const anew = await converges(t, replaced, [configured('two', { on_change: 'replace' })]);
  t.same(planLines(anew), [`replace container.web [${path}]`]);
  const ignored = await hostWith([configured('one', { on_change: 'ignore' })]);
  t.same(planLines(await ignored.plan([configured('two', { on_change: 'ignore' })])), []);
  await converges(t, ignored, [configured('two', { on_change: 'ignore' })]);
  t.same(await ignored.drift(), [], 'what does not matter has not drifted');
});

t.test('a file more or less replaces the container', async (t) => {
  const host = await hostWith([configured('one')]);
  const more = container('web', {
    configs: [
      { content: 'one', target },
      { content: 'two', target: '/etc/b' },
    ],
  });
  const plan = await converges(t, host, [more]);
  t.match(plan.actions, [
    { verb: 'replace', changes: [{ path: 'configs["/etc/b"]', effect: 'replace' }] },
  ]);
  t.match((await converges(t, host, [container('web')])).actions, [{ verb: 'replace' }]);
});

t.test('a hand in a file is drift, and is undone', async (t) => {
  const host = await hostWith([configured('one')]);
  const [live] = [...host.engine.world.containers.values()];
  if (!live) throw new Error('there is no container');
  const files: CompletedFiles = {
    [target]: { content: 'by hand', uid: 0, gid: 0, mode: '0444' },
  };
  live.completed = { ...live.completed, configs: files };
  t.match(await host.drift(), [{ what: 'changed', changes: [{ path, observed: 'by hand' }] }]);
  const plan = await converges(t, host, [configured('one')]);
  t.match(plan.actions[0]?.changes, [{ path, origin: 'drift', before: 'by hand', after: 'one' }]);
});

t.test('a secret that is gone is written before the container starts', async (t) => {
  const host = await hostWith([withSecret('hunter2')]);
  const [live] = [...host.engine.world.containers.values()];
  if (!live) throw new Error('there is no container');
  live.state = 'exited';
  live.exitCode = 127;
  const gone = { content: null, uid: 0, gid: 0, mode: '0400' };
  live.completed = { ...live.completed, secrets: { '/run/secrets/pw': gone } };
  const plan = await converges(t, host, [withSecret('hunter2')]);
  t.same(stepIds(plan), [
    'container.web write-files',
    'container.web start-container',
    'container.web await-container',
  ]);
});

t.test('neither labels nor the ledger hold what is in a file', async (t) => {
  const written = [configured('a line of config')];
  const host = await hostWith([withSecret('hunter2')]);
  const other = await hostWith(written);
  for (const { engine } of [host, other]) {
    const records = canonicalJson(
      toJson({
        labels: [...engine.world.containers.values()].map(({ labels }) => labels),
        ledgers: [...engine.world.ledgers.values()],
      }),
    );
    t.notMatch(records, /hunter2|a line of config/);
    t.match(records, /fingerprint/);
  }
});
