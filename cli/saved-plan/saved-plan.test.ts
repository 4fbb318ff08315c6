/*
 * Saved plans on the simulated engine: what was saved is carried out as it stands, once, and only on
 * the ground that it was made on; what has moved is named.
 */
import t from 'tap';
import {
  container,
  hostWith,
  Killed,
  allGoesWell,
  mounts,
  network,
  newHost,
  on,
  planLines,
  volume,
  type Host,
  type Written,
} from '../../planner/testing/index.js';
import { save, verified } from './testing/saved.js';

const stack = (memory = 64): readonly Written[] => [
  volume('data'),
  network('back'),
  container('db', { ...on('shop-back'), ...mounts('shop-data'), memory: memory * 1024 ** 2 }),
  container(
    'web',
    { ...on('shop-back'), env: { MODE: 'on' } },
    { after: [['container.db', 'started']] },
  ),
];

t.test('what was saved is what is carried out, and only once', async (t) => {
  const host = newHost();
  const { plan, text } = await save(host, stack());
  const read = await verified(host, text);
  t.same(read, JSON.parse(JSON.stringify(plan)), 'nothing of the plan is lost or added');
  if (!('steps' in read)) return;
  const { failures } = await host.carryOut(read);
  t.same(failures, []);
  t.same(planLines(await host.plan(stack())), [], 'nothing is left to do');
  t.same(await verified(host, text), [
    'it has been applied already, or something else has been applied since',
    'generation: was 0, is 1, written 2026-01-01T00:00:00Z by ann@host',
  ]);
});

t.test('two plans of one state: one of them is applied', async (t) => {
  const host = await hostWith(stack());
  const [first, second] = [await save(host, stack(128)), await save(host, stack(32))];
  const read = await verified(host, first.text);
  t.ok('steps' in read && (await host.carryOut(read)));
  t.match(await verified(host, second.text), [/applied already/, /generation: was 1, is 2/]);
});

t.test('a plan on shifted ground is refused, and says what has moved', async (t) => {
  const id = (host: Host, name: string): string =>
    [...host.engine.world.containers.values()].find((one) => one.name === name)?.id ?? '';
  const cases: readonly (readonly [string, (host: Host) => unknown, readonly RegExp[]])[] = [
    [
      'a limit was changed',
      (host) => host.byHand({ do: 'set', name: 'shop-db', settings: { memory: 1 } }),
      [/^container\.db: memory: was 67108864, is 1$/],
    ],
    [
      'a variable was changed',
      (host) => host.byHand({ do: 'set', name: 'shop-web', settings: { env: { MODE: 'off' } } }),
      [/^container\.web: env\.MODE: was on, is off$/],
    ],
    [
      'a container was stopped',
      (host) => host.byHand({ do: 'stop', name: 'shop-web' }),
      [
        /^container\.web: exit code: was absent, is 143$/,
        /^container\.web: state: was running, is exited$/,
      ],
    ],
    [
      'a container is gone',
      (host) => host.byHand({ do: 'remove', kind: 'container', name: 'shop-web' }),
      [/^container\.web: shop-web \(.*\) is gone$/],
    ],
    [
      'a container has another name',
      (host) => host.byHand({ do: 'rename', name: 'shop-web', to: 'other' }),
      [/^container\.web: name: was shop-web, is other$/],
    ],
    [
      'a network was left',
      (host) => host.byHand({ do: 'disconnect', name: 'shop-web', network: 'shop-back' }),
      [/^container\.web: networks\.shop-back: was \{.*\}, is absent$/],
    ],
    [
      'somebody else has the name',
      (host) =>
        host.engine.world.volumes.set('shop-logs', { name: 'shop-logs', labels: {}, content: '' }),
      [/^volume shop-logs: the name: was free, is held by others$/],
    ],
    [
      'the ledger is lost',
      (host) => host.byHand({ do: 'lose-ledger' }),
      [/^generation: was 1, is 0/],
    ],
  ];
  for (const [what, meddle, expected] of cases) {
    const host = await hostWith(stack());
    const wanted = [...stack(128), volume('logs')];
    const { text } = await save(host, wanted);
    t.ok('steps' in (await verified(host, text)), 'it holds as long as nothing moves');
    t.not(id(host, 'shop-web'), '');
    await meddle(host);
    const said = await verified(host, text);
    t.ok(Array.isArray(said), `${what}: it is refused`);
    t.match(said, [/has changed since|has gone back/, ...expected], what);
  }
});

t.test('what a plan ends anyhow may have ended by itself', async (t) => {
  const host = await hostWith(stack());
  const { text } = await save(host, stack().slice(0, 3));
  await host.byHand({ do: 'stop', name: 'shop-web' });
  const read = await verified(host, text);
  t.ok('steps' in read, 'the container that it removes');
  await host.byHand({ do: 'stop', name: 'shop-db' });
  t.match(await verified(host, text), [/has changed/, /container\.db: exit code/, /container\.db/]);
});

t.test('a plan that was carried out in part is refused', async (t) => {
  const host = newHost();
  const { text } = await save(host, stack());
  const read = await verified(host, text);
  if (!('steps' in read)) throw new Error('refused');
  host.engine.setKnobs({ ...allGoesWell, faults: new Map([[3, 'kill-after']]) });
  await t.rejects(host.carryOut(read), Killed);
  host.engine.revive();
  const said = await verified(host, text);
  t.match(said, [/an apply of it, or of another plan, was begun since and cut off/, /is new$/]);
  t.same(planLines(await host.plan(stack())).length > 0, true, 'the files finish what it began');
});
