/* A network that is being made anew, and what fails on the way: its containers have one to go back to. */
import t, { type Test } from 'tap';
import { ownLabels, parsePlan, toJson, type Plan } from '../model/index.js';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  imported,
  isUp,
  moved,
  network,
  on,
  planLines,
  type Fault,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

const stack = (tier: string): readonly Written[] => [
  network('back', { labels: { tier } }),
  container('db', on('shop-back')),
  container('web', on('shop-back'), { after: [['container.db', 'started']] }),
];

const networkOf = ({ engine }: Host) =>
  [...engine.world.networks.values()].find(({ name }) => name === 'shop-back');

/** Names of containers that run, each with the labels of the network that it is on. */
function running({ engine: { world } }: Host): readonly string[] {
  return [...world.containers.values()].filter(isUp).map(({ name, endpoints }) => {
    const joined = world.networks.get(endpoints.get('shop-back')?.networkId ?? '');
    return `${name} on ${JSON.stringify(joined?.spec.labels)}`;
  });
}

/** Carries a plan out, one step after another, with something wrong at one of them. */
async function failAt(host: Host, plan: Plan, id: string, fault: Fault) {
  const call = plan.steps.findIndex((step) => step.id === id) + 1;
  host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, fault]]) });
  const result = await host.carryOut(plan, 1);
  host.engine.revive();
  return result;
}

const before = ['shop-db on {"tier":"1"}', 'shop-web on {"tier":"1"}'];
const steps = ['network.back remove old', 'network.back create-network'];

for (const fault of ['fail', 'lose-reply'] as const) {
  for (const step of steps) {
    t.test(`${fault} at ${step}: containers are back on the network as it was`, async (t) => {
      const host = await hostWith(stack('1'));
      const ids = [...host.engine.world.containers.keys()].sort();
      const labels = networkOf(host)?.labels;
      const { recovered, recoveryFailures } = await failAt(
        host,
        await host.plan(stack('2')),
        step,
        fault,
      );
      t.same(recoveryFailures, []);
      t.same(recovered, ['network.back', 'container.db', 'container.web']);
      t.same(running(host), before);
      t.same([...host.engine.world.containers.keys()].sort(), ids, 'the same ones');
      t.same(networkOf(host)?.labels, labels);
      t.same(planLines(await host.plan(stack('1'))), [], 'as if nothing had been tried');
      await converges(t, host, stack('2'));
    });
  }
}

const fixed = (subnet: string, address: string, more: object = {}): readonly Written[] => [
  network('back', { subnet }),
  container('free', on('shop-back')),
  container('web', { networks: { 'shop-back': { ipv4: address } }, ...more }),
];

const addressOf = (host: Host): string | null | undefined =>
  [...host.engine.world.containers.values()]
    .find(({ name }) => name === 'shop-web')
    ?.endpoints.get('shop-back')?.endpoint.ipv4;

t.test('a fixed address on the network as it was', async (t) => {
  const host = await hostWith(fixed('10.1.0.0/24', '10.1.0.5'));
  const plan = await host.plan(fixed('10.2.0.0/24', '10.2.0.5'));
  const { recoveryFailures } = await failAt(host, plan, 'network.back create-network', 'fail');
  t.same(recoveryFailures, []);
  t.equal(addressOf(host), '10.1.0.5');
  t.same(planLines(await host.plan(fixed('10.1.0.0/24', '10.1.0.5'))), []);
  t.same(parsePlan(toJson(plan))?.recoveries, plan.recoveries);
});

t.test('a fixed address on a network that is new', async (t) => {
  const host = await hostWith(fixed('10.1.0.0/24', '10.1.0.5'));
  const step = 'container.web start-container';
  const other = fixed('10.2.0.0/24', '10.2.0.5');
  const { recoveryFailures } = await failAt(host, await host.plan(other), step, 'fail');
  t.same(recoveryFailures, []);
  t.equal(addressOf(host), null, 'it is none of the network');
  t.ok([...host.engine.world.containers.values()].every(isUp));
  await converges(t, host, other);

  const wider = await hostWith(fixed('10.1.0.0/24', '10.1.0.5'));
  const plan = await wider.plan(fixed('10.1.0.0/16', '10.1.0.5', { env: { N: '2' } }));
  await failAt(wider, plan, step, 'fail');
  t.equal(addressOf(wider), '10.1.0.5', 'it is one of the network, too');
  await converges(t, wider, fixed('10.1.0.0/16', '10.1.0.5'));
});

