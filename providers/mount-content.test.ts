/* What is read behind a bind mount: every byte and mode, no time, and never without bound. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { changedFiles, type MountContent } from '../model/index.js';
import { ContentUnread, contentLimits, readMountContent } from './mount-content.js';

function stackWith(t: Test, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-content-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

async function contentOf(directory: string, source = 'conf'): Promise<MountContent> {
  const content = await readMountContent(join(directory, source), directory);
  if (!content) throw new Error(`nothing is at ${source}`);
  return content;
}

t.test('each byte, mode, name and link counts, and times do not', async (t) => {
  const directory = stackWith(t, { 'conf/a.conf': 'a', 'conf/d/b.conf': 'b' });
  const first = await contentOf(directory);
  utimesSync(join(directory, 'conf/a.conf'), 1, 1);
  t.same(await contentOf(directory), first);
  const hashes = new Set([first.hash]);
  const changes: readonly (() => void)[] = [
    () => writeFileSync(join(directory, 'conf/a.conf'), 'A'),
    () => chmodSync(join(directory, 'conf/a.conf'), 0o600),
    () => writeFileSync(join(directory, 'conf/c.conf'), ''),
    () => symlinkSync('a.conf', join(directory, 'conf/link')),
    () => mkdirSync(join(directory, 'conf/empty')),
    () => rmSync(join(directory, 'conf/d'), { recursive: true }),
  ];
  for (const change of changes) {
    change();
    hashes.add((await contentOf(directory)).hash);
  }
  t.equal(hashes.size, changes.length + 1);
  const files = changedFiles(first, await contentOf(directory));
  t.same(
    files.map(({ path, change }) => `${path} ${change}`),
    [
      'conf/a.conf changed',
      'conf/c.conf is new',
      'conf/d is gone',
      'conf/d/b.conf is gone',
      'conf/empty is new',
      'conf/link is new',
    ],
  );
});

t.test('a file by itself is named by its own path', async (t) => {
  const directory = stackWith(t, { 'app.conf': '1' });
  const first = await contentOf(directory, 'app.conf');
  writeFileSync(join(directory, 'app.conf'), '2');
  t.match(changedFiles(first, await contentOf(directory, 'app.conf')), [
    { path: 'app.conf', change: 'changed', before: /^f:0644:/, after: /^f:0644:/ },
  ]);
});

t.test('what Stowage and Git write is no content', async (t) => {
  const directory = stackWith(t, { 'page.html': '1' });
  const first = await contentOf(directory, '.');
  writeFileSync(join(directory, 'stowage.lock'), '{}');
  mkdirSync(join(directory, '.git'));
  t.same(await contentOf(directory, '.'), first);
});

t.test('where nothing is there is no content', async (t) => {
  const directory = stackWith(t, {});
  t.equal(await readMountContent(join(directory, 'gone'), directory), undefined);
});

t.test('too much is not read', async (t) => {
  const directory = stackWith(t, { 'conf/large': '' });
  const source = join(directory, 'conf');
  truncateSync(join(source, 'large'), contentLimits.bytes + 1);
  await t.rejects(readMountContent(source, directory), { message: 'it has more than 64 MiB' });
  const limits = { bytes: 1 << 30, files: 3 };
  for (const name of ['a', 'b']) writeFileSync(join(source, name), '');
  t.ok(await readMountContent(source, directory, limits));
  writeFileSync(join(source, 'c'), '');
  await t.rejects(readMountContent(source, directory, limits), ContentUnread);
});

t.test('of many files only the sum is kept', async (t) => {
  const names = Array.from({ length: 101 }, (_, index) => `conf/${index}`);
  const directory = stackWith(t, Object.fromEntries(names.map((name) => [name, ''])));
  t.equal((await contentOf(directory)).files, undefined);
  rmSync(join(directory, 'conf/0'));
  t.equal(Object.keys((await contentOf(directory)).files ?? {}).length, 100);
});
