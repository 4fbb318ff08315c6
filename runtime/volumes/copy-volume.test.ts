/* A volume is copied whole or not at all. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { encodeHeader, endOfArchive } from '../layers/index.js';
import { openStore } from '../store/index.js';
import { faultOf } from '../testing/index.js';
import { copyVolume, createVolume, findVolume } from './index.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-volumes-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
const store = await openStore({ root: join(base, 'root'), runRoot: join(base, 'run') });
const nobody = async (): Promise<void> => undefined;
const { path } = await createVolume(store, { name: 'old', labels: { a: 'b' } });
mkdirSync(join(path, 'kept'), { mode: 0o750 });
const file = join(path, 'kept', 'file');
writeFileSync(file, 'mine');
chmodSync(file, 0o640);
utimesSync(file, 1, 2);
symlinkSync('file', join(path, 'kept', 'link'));
linkSync(file, join(path, 'again'));

// Who is not root owns what it unpacks.
const [uid, gid] =
  process.getuid?.() === 0 ? [1234, 5678] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
const noted = encodeHeader({
  kind: 'file',
  name: 'noted',
  link: '',
  mode: 0o4711,
  uid,
  gid,
  size: 0,
  mtime: '3',
  deviceMajor: 0,
  deviceMinor: 0,
  xattrs: new Map([['user.note', 'kept']]),
});
const attributes = ['--xattrs', '--xattrs-include=*'];
execFileSync('tar', ['-C', path, '-xp', ...attributes], {
  input: Buffer.concat([noted, endOfArchive]),
});

t.test('links, permissions and times go along, and the old one stays', async (t) => {
  const labels = { c: 'd' };
  const copy = await copyVolume(store, { from: 'old', name: 'new', labels }, nobody);
  t.match(await findVolume(store, 'new'), { labels, path: copy.path });
  const kept = join(copy.path, 'kept');
  t.equal(lstatSync(kept).mode & 0o777, 0o750);
  t.match(lstatSync(join(kept, 'file')), { size: 4, mtimeMs: 2000, nlink: 2 });
  t.equal(lstatSync(join(kept, 'file')).mode & 0o777, 0o640);
  t.equal(readlinkSync(join(kept, 'link')), 'file');
  t.equal(readFileSync(join(copy.path, 'again'), 'utf8'), 'mine');
  t.equal(readFileSync(file, 'utf8'), 'mine');
  const of = lstatSync(join(copy.path, 'noted'));
  t.same([of.mode & 0o7777, of.uid, of.gid], [0o4711, uid, gid]);
  const archive = execFileSync('tar', ['-C', copy.path, '-c', '--format=pax', ...attributes, '.']);
  t.ok(archive.includes('SCHILY.xattr.user.note=kept'), 'extended attributes go along');
});

t.test('what changes while it is copied is noticed', async (t) => {
  let asked = 0;
  const refuse = async (): Promise<void> => {
    asked += 1;
    if (asked === 2) throw new Error('a container was started');
  };
  const request = { from: 'old', name: 'late', labels: {} };
  await t.rejects(copyVolume(store, request, refuse), /a container was started/);
  t.equal(await findVolume(store, 'late'), undefined);
  t.same(readdirSync(store.paths.volumes).sort(), ['new', 'old'], 'nothing is left of it');
});

t.test('names that are taken, or mean nothing', async (t) => {
  const taken = await faultOf(copyVolume(store, { from: 'old', name: 'new', labels: {} }, nobody));
  t.match(taken, { kind: 'name-in-use', name: 'new' });
  const none = await faultOf(copyVolume(store, { from: 'none', name: 'x', labels: {} }, nobody));
  t.match(none, { kind: 'not-found', name: 'none' });
});
