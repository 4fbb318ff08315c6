/* Further names of images: whose they are, and that they change nothing else. */
import t from 'tap';
import { imageReference, type Diagnostic } from '../model/index.js';
import {
  allGoesWell,
  container,
  converges,
  hostWith,
  image,
  planLines,
  targets,
  type Host,
  type Written,
} from './testing/index.js';

const app = (tags: readonly string[], content = '1') =>
  image('app', tags.length > 0 ? { tags } : {}, { 'a.js': content });
const web = container('web', { image: 'shop/app' });

/** The content of the image that has a name: the address that it is of, or its id where it is of none. */
function holder({ engine: { world } }: Host, reference: string): string | undefined {
  const found = [...world.images.values()].find(({ references }) => references.has(reference));
  return found && (found.completed ? imageReference(found.completed) : found.id);
}

const other = (host: Host, reference: string): void => {
  const { images } = host.engine.world;
  for (const { references } of images.values()) references.delete(reference);
  images.get('busybox')?.references.add(reference);
};

/** What of the engine must stay the same while names are given and taken. */
const lives = ({ engine: { world } }: Host): readonly unknown[] => [
  ...[...world.containers.values()].map(({ id, life }) => [id, life]),
  ...world.images.keys(),
];

t.test('names are given and taken in place', async (t) => {
  const host = await hostWith([app(['team/app', 'team/app:1']), web]);
  const before = lives(host);
  const next = [app(['team/app:1', 'team/app:2']), web];
  const { plan } = await host.apply(next);
  t.same(
    plan.actions
      .filter(({ verb }) => verb !== 'keep')
      .map(({ address, verb }) => `${verb} ${address}`),
    ['update image.app'],
  );
  t.match(plan.actions.find(({ verb }) => verb === 'update')?.changes, [
    {
      path: 'tags',
      before: ['team/app:1', 'team/app:latest'],
      after: ['team/app:1', 'team/app:2'],
      origin: 'you',
      effect: 'in-place',
    },
  ]);
  t.same(lives(host), before, 'nothing was made anew');
  t.equal(holder(host, 'team/app:latest'), undefined);
  t.ok(holder(host, 'team/app:2')?.startsWith('shop/app:'));
  await converges(t, host, next);
  await converges(t, host, [app([]), web]);
  t.equal(holder(host, 'team/app:2'), undefined, 'all that the stack has given are gone');
});

t.test('names go along to the next build, and back with the one before', async (t) => {
  const host = await hostWith([app(['team/app:1'])]);
  const first = holder(host, 'team/app:1');
  const { plan } = await host.apply([app(['team/app:1'], '2')]);
  t.match(
    plan.actions.find(({ verb }) => verb === 'build')?.changes.map(({ path }) => path),
    ['files["a.js"]'],
    'they are no difference',
  );
  t.not(holder(host, 'team/app:1'), first);
  await converges(t, host, [app(['team/app:1'])]);
  t.equal(holder(host, 'team/app:1'), first);
});

t.test('a name moves from one image of the stack to another', async (t) => {
  const host = await hostWith([app(['team/x:1']), image('site', {}, { b: '1' })]);
  const after = [app([]), image('site', { tags: ['team/x:1'] }, { b: '1' })];
  await converges(t, host, after);
  t.ok(holder(host, 'team/x:1')?.startsWith('shop/site:'));
});

t.test(
  'cause: a name that an image which was not chosen is to have was left to nobody',
  async (t) => {
    const site = (tags: readonly string[]) =>
      image('site', tags.length > 0 ? { tags } : {}, { b: '1' });
    const host = await hostWith([app(['team/x:1']), site([])]);
    await host.apply([app([]), site(['team/x:1'])], allGoesWell, targets('image.app'));
    t.equal(holder(host, 'team/x:1'), undefined, 'it is taken away, as nobody is given it');
    await converges(t, host, []);
    t.same(
      [...host.engine.world.images.values()].filter(({ completed }) => completed !== undefined),
      [],
      'so that its image goes when nothing wants it',
    );
  },
);

