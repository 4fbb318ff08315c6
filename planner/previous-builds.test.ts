/* The build that an image had before, beside builds that stay for another's sake. */
import t from 'tap';
import { isEmptyPlan } from '../model/index.js';
import { allGoesWell, container, converges, hostWith, image, planLines } from './testing/index.js';

const onBase = { from: { kind: 'image', name: 'shop/base' } } as const;

t.test('cause: what another’s earlier build is made on was taken for the one before', async (t) => {
  const host = await hostWith([image('base', {}, { b: '1' })]);
  await host.apply([image('base', {}, { b: '2' }), image('app', onBase)]);
  await host.apply([image('base', {}, { b: '1' }), image('app', {}, { a: '1' })]);
  const last = [image('base', {}, { b: '3' }), image('app', {}, { a: '1' })];
  await converges(t, host, last);
  const back = await host.plan([image('base', {}, { b: '1' }), image('app', {}, { a: '1' })]);
  t.notMatch(planLines(back), [/build/], 'the one that was applied before is there');
});

t.test('cause: what a container stays on was taken for the one before', async (t) => {
  const written = (text: string) => [
    image('app', {}, { a: text }),
    container('web', { image: 'shop/app' }, { ignore: ['image'] }),
  ];
  const host = await hostWith(written('1').slice(0, 1));
  const kill = new Map([[4, 'kill-before' as const]]);
  await t.rejects(host.apply(written('2'), { ...allGoesWell, faults: kill }), { name: 'Killed' });
  host.engine.revive();
  const { plan, result } = await host.apply(written('3'));
  t.same(result.failures, []);
  t.ok(isEmptyPlan(await host.plan(written('3'))), 'nothing is left to do');
  t.match(planLines(plan)[0], /^keep image\.app because container\.web, which ignores changes/);
  const back = await host.plan(written('1'));
  t.notMatch(planLines(back), [/build/], 'the one that was applied before is there');
});
