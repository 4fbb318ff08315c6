/*
 * What `lifecycle` promises: changes that are ignored, successors that come up first, and failed ones
 * that stay.
 */
import t from 'tap';
import { isEmptyPlan } from '../model/index.js';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  image,
  letGoOf,
  mounts,
  network,
  newHost,
  on,
  planLines,
  port,
  stepIds,
  volume,
  waitsFor,
  type Host,
  type Written,
} from './testing/index.js';

/** Names and states of all containers. */
const standing = ({ engine }: Host): readonly string[] =>
  [...engine.world.containers.values()].map(({ name, state }) => `${name} ${state}`).sort();

const failing = (name: string) => ({
  ...allGoesWell,
  behaviour: { ...allGoesWell.behaviour, unhealthy: new Set([name]) },
});

t.test('changes that are ignored', async (t) => {
  t.test('make no difference, whoever made them, and no drift', async (t) => {
    const web = (memory: number, mode: string): readonly Written[] => [
      container(
        'web',
        { memory: memory << 20, env: { MODE: mode, OTHER: 'same' } },
        { ignore: ['memory', 'env.MODE'] },
      ),
    ];
    const host = await hostWith(web(8, 'a'));
    t.same(planLines(await host.plan(web(16, 'b'))), [], 'changes in the files');
    await host.byHand({ do: 'set', name: 'shop-web', settings: { memory: 9 << 20 } });
    t.same(planLines(await host.plan(web(8, 'a'))), [], 'changes by hand');
    t.same(await host.drift(), [], 'nor drift, since the ledger knows what is ignored');
    await host.byHand({ do: 'set', name: 'shop-web', settings: { pids: 5 } });
    t.match(await host.drift(), [{ what: 'changed', changes: [{ path: 'pids' }] }]);
    t.same(planLines(await host.plan(web(16, 'b'))), ['update container.web [pids (drift)]']);
  });

  t.test('are made as written where there is nothing yet', async (t) => {
    const host = newHost();
    await converges(t, host, [container('web', { memory: 8 << 20 }, { ignore: ['memory'] })]);
    const [web] = host.engine.world.containers.values();
    t.equal(web?.completed.memory, 8 << 20);
  });

  t.test('are taken over when another change makes the object anew', async (t) => {
    const web = (memory: number, a: string): readonly Written[] => [
      container('web', { memory: memory << 20, env: { A: a } }, { ignore: ['memory'] }),
    ];
    const host = await hostWith(web(8, '1'));
    await host.byHand({ do: 'set', name: 'shop-web', settings: { memory: 9 << 20 } });
    const plan = await converges(t, host, web(16, '2'));
    t.same(planLines(plan), ['replace container.web [env.A]']);
    const [made] = host.engine.world.containers.values();
    t.equal(made?.completed.memory, 9 << 20, 'the successor has what the predecessor had');
  });

  t.test('leave a container on the image that it has, which stays', async (t) => {
    const stack = (text: string, ignore: readonly string[]): readonly Written[] => [
      image('base', {}, { 'b.txt': text }),
      image('app', { from: { kind: 'image', name: 'shop/base' }, env: { V: text } }),
      container('web', { image: 'shop/app' }, { ignore }),
    ];
    const host = await hostWith(stack('1', ['image']));
    await succeeds(host, stack('2', ['image']));
    const plan = await succeeds(host, stack('3', ['image']));
    t.match(planLines(plan), [
      /^build image.app/,
      'keep image.app because container.web, which ignores changes of that, uses it',
      'keep image.base because shop/app is built on it, and stays',
      /^build image.base/,
    ]);
    t.ok(isEmptyPlan(await host.plan(stack('3', ['image']))));
    const freed = await converges(t, host, stack('3', []));
    // Its base stays until the next build: that of the build before is another's base, and not its own.
    t.match(planLines(freed), [/^delete image.app/, /^replace container.web/]);
    const next = await converges(t, host, stack('4', []));
    t.equal(planLines(next).filter((line) => line.startsWith('delete image.base')).length, 2);
  });

  t.test('leave a container on a network that is no longer written', async (t) => {
    const extras = { ignore: ['networks'] };
    const host = await hostWith([network('n'), container('web', on('shop-n'), extras)]);
    const plan = await host.plan([container('web', {}, extras)]);
    t.same(planLines(plan), [
      'keep network.n because container.web, which ignores changes of that, uses it',
    ]);
    t.ok(isEmptyPlan(plan));
  });

  t.test('of the state let others start and stop it', async (t) => {
    const stack = [container('web', {}, { ignore: ['state'] })];
    const host = await hostWith(stack);
    await host.byHand({ do: 'stop', name: 'shop-web' });
    t.same(planLines(await host.plan(stack)), []);
    t.same(await host.drift(), []);
  });

  t.test('of networks and volumes', async (t) => {
    const stack = (tier: string, internal: boolean): readonly Written[] => [
      network('n', { internal, labels: { tier } }, { ignore: ['labels'] }),
      volume('v', { labels: { tier } }, { ignore: ['labels.tier'] }),
    ];
    const host = await hostWith(stack('1', false));
    t.same(planLines(await host.plan(stack('2', false))), []);
    t.same(planLines(await converges(t, host, stack('2', true))), ['replace network.n [internal]']);
    const [made] = host.engine.world.networks.values();
    t.same(made?.spec.labels, { tier: '1' });
  });

  t.test('cannot be those of an image', async (t) => {
    const diagnostics = await newHost().diagnose([image('app', {}, {}, { ignore: ['steps'] })]);
    t.match(diagnostics, [{ code: 'ignore-image', summary: /image\.app/ }]);
  });
});