t.test('a name that is taken away by hand is drift, and given back', async (t) => {
  const stack = [app(['team/app:1', 'team/app:2'])];
  const host = await hostWith(stack);
  await host.byHand({ do: 'unname', reference: 'team/app:1' });
  t.match(await host.drift(), [
    {
      address: 'image.app',
      what: 'changed',
      changes: [{ path: 'tags', recorded: ['team/app:1', 'team/app:2'], observed: ['team/app:2'] }],
    },
  ]);
  const plan = await host.plan(stack);
  t.match(plan.actions, [{ verb: 'update', changes: [{ path: 'tags', origin: 'drift' }] }]);
  await converges(t, host, stack);
});

t.test(
  'a name that was moved to an image of somebody else is taken back, which is a risk',
  async (t) => {
    const stack = [app(['team/app:1'])];
    const host = await hostWith(stack);
    other(host, 'team/app:1');
    t.match(await host.drift(), [{ what: 'changed', changes: [{ path: 'tags', observed: [] }] }]);
    const { actions } = await host.plan(stack);
    t.match(actions, [
      {
        verb: 'update',
        risks: [
          {
            kind: 'takes-name',
            text: 'image busybox, which is not the stack’s, loses the name team/app:1',
          },
        ],
      },
    ]);
    await converges(t, host, stack);
    t.same([...(host.engine.world.images.get('busybox')?.references ?? [])], ['busybox:1']);
  },
);

const refused = (host: Host, stack: readonly Written[]): Promise<readonly Diagnostic[]> =>
  host.diagnose(stack);

t.test('a name that never was the stack’s is not taken', async (t) => {
  const host = await hostWith([app([])]);
  other(host, 'team/app:1');
  t.match(await refused(host, [app(['team/app:1'])]), [
    { code: 'name-taken', summary: 'an image named team/app:1 is there already' },
  ]);
  const { images } = host.engine.world;
  const labels = { 'stowage.stack': 'else', 'stowage.stack-id': 'x', 'stowage.address': 'image.x' };
  const busybox = images.get('busybox');
  if (!busybox) throw new Error('there is no image of others');
  images.set('busybox', { ...busybox, labels });
  t.match(await refused(host, [app(['team/app:1'])]), [{ detail: /belongs to stack else/ }]);
});

t.test('one that an image of somebody else got after the plan was made is not taken', async (t) => {
  const host = await hostWith([app([])]);
  const plan = await host.plan([app(['team/app:1'])]);
  other(host, 'team/app:1');
  const { failures } = await host.carryOut(plan);
  t.match(failures, [{ error: { code: 'name-in-use' } }]);
  t.equal(holder(host, 'team/app:1'), 'busybox');
});

t.test('cause: an image that a hand has named was planned to go again and again', async (t) => {
  const host = await hostWith([app([])]);
  const first = [...host.engine.world.images.values()].find(({ completed }) => completed);
  first?.references.add('mine:1');
  await host.apply([app([], '2')]);
  await host.apply([app([], '3')]);
  const plan = await host.plan([app([], '3')]);
  t.ok(
    planLines(plan).includes('keep image.app because somebody has named it mine:1'),
    planLines(plan).join('\n'),
  );
  t.ok(first?.references.has('mine:1'));
});

t.test('what is given by an apply that is cut off is known to be the stack’s', async (t) => {
  for (const at of [1, 2, 3, 4, 5, 6]) {
    const host = await hostWith([app([], '0')]);
    const faults = new Map([[at, 'kill-after' as const]]);
    await host
      .apply([app(['team/a:1', 'team/b:1'])], { ...allGoesWell, faults })
      .catch(() => undefined);
    host.engine.revive();
    await converges(t, host, [app([])]);
    for (const name of ['team/a:1', 'team/b:1']) t.equal(holder(host, name), undefined, `${at}`);
  }
});

t.test('with its address go the names of an image that stays', async (t) => {
  const stack = [app(['team/app:1']), web];
  const host = await hostWith(stack);
  const built = holder(host, 'team/app:1');
  const kept = container('web', { image: 'shop/app' }, { ignore: ['image'] });
  await host.apply([app(['team/app:1']), kept]);
  const mine = [...host.engine.world.images.values()].find(({ completed }) => completed);
  mine?.references.add('mine:1');
  const { plan } = await host.apply([]);
  t.match(planLines(plan).join('\n'), /update image\.app/);
  t.ok(mine?.references.has(built ?? ''), 'somebody has named it');
  t.equal(holder(host, 'team/app:1'), undefined);
});
