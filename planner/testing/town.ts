/*
 * A stack of twenty resources of every kind, with long and short ways between them, and the same
 * stack a while later: for tests that try one mishap at every place of an apply.
 */
import { container, image, network, volume, type Written } from './stacks.js';
import { mounts, on, port } from './shop.js';

/**
 * Twenty resources.
 * @param age 0 for how it is made first; 1 for how it is later, when every kind of change is in it
 */
export function town(age: 0 | 1): readonly Written[] {
  const [tier, version] = [{ labels: { tier: String(age) } }, `v${age}`];
  const healthy = { health: { test: ['true'] } };
  const app = { image: 'shop/app', ...on('shop-back') };
  return [
    image('base', {}, { 'base.txt': 'b' }),
    image('app', { from: { kind: 'image', name: 'shop/base' } }, { 'app.js': version }),
    image('tool', {}, { 'tool.js': 't' }),
    network('back'),
    network('front', tier),
    volume('data'),
    volume('files'),
    volume('cache'),
    container('db', {
      ...on('shop-back'),
      ...mounts('shop-data'),
      ...healthy,
      memory: (age + 1) << 24,
    }),
    container('queue', { ...on('shop-back'), ...mounts('shop-cache'), env: { AGE: version } }),
    container('init', { ...app, job: true }, { after: [['container.db', 'healthy']] }),
    container(
      'api',
      { ...app, ...healthy, ...mounts('shop-files') },
      { key: 0, order: 'start-first', after: [['container.init', 'completed']] },
    ),
    container(
      'api',
      { ...app, ...healthy, ...mounts('shop-files') },
      {
        key: 1,
        after: [
          ['container.init', 'completed'],
          ['container.queue', 'started'],
        ],
      },
    ),
    container(
      'web',
      { ...on('shop-front', 'shop-back'), ...port(8080 + age), env: { AGE: version } },
      {
        after: [
          ['container.api[0]', 'healthy'],
          ['container.api[1]', 'healthy'],
        ],
      },
    ),
    container(
      'admin',
      { ...on('shop-front'), ...port(8081 - age) },
      { after: [['container.web', 'started']] },
    ),
    container('cron', { image: 'shop/tool', name: `shop-cron-${age}` }),
    container('logs', { image: 'shop/tool', restart: { policy: age === 0 ? 'no' : 'always' } }),
    container('spare', { image: 'shop/tool', state: age === 0 ? 'running' : 'stopped' }),
    container(
      'check',
      { ...on('shop-back'), job: true, env: { AGE: version } },
      { after: [['container.web', 'started']] },
    ),
    ...(age === 0
      ? [container('old', { ...on('shop-front') })]
      : [container('new', { ...on('shop-front') })]),
  ];
}
