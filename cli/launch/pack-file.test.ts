/* A pack is read only where nobody else can have put it, and a place that fails costs nothing but the pack. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { markPack, readPack, writePack } from './pack-file.js';

const bytes = Buffer.from('compiled');

/** A pack that was written below a directory of the test. */
function written(t: Test): string {
  const path = join(t.testdir(), 'cache/code/version/plan');
  writePack(path, bytes);
  return path;
}

t.test('what was written is read', async (t) => {
  const path = written(t);
  t.same(readPack(path)?.bytes, bytes);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  t.same(readdirSync(dirname(path)), ['plan'], 'and nothing beside it');
  utimesSync(path, 1, 1);
  t.equal(readPack(path)?.marked, 1000);
  markPack(path);
  t.ok(Number(readPack(path)?.marked) > 1000);
});

t.test('what others can change is not read', async (t) => {
  const changes: Readonly<Record<string, (path: string) => void>> = {
    'a file that the group may write': (path) => chmodSync(path, 0o620),
    'a file that all may write': (path) => chmodSync(path, 0o602),
    'a directory that all may write': (path) => chmodSync(dirname(path), 0o777),
    'one above it': (path) => chmodSync(join(path, '../..'), 0o775),
    'one that is shared, whose sticky bit protects its entries alone': (path) =>
      chmodSync(dirname(path), 0o1777),
  };
  for (const [what, change] of Object.entries(changes)) {
    const path = written(t);
    change(path);
    t.equal(readPack(path), undefined, what);
  }
  const path = written(t);
  chmodSync(join(path, '../..'), 0o1777);
  t.same(readPack(path)?.bytes, bytes, 'a directory of ours in a shared one with the sticky bit');
});

t.test('what belongs to somebody else is not read', async (t) => {
  if (process.geteuid?.() !== 0) {
    t.pass('only root can give files away');
    return;
  }
  for (const place of ['', '..', '../..', '../../..']) {
    const path = written(t);
    chownSync(join(path, place), 65534, 65534);
    t.equal(readPack(path), undefined, place);
  }
});

t.test('nothing but a file is read', async (t) => {
  const linked = written(t);
  renameSync(linked, `${linked}-moved`);
  symlinkSync(`${linked}-moved`, linked);
  t.equal(readPack(linked), undefined, 'a link');
  const pipe = join(dirname(linked), 'pipe');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  t.equal(readPack(pipe), undefined, 'a pipe, for which it does not wait');
  t.equal(readPack(dirname(linked)), undefined, 'a directory');
  t.equal(readPack(`${linked}-absent`), undefined, 'what is not there');
});

t.test('nothing is written where others could change it', async (t) => {
  const path = written(t);
  chmodSync(dirname(path), 0o777);
  writePack(path, Buffer.from('other'));
  t.same(readFileSync(path), bytes);
  t.same(readdirSync(dirname(path)), ['plan']);
});

t.test('a place that cannot be written to is done without', async (t) => {
  const place = t.testdir({ file: 'not a directory' });
  writePack(join(place, 'file/code/version/plan'), bytes);
  writePack('/proc/stowage/code/version/plan', bytes);
  t.same(readdirSync(place), ['file']);
  const path = join(place, 'code/version/plan');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  writeFileSync(join(path, 'in the way'), '');
  chmodSync(dirname(path), 0o700);
  writePack(path, bytes);
  t.same(readdirSync(dirname(path)), ['plan'], 'and nothing is left of the attempt');
});

t.test('packs of the newest versions are kept', async (t) => {
  const cache = join(t.testdir(), 'code');
  for (const version of ['a', 'b', 'c', 'd', 'e']) {
    writePack(join(cache, version, 'plan'), bytes);
    utimesSync(join(cache, version), 1, version.charCodeAt(0));
  }
  t.same(readdirSync(cache).sort(), ['b', 'c', 'd', 'e']);
  writePack(join(cache, 'b', 'check'), bytes);
  t.same(readdirSync(cache).sort(), ['b', 'c', 'd', 'e'], 'another command takes nothing away');
});
