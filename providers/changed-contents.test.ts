/*
 * Files that a plan rests on, changed between plan and apply: each is named, and what the plan leaves
 * alone is not looked at.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Action, LedgerEntry } from '../model/index.js';
import { changedContents } from './changed-contents.js';
import { readMountContent } from './mount-content.js';

function scratch(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-contents-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const keep: Action = {
  address: 'container.web',
  kind: 'container',
  verb: 'keep',
  name: 'shop-web',
  changes: [],
  causes: [],
  risks: [],
  steps: [],
};

t.test('what is mounted is read again, and what has changed is named', async (t) => {
  const directory = scratch(t);
  const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);
  write('a', 'one');
  const content = await readMountContent(directory, directory);
  if (!content) throw new Error('nothing was read');
  const entry: LedgerEntry = {
    kind: 'container',
    name: 'shop-web',
    spec: {
      name: 'shop-web',
      image: 'busybox:1',
      mounts: [{ type: 'bind', source: directory, target: '/conf/' }],
    },
    content: { '/conf': content },
  };
  const changed = (actions: readonly Action[] = [keep]): Promise<readonly string[]> =>
    changedContents({ actions, resources: { 'container.web': entry } }, directory);
  t.same(await changed(), []);
  write('a', 'two');
  write('b', 'new');
  t.same(await changed(), [
    'container.web: the mounted file a has changed: f:0644:7692c3ad3540bb80 before, f:0644:3fc4ccfe745870e2 now',
    'container.web: the mounted file b is new',
  ]);
  t.same(await changed([]), [], 'what is not chosen may have changed');
  rmSync(join(directory, 'b'));
  write('a', 'one');
  chmodSync(join(directory, 'a'), 0o755);
  t.match(await changed(), [/the mounted file a has changed/], 'the mode counts');
  rmSync(directory, { recursive: true });
  t.same(await changed(), ['container.web: the mounted . is gone']);
});
