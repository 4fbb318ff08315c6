/* What tells that the files of a saved plan are others by now: content, new ones, those of a listing. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { compile } from '../../dsl/index.js';
import { languageHost } from '../stack/language-host.js';
import { scratchDirectory } from '../stack/testing/repositories.js';
import { writeFiles } from '../stack/testing/write-files.js';
import { changedSources, digestSources, type SourceDigests } from './sources.js';

/** The digests of a stack, as it is loaded. */
function digested(
  t: Test,
  text: string,
  files: Readonly<Record<string, string>>,
): { readonly directory: string; readonly digests: SourceDigests } {
  const directory = scratchDirectory(t);
  writeFiles(directory, { ...files, 'main.stow': text });
  const host = languageHost({ directory, environment: {}, checkoutOf: () => undefined });
  const { diagnostics } = compile([{ path: 'main.stow', text }], { host });
  t.same(diagnostics, []);
  const filesRead = new Set([join(directory, 'main.stow'), ...host.filesRead]);
  const loaded = { directory, filesRead, listings: host.listings() };
  return { directory, digests: digestSources(loaded, '/cache') };
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
