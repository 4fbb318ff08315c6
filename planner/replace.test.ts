/* `--replace`: what is made anew although nothing of it differs. */
import t from 'tap';
import {
  container,
  containerIds,
  hostWith,
  image,
  mounts,
  network,
  newHost,
  on,
  planLines,
  targets,
  volume,
  type Written,
} from './testing/index.js';

const stack = (protect = false, order: 'stop-first' | 'start-first' = 'stop-first') =>
  [
    image('app', {}, { 'app.js': '1' }),
    volume('data'),
    network('back'),
    container('db', { ...on('shop-back'), ...mounts('shop-data') }, { protect }),
    container('web', { image: 'shop/app' }, { key: 0, order }),
    container('web', { image: 'shop/app' }, { key: 1 }),
  ] satisfies readonly Written[];

t.test('containers, by address with an index and without', async (t) => {
  const host = await hostWith(stack());
  const before = containerIds(host);
  const { plan, result } = await host.apply(stack(), undefined, { replace: ['container.web'] });
  t.same(result.failures, []);
  t.same(planLines(plan), [
    'replace container.web[0] because asked for with --replace',
    'replace container.web[1] because asked for with --replace',
  ]);
  t.equal(containerIds(host).filter((id) => before.includes(id)).length, 1, 'only the other stays');
  t.same(planLines(await host.plan(stack())), [], 'once');
  t.same(planLines(await host.plan(stack(), { replace: ['container.web[1]'] })), [
    'replace container.web[1] because asked for with --replace',
  ]);
});

t.test('in the order that the container has', async (t) => {
  const host = await hostWith(stack(false, 'start-first'));
  const plan = await host.plan(stack(false, 'start-first'), { replace: ['container.web[0]'] });
  t.same(planLines(plan), [
    'replace container.web[0] start-first because asked for with --replace',
  ]);
});

t.test('a network or volume takes along what uses it; data has to be allowed', async (t) => {
  const host = await hostWith(stack());
  const said = { replace: ['network.back', 'volume.data'] };
  const { plan, result } = await host.apply(stack(), undefined, said);
  t.same(result.failures, []);
  t.same(planLines(plan), [
    'replace volume.data because asked for with --replace !destroys-data',
    'replace network.back because asked for with --replace',
    'replace container.db because network.back is replaced, volume.data is replaced',
  ]);
  t.same(planLines(await host.plan(stack())), []);
});

t.test('what is not there yet is made, once', async (t) => {
  const plan = await newHost().plan([network('back')], { replace: ['network.back'] });
  t.same(planLines(plan), ['create network.back']);
});

t.test('what cannot be replaced', async (t) => {
  const host = await hostWith([...stack(true), container('old')]);
  const say = async (said: object) =>
    (await host.diagnose(stack(true), said)).map(({ code, summary }) => `${code}: ${summary}`);
  t.same(await say({ replace: ['image.app'] }), ['not-replaceable: image.app cannot be replaced']);
  t.same(await say({ replace: ['container.old'] }), [
    'not-replaceable: --replace container.old stands for nothing',
  ]);
  t.same(await say({ replace: ['container.db'], ...targets('container.web') }), [
    'not-replaceable: container.db cannot be replaced',
  ]);
  const [guarded] = await host.diagnose(stack(true), { replace: ['container.db'] });
  t.match(guarded, {
    code: 'protected',
    detail: 'It was asked for with --replace. Leave that out, or take `protect` away first.',
  });
});

t.test('a module is replaced without its images', async (t) => {
  const inModule = [
    image('app', { name: 'pg/app' }, {}, { module: 'pg' }),
    container('db', { name: 'pg-db', image: 'pg/app' }, { module: 'pg' }),
  ];
  const host = await hostWith(inModule);
  t.same(planLines(await host.plan(inModule, { replace: ['module.pg'] })), [
    'replace pg.container.db because asked for with --replace',
  ]);
});
