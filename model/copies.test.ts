/* What bears our labels and is somebody else's. */
import t from 'tap';
import { withoutCopiedLabels, withoutInherited } from './copies.js';
import type { Holding } from './holdings.js';

const labels = (address: string, name: string, generation = 1) => ({
  team: 'x',
  'stowage.stack': 'shop',
  'stowage.stack-id': 'id-1',
  'stowage.address': address,
  'stowage.generation': String(generation),
  'stowage.spec': JSON.stringify({ name, image: 'app:1' }),
});
const held = (name: string, of: string, generation?: number): Holding => ({
  kind: 'container',
  id: `id of ${name}`,
  name,
  labels: labels('container.web', of, generation),
});
const ours = (...holdings: readonly Holding[]): readonly string[] =>
  withoutCopiedLabels(holdings)
    .filter(({ labels }) => 'stowage.stack-id' in labels)
    .map(({ name }) => name);

t.test('a copy beside what its labels are about is not ours', async (t) => {
  t.same(ours(held('web', 'web'), held('copy', 'web')), ['web']);
  t.same(ours(held('copy', 'web', 1), held('web', 'web', 2)), ['web'], 'of an earlier one, too');
  const [, copy] = withoutCopiedLabels([held('web', 'web'), held('copy', 'web')]);
  t.same(copy?.labels, { team: 'x' }, 'its other labels stay');
});

t.test('what a stack leaves by itself is no copy', async (t) => {
  const previous = held('web.stowage-previous', 'web');
  t.same(ours(held('web', 'web', 2), previous), ['web', 'web.stowage-previous']);
  t.same(ours(held('renamed', 'web')), ['renamed'], 'nor is what somebody has renamed');
  const next = held('web.stowage-next', 'web', 2);
  t.same(
    ours(held('renamed', 'web'), next),
    ['renamed', 'web.stowage-next'],
    'also where a successor stands beside what was renamed',
  );
  t.same(
    ours(previous, held('renamed', 'web', 2)),
    ['web.stowage-previous', 'renamed'],
    'or a predecessor',
  );
  t.same(ours(held('web', 'web'), held('copy', 'web'), next), ['web', 'web.stowage-next']);
  t.same(
    ours(held('web', 'web', 1), held('renamed', 'web', 2)),
    ['web', 'renamed'],
    'nor is a successor that was left and that somebody has renamed',
  );
  const unreadable = {
    ...held('odd', 'x'),
    labels: { ...held('odd', 'x').labels, 'stowage.spec': '{' },
  };
  t.same(ours(unreadable), ['odd'], 'nor what has lost its record');
  t.same(ours(held('web', 'web'), unreadable), ['web']);
  const other = { ...held('db', 'db'), labels: labels('container.db', 'db') };
  t.same(
    ours(held('renamed', 'web'), other),
    ['renamed', 'db'],
    'another address is another object',
  );
});

t.test('labels that a container has from its image are no word about it', async (t) => {
  const web = labels('container.web', 'web');
  t.same(withoutInherited(web, web), { team: 'x' }, 'an image that was made from a container');
  t.same(withoutInherited(labels('container.db', 'db'), web), labels('container.db', 'db'));
  t.same(
    withoutInherited(labels('container.web', 'web', 2), web),
    labels('container.web', 'web', 2),
  );
  t.same(withoutInherited(web, labels('image.base', 'base')), web);
  t.same(withoutInherited(web, {}), web);
});
