/* An image that a hand has made from one that was built, and put under its name. */
import t from 'tap';
import { converges, hostWith, image } from './testing/index.js';

t.test('another image under the name of one that was built is seen by what differs', async (t) => {
  const stack = [image('app', { env: { MODE: 'right' } }, { 'a.js': '1' })];
  const host = await hostWith(stack);
  const { images } = host.engine.world;
  const built = [...images.values()].find(({ completed }) => completed?.name === 'shop/app');
  if (!built?.completed) throw new Error('there is no image');
  const config = { ...built.config, env: { MODE: 'wrong' } };
  const completed = { ...built.completed, config };
  const names = [...built.references];
  const references = new Set(names);
  built.references.clear();
  images.set('by-hand', { ...built, id: 'by-hand', config, completed, references });
  const { actions } = await host.plan(stack);
  t.match(actions, [{ verb: 'update', changes: [{ path: 'config.env.MODE', origin: 'drift' }] }]);
  t.match(await host.drift(), [
    {
      what: 'changed',
      changes: [{ path: 'config.env.MODE', recorded: 'right', observed: 'wrong' }],
    },
  ]);
  await converges(t, host, stack);
  t.ok(images.has('by-hand'), 'what a hand has made is left to it');
  t.same([...(images.get(built.id)?.references ?? [])], names);
});