t.test('a user who stops it between the removal and the making anew', async (t) => {
  const host = await hostWith(stack('1'));
  const plan = await host.plan(stack('2'));
  const removal = plan.steps.findIndex(({ id }) => id === 'network.back remove old') + 1;
  const { recovered, interrupted } = await host.carryOut(plan, 1, removal);
  t.equal(interrupted, true);
  t.same(recovered, ['network.back', 'container.db', 'container.web']);
  t.same(running(host), before);
  await converges(t, host, stack('2'));
});

t.test('a network that takes the name of another one', async (t) => {
  const host = await hostWith(stack('1'));
  const [, ...containers] = stack('1');
  const other = [network('front', { name: 'shop-back', labels: { tier: '2' } }), ...containers];
  const { recovered } = await failAt(
    host,
    await host.plan(other),
    'network.front create-network',
    'fail',
  );
  t.same(recovered, ['network.back', 'container.db', 'container.web']);
  t.same(running(host), before);
  await converges(t, host, other);
});

/** Takes a network away and fails to make it anew; it is the stack's after that, and can be kept. */
async function comesBack(t: Test, host: Host, changed: readonly Written[], said: Said) {
  const plan = await host.plan(changed, said);
  const { recoveryFailures } = await failAt(host, plan, 'network.back create-network', 'fail');
  t.same(recoveryFailures, []);
  t.match(networkOf(host)?.labels, { [ownLabels.address]: 'network.back' });
  await converges(t, host, changed);
}

t.test('one that others made, or that stood elsewhere, is of its address after that', async (t) => {
  const host = await hostWith([]);
  const spec = { name: 'shop-back', labels: { tier: '0' } };
  host.engine.world.networks.set('theirs', { id: 'theirs', name: 'shop-back', labels: {}, spec });
  const said = imported(['network.back', 'shop-back']);
  await host.apply(
    [network('back', { labels: { tier: '0' } }), ...stack('1').slice(1)],
    undefined,
    said,
  );
  await comesBack(t, host, stack('2'), {});

  const [, ...containers] = stack('1');
  const elsewhere = await hostWith([network('old', { name: 'shop-back' }), ...containers]);
  await comesBack(t, elsewhere, stack('2'), moved(['network.old', 'network.back']));
});

t.test(
  'it is part of a plan that is saved, labels that were secret sealed as they are recorded',
  async (t) => {
    const secret = (token: string) => [
      network('back', { labels: { token } }, { secrets: ['labels.token'] }),
      container('web', on('shop-back')),
    ];
    const host = await hostWith(secret('hunter2'));
    const sealed = networkOf(host)?.labels[ownLabels.spec];
    const plan = await host.plan(secret('hunter3'));
    const [recovery] = plan.recoveries;
    const [again] = recovery?.operations ?? [];
    t.match(again, {
      op: 'restore-network',
      labels: { token: 'hunter2', [ownLabels.spec]: sealed },
    });
    t.notMatch(sealed, /hunter/);
    t.same(parsePlan(toJson(plan))?.recoveries, plan.recoveries);
  },
);

t.test('without a container that goes back there is nothing to go back to', async (t) => {
  const alone = (tier: string) => stack(tier).slice(0, 1);
  const host = await hostWith(alone('1'));
  t.same((await host.plan(alone('2'))).recoveries, []);
});

t.test('a container is not taken off one network before the other is there', async (t) => {
  const written = (name: string) => [network('n', { name }), container('web', on(name))];
  const host = await hostWith(written('one'));
  const plan = await host.plan(written('two'));
  const { failures } = await failAt(host, plan, 'network.n create-network', 'fail');
  t.equal(failures.length, 1);
  const [web] = [...host.engine.world.containers.values()];
  t.same([...(web?.endpoints.keys() ?? [])], ['one']);
  await converges(t, host, written('two'));
});
