/* What the language may read of this host: files that end, of bounded size, inside of what is theirs. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { languageHost, type RecordingHost } from './language-host.js';
import { scratchDirectory } from './testing/repositories.js';
import { writeFiles } from './testing/write-files.js';

function hostIn(
  t: { teardown(end: () => void): void },
  files: Readonly<Record<string, string | Uint8Array>>,
): { readonly host: RecordingHost; readonly directory: string } {
  const scratch = scratchDirectory(t);
  const directory = join(scratch, 'stack');
  mkdirSync(directory);
  writeFiles(directory, files);
  const root = join(scratch, 'checkout');
  const host = languageHost({
    directory,
    environment: { HOME: '/home', DB: 'secret', STOWAGE_SECRET_db: 'secret' },
    withheld: new Set(['DB']),
    checkoutOf: (module) => (module.startsWith('../checkout') ? root : undefined),
  });
  return { host, directory };
}

const textOf = (answer: ReturnType<RecordingHost['readFile']>): string =>
  answer.kind === 'read' ? Buffer.from(answer.value).toString() : `not: ${answer.reason}`;

t.test('files are read whole, once, and noted', async (t) => {
  const { host, directory } = hostIn(t, { 'a/b.txt': 'text', bytes: Buffer.from([0, 255, 10]) });
  t.equal(textOf(host.readFile('a/b.txt')), 'text');
  t.equal(textOf(host.readFile('./a/../a/b.txt')), 'text');
  writeFileSync(join(directory, 'a/b.txt'), 'changed');
  t.equal(textOf(host.readFile('a/b.txt')), 'text', 'one evaluation gets one answer');
  t.same(host.readFile('bytes'), { kind: 'read', value: new Uint8Array([0, 255, 10]) });
  t.match(textOf(host.readFile('gone')), /not: it is not there/);
  t.same([...host.filesRead].sort(), [join(directory, 'a/b.txt'), join(directory, 'bytes')]);
  t.ok(textOf(host.readFile('/proc/self/status')).startsWith('Name:'), 'a file without a size');
});

t.test('what never ends, or never gives anything, is refused at once', async (t) => {
  const { host, directory } = hostIn(t, { large: Buffer.alloc(16 * 1024 * 1024 + 1) });
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  symlinkSync('/dev/zero', join(directory, 'zero'));
  symlinkSync('loop', join(directory, 'loop'));
  t.equal(textOf(host.readFile('pipe')), 'not: it is no regular file');
  t.equal(textOf(host.readFile('zero')), 'not: it is no regular file');
  t.equal(textOf(host.readFile('loop')), 'not: its links lead in a circle');
  t.equal(textOf(host.readFile('.')), 'not: it is a directory');
  t.equal(textOf(host.readFile('large')), 'not: it is larger than 16 MiB');
});

t.test('all files together have a bound, too', async (t) => {
  const size = 15 * 1024 * 1024;
  const names = Array.from({ length: 18 }, (_, index) => `f${index}`);
  const { host, directory } = hostIn(t, { f0: Buffer.alloc(size) });
  for (const name of names.slice(1)) symlinkSync('f0', join(directory, name));
  const answers = names.map((name) => host.readFile(name).kind);
  t.same(answers, [...Array<string>(17).fill('read'), 'failed']);
  t.match(textOf(host.readFile('f17')), /larger than 256 MiB together/);
});

t.test('files below a directory, sorted, links to directories left alone', async (t) => {
  const { host, directory } = hostIn(t, {
    'd/b': '',
    'd/a/z': '',
    'd/a/Z': '',
    'd/B': '',
    'd/ü': '',
  });
  symlinkSync('.', join(directory, 'd/circle'));
  symlinkSync('b', join(directory, 'd/link'));
  symlinkSync('gone', join(directory, 'd/broken'));
  t.same(host.listFiles('d'), { kind: 'read', value: ['B', 'a/Z', 'a/z', 'b', 'link', 'ü'] });
  t.match(host.listFiles('gone'), { kind: 'failed', reason: 'it is not there' });
  t.match(host.listFiles('d/b'), { kind: 'failed' });
});

t.test('a fetched module reads what its checkout holds', async (t) => {
  const { host, directory } = hostIn(t, {
    'mine.txt': 'mine',
    '../checkout/m/own.txt': 'own',
    '../checkout/other/x.txt': 'other',
  });
  symlinkSync(join(directory, 'mine.txt'), join(directory, '../checkout/m/link.txt'));
  const inside = host.forModule?.('../checkout/m') ?? host;
  t.equal(textOf(inside.readFile('../checkout/m/own.txt')), 'own');
  t.equal(
    textOf(inside.readFile('../checkout/m/../other/x.txt')),
    'other',
    'all of its repository',
  );
  t.match(
    textOf(inside.readFile('../checkout/m/../../stack/mine.txt')),
    /outside of the repository/,
  );
  t.match(textOf(inside.readFile('mine.txt')), /outside of the repository/);
  t.match(textOf(inside.readFile('../checkout/m/link.txt')), /leads out of the repository/);
  t.match(inside.listFiles('.'), { kind: 'failed', reason: /outside of the repository/ });
  const inner = inside.forModule?.('../checkout/other') ?? host;
  t.match(textOf(inner.readFile('mine.txt')), /outside/, 'and so do the modules that it uses');
  const local = host.forModule?.('modules/local') ?? inside;
  t.equal(textOf(local.readFile('mine.txt')), 'mine', 'local modules read what the stack may');
});

t.test('the environment and hashes', async (t) => {
  const { host } = hostIn(t, {});
  t.equal(host.variable('HOME'), '/home');
  t.equal(host.variable('PATH'), undefined);
  t.equal(host.variable('DB'), undefined, 'not by the back door');
  t.equal(host.variable('STOWAGE_SECRET_db'), undefined);
  const bytes = Buffer.from('text');
  for (const name of ['md5', 'sha1', 'sha256', 'sha512'] as const) {
    t.equal(host.hash(name, bytes), createHash(name).update(bytes).digest('hex'));
  }
});