/** Carries a plan out, which must succeed; what is kept with a cause stays in the next plan. */
async function succeeds(host: Host, stack: readonly Written[]) {
  const { plan, result } = await host.apply(stack);
  if (result.failures.length > 0) throw new Error(result.failures[0]?.error.message);
  return plan;
}

t.test('start-first', async (t) => {
  const web = (a: string, more: object = {}): Written =>
    container(
      'web',
      { env: { A: a }, ...on('shop-n'), health: { test: ['x'] }, ...more },
      { order: 'start-first' },
    );
  const stack = (a: string, more: object = {}): readonly Written[] => [
    network('n', { subnet: '10.0.0.0/24' }),
    web(a, more),
  ];

  t.test('brings the successor up before the predecessor goes', async (t) => {
    const host = await hostWith(stack('1'));
    let least = Infinity;
    host.engine.watch = () => {
      const running = standing(host).filter((line) => line.endsWith('running'));
      least = Math.min(least, running.length);
    };
    const plan = await converges(t, host, stack('2'));
    t.same(planLines(plan), ['replace container.web start-first [env.A]']);
    t.same(stepIds(plan), [
      'container.web create-container',
      'container.web start-container',
      'container.web await-container',
      'container.web stop-container',
      'container.web remove old',
      'container.web rename-container',
    ]);
    for (const [index, id] of stepIds(plan).entries()) {
      if (index > 0) t.ok(waitsFor(plan, id, stepIds(plan)[index - 1] ?? ''), id);
    }
    t.equal(least, 1, 'one of the two runs at every moment');
    t.same(standing(host), ['shop-web running']);
    const { steps } = plan;
    t.match(steps[0], {
      op: 'create-container',
      as: 'shop-web.stowage-next',
      completed: { name: 'shop-web', networks: { 'shop-n': { aliases: ['shop-web'] } } },
    });
    t.match(plan.actions.find(({ verb }) => verb === 'replace')?.risks, [], 'nothing stops');
  });

  t.test('keeps answering to no old name after a change of name', async (t) => {
    const host = await hostWith(stack('1'));
    await converges(t, host, stack('2'));
    t.same(planLines(await converges(t, host, stack('2', { name: 'other' }))), [
      'update container.web [name]',
    ]);
  });

  t.test('leaves the predecessor alone when the successor fails', async (t) => {
    const host = await hostWith(stack('1'));
    const [before] = host.engine.world.containers.values();
    const { result } = await host.apply(stack('2'), failing('shop-web.stowage-next'));
    t.same(result.recovered, ['container.web']);
    t.same(standing(host), ['shop-web running']);
    t.ok(host.engine.world.containers.has(before?.id ?? ''));
    host.engine.revive();
    await converges(t, host, stack('2'));
  });

  t.test('is stop-first for what does not run, a job, and what is to be stopped', async (t) => {
    const host = await hostWith(stack('1'));
    await host.byHand({ do: 'stop', name: 'shop-web' });
    t.notOk((await host.plan(stack('2'))).actions.some(({ order }) => order));
    const job = (a: string) => [
      container('init', { job: true, env: { A: a } }, { order: 'start-first' }),
    ];
    const jobs = await hostWith(job('1'));
    t.same(planLines(await converges(t, jobs, job('2'))), ['replace container.init [env.A]']);
  });

  t.test('is refused where only one of two can have something', async (t) => {
    const refusal = async (before: object, after: object) => {
      const host = await hostWith(stack('1', before));
      const [diagnostic] = await host.diagnose(stack('2', after));
      return `${diagnostic?.code}: ${/while there would be two of it, and (.*?)\. /.exec(diagnostic?.detail ?? '')?.[1]}`;
    };
    t.equal(
      await refusal(port(8080), port(8080)),
      'start-first-impossible: both would listen on port 8080/tcp of the host',
    );
    const fixed = { networks: { 'shop-n': { ipv4: '10.0.0.9' } } };
    t.equal(
      await refusal(fixed, fixed),
      'start-first-impossible: both would have the address 10.0.0.9 on network shop-n',
    );
    const host = await hostWith(stack('1'));
    const anew = [network('n', { internal: true }), web('2')];
    t.match(await host.diagnose(anew), [
      { code: 'start-first-impossible', detail: /network\.n is replaced, which has to go/ },
    ]);
    const elsewhere = await hostWith(stack('1', port(8080)));
    await converges(t, elsewhere, stack('2', port(8081)));
    t.same(await newHost().diagnose(stack('1', port(8080))), [], 'there is nothing to replace yet');
  });

  t.test('says that two write to one volume for a while', async (t) => {
    const shared = (a: string) => [volume('data'), ...stack(a, mounts('shop-data'))];
    const plan = await (await hostWith(shared('1'))).plan(shared('2'));
    t.match(plan.actions.find(({ verb }) => verb === 'replace')?.risks, [
      { kind: 'writes-together', text: 'for a while two containers write to shop-data' },
    ]);
  });

  t.test('cut off at any call is completed by the next apply', async (t) => {
    const calls = 6;
    for (const fault of ['kill-before', 'kill-after'] as const) {
      for (let call = 1; call <= calls; call++) {
        const host = await hostWith(stack('1'));
        host.engine.setKnobs({ ...allGoesWell, faults: new Map([[call, fault]]) });
        await t.rejects(host.apply(stack('2')), { name: 'Killed' });
        host.engine.revive();
        await converges(t, host, stack('2'));
        t.same(standing(host), ['shop-web running'], `${fault} call ${call}`);
      }
    }
  });

  t.test('a successor left without its name takes it when the predecessor has gone', async (t) => {
    const host = await hostWith(stack('1'));
    host.engine.setKnobs({ ...allGoesWell, faults: new Map([[4, 'kill-after']]) });
    await t.rejects(host.apply(stack('2')), { name: 'Killed' });
    host.engine.revive();
    t.same(standing(host), ['shop-web exited', 'shop-web.stowage-next running']);
    const plan = await host.plan(stack('2'));
    t.same(planLines(plan), [
      'update container.web [name (drift)]',
      'delete container.web because left by an interrupted replacement',
    ]);
    t.ok(waitsFor(plan, 'container.web rename-container', 'container.web remove shop-web'));
  });
});

