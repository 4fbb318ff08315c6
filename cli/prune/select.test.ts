/* What is pruned, and what never is. */
import t from 'tap';
import type { HeldContent, HeldObject } from '../../model/index.js';
import { selectPrunable, whyNotVolume, type PruneChoice } from './select.js';

const object = (kind: HeldObject['kind'], name: string, more: Partial<HeldObject> = {}) => ({
  kind,
  id: name,
  name,
  size: 1,
  usedBy: [],
  isLive: true,
  ...more,
});
const ours = { stack: 'shop', address: 'container.web' };

const content: HeldContent = {
  imageBytes: 1,
  objects: [
    object('volume', 'data'),
    object('volume', 'busy', { usedBy: ['ended'] }),
    object('volume', 'ours', { stack: 'shop', address: 'volume.ours' }),
    object('network', 'net'),
    object('network', 'joined', { usedBy: ['running'] }),
    object('network', 'ours-net', { address: 'network.net' }),
    object('cache', '/root/.npm'),
    object('cache', 'busy-cache', { usedBy: ['a build'] }),
    object('image', 'nameless', { isLive: false }),
    object('image', 'named:1'),
    object('image', 'of-ended:1', { usedBy: ['ended'] }),
    object('image', 'of-running', { isLive: false, usedBy: ['running'] }),
    object('image', 'ours:1', { isLive: false, ...ours }),
    object('container', 'running'),
    object('container', 'ended', { isLive: false }),
    object('container', 'ours-ended', { isLive: false, ...ours }),
  ],
};

const nothing: PruneChoice = {
  all: false,
  containers: false,
  networks: false,
  caches: false,
  volumes: [],
};
const chosen = (choice: Partial<PruneChoice>): readonly string[] =>
  selectPrunable(content, { ...nothing, ...choice }).map(({ name }) => name);

t.test('by default only images without a name go', async (t) => {
  t.same(chosen({}), ['nameless']);
});

t.test('each wider choice is made in words, and nothing of a stack is ever among it', async (t) => {
  t.same(chosen({ all: true }), ['named:1', 'nameless']);
  t.same(chosen({ networks: true }), ['nameless', 'net']);
  t.same(chosen({ caches: true }), ['nameless', '/root/.npm'], 'but none that a build uses');
  t.same(chosen({ containers: true }), ['ended', 'nameless'], 'what uses something comes first');
  t.same(chosen({ containers: true, all: true }), ['ended', 'named:1', 'nameless', 'of-ended:1']);
});

t.test('a volume goes only by its name', async (t) => {
  const everything = { all: true, containers: true, networks: true, caches: true };
  t.notOk(chosen(everything).includes('data'));
  t.ok(chosen({ ...everything, volumes: ['data'] }).includes('data'));
  t.notOk(chosen({ ...everything, volumes: ['ours'] }).includes('ours'));
  t.equal(whyNotVolume(content, 'data'), undefined);
  t.match(whyNotVolume(content, 'ours'), /volume\.ours of stack shop/);
  t.match(whyNotVolume(content, 'busy'), /in use by ended/);
  t.match(whyNotVolume(content, 'none'), /there is no volume/);
});
