/* What tells that the files of a saved plan are others by now: content, new ones, those of a listing. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { compile } from '../../dsl/index.js';
import type { Plan } from '../../model/index.js';
import { languageHost } from '../stack/language-host.js';
import { scratchDirectory } from '../stack/testing/repositories.js';
import { writeFiles } from '../stack/testing/write-files.js';
import { changedSources, digestSources, pinnedImages, type SourceDigests } from './sources.js';

/** The digests of a stack, as it is loaded. */
function digested(
  t: Test,
  text: string,
  files: Readonly<Record<string, string>>,
  plan: Pick<Plan, 'pins'> = {},
): { readonly directory: string; readonly digests: SourceDigests } {
  const directory = scratchDirectory(t);
  writeFiles(directory, { ...files, 'main.stow': text });
  const host = languageHost({ directory, environment: {}, checkoutOf: () => undefined });
  const { diagnostics, value } = compile([{ path: 'main.stow', text }], { host });
  t.same(diagnostics, []);
  const filesRead = new Set([join(directory, 'main.stow'), ...host.filesRead]);
  const loaded = { directory, filesRead, listings: host.listings() };
  const images = pinnedImages(directory, value?.resources ?? [], plan);
  return { directory, digests: digestSources(loaded, '/cache', images) };
}

t.test('a directory that is listed has got a file, or lost one', (t) => {
  const { directory, digests } = digested(
    t,
    'stack shop\noutput names = dir("conf", "**.conf")\noutput text = file("conf/a.conf")\n',
    { 'conf/a.conf': 'a', 'conf/sites/b.conf': 'b', 'conf/notes.txt': 'n' },
  );
  t.same(changedSources(directory, digests), []);
  writeFiles(directory, { 'conf/more.txt': 'not matched', 'conf/sites/b.conf': 'not read' });
  t.same(changedSources(directory, digests), [], 'what was not asked for does not count');
  writeFiles(directory, { 'conf/sites/c.conf': '' });
  t.same(changedSources(directory, digests), ['conf/sites/c.conf: it is new']);
  rmSync(join(directory, 'conf/sites'), { recursive: true });
  t.same(changedSources(directory, digests), ['conf/sites/b.conf: it is gone']);
  rmSync(join(directory, 'conf'), { recursive: true });
  t.same(changedSources(directory, digests), ['conf/a.conf: it is gone', 'conf: it is not there']);
  t.end();
});

t.test('listings are in the digest, in one order', (t) => {
  const files = { 'a/x': '', 'b/y': '' };
  const [ab, ba] = [
    'stack shop\noutput o = [dir("a"), dir("b"), dir("a")]\n',
    'stack shop\noutput o = [dir("b"), dir("a"), dir("a")]\n',
  ].map((text) => digested(t, text, files).digests.listings);
  t.same(ab, [
    { directory: 'a', pattern: '**', files: ['x'] },
    { directory: 'b', pattern: '**', files: ['y'] },
  ]);
  t.same(ba, ab);
  const [one, more] = [files, { ...files, 'a/z': '' }].map(
    (held) => digested(t, 'stack shop\noutput o = dir("a")\n', held).digests.digest,
  );
  t.not(one, more);
  t.end();
});

t.test('a pin of an image that the stack uses has moved, come or gone', (t) => {
  const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
  const [one, two] = [digest('1'), digest('2')];
  const lock = (images: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
    'stowage.lock': JSON.stringify({
      version: 1,
      id: '00000000-0000-4000-8000-000000000000',
      modules: {},
      images,
    }),
  });
  const { directory, digests } = digested(
    t,
    `stack shop
container web { image: "nginx:1.27" }
container db { image: "postgres:17" }
container own { image: "here:1" }
container fixed { image: "redis@${one}" }
`,
    lock({ 'nginx:1.27': one, 'other:1': one }),
    { pins: { 'postgres:17': two } },
  );
  const lines = (images: Readonly<Record<string, string>>): readonly string[] => {
    writeFiles(directory, lock(images));
    return changedSources(directory, digests);
  };
  t.same(lines({ 'nginx:1.27': one, 'other:1': two }), [], 'others may move');
  t.same(
    lines({ 'nginx:1.27': one, 'postgres:17': two }),
    [],
    'the plan may have been applied, which is told by its generation',
  );
  t.same(lines({ 'nginx:1.27': two }), [`stowage.lock: nginx:1.27 was ${one}, is ${two}`]);
  t.same(lines({}), [`stowage.lock: nginx:1.27 was ${one}, is not pinned`]);
  t.same(lines({ 'nginx:1.27': one, 'postgres:17': one, 'here:1': two }), [
    `stowage.lock: here:1 was not pinned, is ${two}`,
    `stowage.lock: postgres:17 was ${two}, is ${one}`,
  ]);
  t.end();
});