t.test('on_failure "keep"', async (t) => {
  const web = (a: string, order: 'stop-first' | 'start-first'): readonly Written[] => [
    container('web', { env: { A: a }, health: { test: ['x'] } }, { order, onFailure: 'keep' }),
  ];

  t.test('leaves a failed successor, and its predecessor stopped beside it', async (t) => {
    const host = await hostWith(web('1', 'stop-first'));
    const { plan, result } = await host.apply(web('2', 'stop-first'), failing('shop-web'));
    t.equal(plan.actions[0]?.onFailure, 'keep');
    t.same(result.recovered, []);
    t.same(
      result.failures.map(({ step }) => step.id),
      ['container.web await-container'],
    );
    t.same(standing(host), ['shop-web running', 'shop-web.stowage-previous exited']);
    const next = await host.plan(web('2', 'stop-first'));
    t.ok(
      waitsFor(
        next,
        'container.web stop-container shop-web.stowage-previous',
        'container.web await-container',
      ),
      'the predecessor stays until the successor is healthy',
    );
    host.engine.revive();
    await converges(t, host, web('2', 'stop-first'));
  });

  t.test('leaves a failed successor beside a predecessor that goes on', async (t) => {
    const host = await hostWith(web('1', 'start-first'));
    const { result } = await host.apply(web('2', 'start-first'), failing('shop-web.stowage-next'));
    t.same(result.recovered, []);
    t.same(standing(host), ['shop-web running', 'shop-web.stowage-next running']);
    host.engine.revive();
    await converges(t, host, web('3', 'start-first'));
    t.same(standing(host), ['shop-web running']);
  });

  t.test('brings the predecessor back where no successor could be made', async (t) => {
    const host = await hostWith(web('1', 'stop-first'));
    const { result } = await host.apply(web('2', 'stop-first'), {
      ...allGoesWell,
      faults: new Map([[3, 'fail']]),
    });
    t.same(result.recovered, ['container.web']);
    t.same(standing(host), ['shop-web running']);
  });
});

t.test('what others use stays until they have gone', async (t) => {
  const stack = [
    network('n'),
    volume('v'),
    container('web', { ...on('shop-n'), ...mounts('shop-v') }),
  ];
  const host = await hostWith(stack);
  const [web] = host.engine.world.containers.values();
  if (!web) throw new Error('there is no container');
  host.engine.world.containers.set('other', { ...web, id: 'other', name: 'other', labels: {} });
  t.match(await host.diagnose([network('n', { internal: true }), ...stack.slice(1)]), [
    { code: 'in-use-by-others', detail: /container other, which is not the stack’s, uses it/ },
  ]);
  const { result } = await host.apply([]);
  t.same(result.failures, []);
  t.same(planLines(await host.plan([])), [
    'keep volume.v because container other, which is not the stack’s, uses it',
    'keep network.n because container other, which is not the stack’s, uses it',
  ]);
  host.engine.world.containers.delete('other');
  await converges(t, host, [], letGoOf());
  t.same((await host.observe()).objects, []);
});
