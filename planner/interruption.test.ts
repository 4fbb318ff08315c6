/* What an action says of the service that it interrupts. */
import t from 'tap';
import type { Plan } from '../model/index.js';
import { container, hostWith, network, on } from './testing/index.js';

const interruptions = (plan: Plan): readonly string[] =>
  plan.actions.flatMap(({ address, risks }) =>
    risks.flatMap(({ kind, text }) =>
      kind === 'interrupts-service' ? [`${address} ${text}`] : [],
    ),
  );

t.test(
  'a container that is replaced: its grace period, and the check of its successor',
  async (t) => {
    const host = await hostWith([
      container('quick', { stop_timeout: 0 }),
      container('slow', { stop_timeout: 90_000 }),
    ]);
    const health = {
      test: ['true'],
      interval: 5_000,
      timeout: 1_000,
      start_period: 60_000,
      retries: 5,
    };
    const plan = await host.plan([
      container('quick', { env: { A: '1' }, stop_timeout: 5_000 }),
      container('slow', { env: { A: '1' }, health }),
    ]);
    t.same(interruptions(plan), [
      'container.quick stops at once, then starts',
      'container.slow stops within 1m30s, then starts; the new one is healthy within 1m30s, or given up',
    ]);
  },
);

t.test('a successor that comes up first interrupts nothing', async (t) => {
  const stack = (value: string) => [
    container('web', { env: { A: value } }, { order: 'start-first' }),
  ];
  const host = await hostWith(stack('1'));
  const plan = await host.plan(stack('2'));
  t.match(plan.actions, [{ verb: 'replace', order: 'start-first' }]);
  t.same(interruptions(plan), []);
});

t.test('a container that goes, or is to stand still', async (t) => {
  const host = await hostWith([container('web'), container('old'), container('idle')]);
  await host.byHand({ do: 'stop', name: 'shop-idle' });
  const plan = await host.plan([container('web', { state: 'stopped' })]);
  t.same(interruptions(plan), [
    'container.old stops for good, within 10s',
    'container.web stops within 10s, and stays stopped',
  ]);
  t.same(
    interruptions(await host.plan([container('web', { state: 'stopped', env: { A: '1' } })])),
    [
      'container.old stops for good, within 10s',
      'container.web stops within 10s, and stays stopped',
    ],
    'a successor that does not start is no service',
  );
});

t.test('networks that a running container leaves, for good or for a moment', async (t) => {
  const both = [network('a'), network('b'), network('c')];
  const host = await hostWith([...both, container('web', on('shop-a', 'shop-b'))]);
  const next = container('web', {
    networks: { 'shop-b': { aliases: ['www'] }, 'shop-c': {} },
    memory: 64 << 20,
  });
  const plan = await host.plan([...both, next]);
  t.match(
    plan.actions.find(({ address }) => address === 'container.web'),
    { verb: 'update' },
  );
  t.same(interruptions(plan), [
    'container.web leaves network shop-a: what it serves there ends',
    'container.web is off network shop-b for a moment, while it is connected anew',
  ]);
  t.same(
    interruptions(await host.plan([...both, container('web', on('shop-a', 'shop-b', 'shop-c'))])),
    [],
    'one more network interrupts nothing',
  );
});
