/* Layers on the real file system: nothing is lost on the way, and nothing hostile gets through. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { openStore } from '../store/index.js';
import { cannotRunContainers } from '../testing/index.js';
import {
  LayerInvalid,
  mountOverlay,
  mountsBelow,
  packLayer,
  unmountBelow,
  unpackLayer,
} from './index.js';
import { tinyEntry, tinyTar, type TinyEntry } from './tiny-tar-fixture.js';

const skip = cannotRunContainers() ?? false;
/** Of a file that may open raw sockets: version 2, effective, CAP_NET_RAW permitted. */
const netRaw = `\x01\0\0\x02\0\x20${'\0'.repeat(14)}`;
const base = mkdtempSync(join(tmpdir(), 'stowage-layers-'));
t.teardown(async () => {
  await unmountBelow(base);
  rmSync(base, { recursive: true, force: true });
});

const newDirectory = (): string => mkdtempSync(join(base, 'tree-'));

async function* pieces(content: Buffer, size = 4099): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function pack(directory: string): Promise<{ archive: Buffer; diffId: string }> {
  const parts: Buffer[] = [];
  const { diffId, size } = await packLayer(directory, {
    layer: 'test',
    latest: 1000,
    write: async (piece) => void parts.push(Buffer.from(piece)),
  });
  const archive = Buffer.concat(parts);
  if (archive.length !== size) throw new Error(`${archive.length} bytes instead of ${size}`);
  return { archive, diffId };
}

/** All of a tree that a layer has to keep, as GNU tar sees it: a listing, and a digest of the rest. */
function describeTree(directory: string, ...excluded: readonly string[]): readonly string[] {
  const args = ['-C', directory, '--format=pax', '--sort=name', '--numeric-owner', '--mtime=@0'];
  const attributes = ['--xattrs', '--xattrs-include=*'];
  const extended = '--pax-option=delete=atime,delete=ctime,exthdr.name=%d/PaxHeaders/%f';
  const exclude = excluded.map((name) => `--exclude=${name}`);
  const archive = execFileSync('tar', [
    ...args,
    ...attributes,
    extended,
    ...exclude,
    '-cf',
    '-',
    '.',
  ]);
  const listing = execFileSync('tar', [...attributes, '-tvvf', '-'], {
    input: archive,
    encoding: 'utf8',
  });
  return [...listing.split('\n'), createHash('sha256').update(archive).digest('hex')];
}

const shell = (script: string, cwd: string): void => {
  execFileSync('/bin/sh', ['-euc', script], { cwd });
};

t.test('a layer', { skip }, async (t) => {
  t.test('keeps everything on the way into an archive and out again', async (t) => {
    const tree = newDirectory();
    const deep = `${'d'.repeat(200)}/`.repeat(3);
    const given: readonly TinyEntry[] = [
      { name: 'etc/file', content: 'hello', mode: 0o640, uid: 1000, gid: 2000 },
      { name: 'etc/noted', pax: { 'SCHILY.xattr.user.note': '\0binary\n=%' } },
      { name: 'etc/hardlink', type: '1', link: 'etc/file' },
      { name: 'etc/dangling', type: '2', link: '../../../outside' },
      { name: 'etc/absolute', type: '2', link: '/absolute', uid: 7, gid: 8 },
      { name: 'etc/zlink', type: '1', link: 'etc/absolute' },
      { name: 'etc/gone', type: '3', mode: 0 },
      { name: 'setuid', content: 'x', mode: 0o4755, uid: 5, gid: 2_000_000 },
      {
        name: 'capable',
        content: 'x',
        mode: 0o755,
        pax: { 'SCHILY.xattr.security.capability': netRaw },
      },
      { name: 'pipe', type: '6' },
      { name: 'null', type: '3', device: [1, 3], mode: 0o666 },
      { name: 'disk', type: '4', device: [8, 1] },
      { name: 'big', content: 'b'.repeat(700_000) },
      { name: 'empty' },
      { name: 'x', pax: { path: 'new\nline' } },
      { name: 'x', content: 'y', pax: { path: 'ünïcode/ß' } },
      { name: 'sticky', type: '5', mode: 0o1777, uid: 3 },
      { name: 'opaque', type: '5', pax: { 'SCHILY.xattr.trusted.overlay.opaque': 'y' } },
      { name: 'opaque/in' },
      { name: 'x', content: 'z', pax: { path: `${deep}deep` } },
      { name: 'long-link', type: '2', pax: { linkpath: `${deep}deep` } },
      { name: 'old', mtime: 5 },
      { name: 'new', mtime: 2_000_000_000 },
    ];
    const extract = ['-C', tree, '-xpP', '--xattrs', '--xattrs-include=*', '-f', '-'];
    execFileSync('tar', extract, { input: tinyTar(given) });
    const { archive, diffId } = await pack(tree);
    const back = newDirectory();
    const unpacked = await unpackLayer(pieces(archive), back, { layer: 'test' });
    t.equal(unpacked.diffId, diffId);
    t.same(describeTree(back), describeTree(tree));
    t.equal(lstatSync(join(back, 'old')).mtimeMs, 5_000, 'an old time is kept');
    t.equal(lstatSync(join(back, 'new')).mtimeMs, 1_000_000, 'a new one is clamped');
    t.equal((await pack(back)).diffId, diffId, 'packed again it has the same bytes');
    const compressed = newDirectory();
    const gzip = gzipSync(archive);
    const fromGzip = await unpackLayer(pieces(gzip, 1), compressed, { layer: 'test' });
    t.match(fromGzip, { diffId, archiveSize: gzip.length });
    const zstd = execFileSync('zstd', ['-c'], { input: archive });
    const fromZstd = await unpackLayer(pieces(zstd), newDirectory(), { layer: 'test' });
    t.match(fromZstd, { diffId, entries: unpacked.entries });
    execFileSync('tar', ['-tf', '-'], { input: archive });
    t.pass('GNU tar reads the archive');
  });

  t.test('in archives has whiteouts as the image format has them', async (t) => {
    const tree = newDirectory();
    const given: readonly TinyEntry[] = [
      { name: 'a/gone', type: '3', mode: 0 },
      { name: 'a/b', type: '5', pax: { 'SCHILY.xattr.trusted.overlay.opaque': 'y' } },
      { name: 'a/b/x' },
    ];
    const extract = ['-C', tree, '-x', '--xattrs', '--xattrs-include=*', '-f', '-'];
    execFileSync('tar', extract, { input: tinyTar(given) });
    const { archive } = await pack(tree);
    const names = execFileSync('tar', ['-tf', '-'], { input: archive, encoding: 'utf8' });
    t.same(names.trim().split('\n'), ['a/', 'a/b/', 'a/b/.wh..wh..opq', 'a/b/x', 'a/.wh.gone']);
    t.notMatch(archive.toString('latin1'), 'overlay');
  });

  t.test('with whiteouts in any order hides what is below', async (t) => {
    const lower = newDirectory();
    shell('mkdir -p keep opaque swap; touch keep/a keep/b opaque/old swap/old file gone', lower);
    const upper = newDirectory();
    const entries: TinyEntry[] = [
      { name: 'opaque/.wh..wh..opq' },
      { name: 'opaque/', type: '5', mode: 0o700 },
      { name: 'opaque/new', content: 'x' },
      { name: '.wh.gone' },
      { name: 'keep/.wh.b' },
      { name: '.wh.swap' },
      { name: 'swap', type: '5' },
      { name: 'swap/new' },
      { name: 'file', content: 'changed' },
      { name: '.wh.file' },
    ];
    await unpackLayer(pieces(tinyTar(entries)), upper, { layer: 'test' });
    const store = await openStore({ root: join(base, 'store'), runRoot: join(base, 'run') });
    const target = join(base, 'merged');
    await mountOverlay(store, {
      lower: [lower, upper],
      upper: join(base, 'top'),
      work: join(base, 'work'),
      target,
    });
    const seen = readdirSync(target, { recursive: true, encoding: 'utf8' }).sort();
    t.same(seen, ['file', 'keep', 'keep/a', 'opaque', 'opaque/new', 'swap', 'swap/new']);
    t.equal(readFileSync(join(target, 'file'), 'utf8'), 'changed');
    t.equal(lstatSync(join(target, 'opaque')).mode & 0o777, 0o700);
    await unmountBelow(base);
  });

  t.test('takes archives as other programs write them', async (t) => {
    const tree = newDirectory();
    shell('mkdir a; echo x > a/x; ln -s x a/l; ln a/x a/h; mknod a/c c 1 3', tree);
    const long = 'n'.repeat(180);
    writeFileSync(join(tree, long), 'long');
    for (const format of ['gnu', 'pax', 'posix', 'ustar', 'v7'] as const) {
      // What those formats cannot hold.
      const excluded = {
        gnu: [],
        pax: [],
        posix: [],
        ustar: [`./${long}`],
        v7: [`./${long}`, './a/c'],
      }[format];
      const exclude = excluded.map((name) => `--exclude=${name}`);
      const args = ['-C', tree, `--format=${format}`, ...exclude, '-cf', '-', '.'];
      const back = newDirectory();
      await unpackLayer(pieces(execFileSync('tar', args)), back, { layer: format });
      t.same(describeTree(back), describeTree(tree, ...excluded), format);
    }
  });
});

t.test(
  'a hostile layer is refused by name, and nothing outside is touched',
  { skip },
  async (t) => {
    const d: TinyEntry = { name: 'd', type: '5' };
    const symlink = (name: string, link: string): TinyEntry => ({ name, type: '2', link });
    const hardlink = (name: string, link: string): TinyEntry => ({ name, type: '1', link });
    const write = (name: string): TinyEntry => ({ name, content: 'owned' });
    const cases: readonly (readonly [string, readonly TinyEntry[], RegExp])[] = [
      ['a name that leads upwards', [write('../victim')], /"\.\.\/victim".*upwards/],
      ['a name that leads upwards later', [write('d/../../victim')], /upwards/],
      ['an absolute name', [write('/victim')], /absolute/],
      [
        'an absolute name in an extended header',
        [{ ...write('x'), pax: { path: '/victim' } }],
        /absolute/,
      ],
      [
        'a write through a link upwards',
        [symlink('l', '..'), write('l/victim')],
        /parent "l" is a symbolic link/,
      ],
      [
        'a write through an absolute link',
        [symlink('l', '/tmp'), write('l/victim')],
        /symbolic link/,
      ],
      [
        'a write through two links',
        [symlink('a', '.'), symlink('a/b', '..'), write('a/b/victim')],
        /symbolic link/,
      ],
      [
        'a directory replaced by a link',
        [d, symlink('d', '..'), write('d/victim')],
        /"d": the layer has it twice/,
      ],
      [
        'a directory through a link',
        [symlink('l', '..'), { name: 'l/d', type: '5' }],
        /symbolic link/,
      ],
      ['a file under a file', [write('f'), write('f/x')], /no directory/],
      ['a hard link upwards', [hardlink('h', '../victim')], /upwards/],
      ['an absolute hard link', [hardlink('h', '/etc/passwd')], /absolute/],
      ['a hard link to what is not there', [hardlink('h', 'etc/shadow')], /not in this layer/],
      [
        'a hard link through a link',
        [symlink('l', '/etc'), hardlink('h', 'l/passwd')],
        /not in this layer/,
      ],
      ['a hard link to a directory', [d, hardlink('h', 'd')], /hard link to a directory/],
      ['a link without target', [symlink('l', '')], /link target/],
      ['a file twice', [write('f'), write('./f')], /twice/],
      ['a forged whiteout', [{ name: 'w', type: '3', device: [0, 0] }], /whiteout/],
      [
        'a forged opaque directory',
        [{ ...d, pax: { 'SCHILY.xattr.trusted.overlay.opaque': 'y' } }],
        /belongs to overlayfs/,
      ],
      [
        'a redirect',
        [{ ...d, pax: { 'SCHILY.xattr.trusted.overlay.redirect': '/etc' } }],
        /belongs to overlayfs/,
      ],
      [
        'a redirect of an unprivileged mount',
        [{ ...d, pax: { 'SCHILY.xattr.user.overlay.redirect': '/etc' } }],
        /belongs to overlayfs/,
      ],
      ['a whiteout of nothing', [{ name: '.wh.' }], /no whiteout/],
      ['a whiteout of the parent', [{ name: 'd/.wh...' }], /no whiteout/],
      ['a whiteout of a whiteout', [{ name: '.wh..wh.x' }], /no whiteout/],
      [
        'a whiteout through a link',
        [symlink('l', '..'), { name: 'l/.wh.victim' }],
        /symbolic link/,
      ],
      [
        'a hard link to a whiteout',
        [{ name: '.wh.x' }, hardlink('h', '.wh.x')],
        /not in this layer/,
      ],
      ['an unknown type', [{ name: 'x', type: 'Z' }], /unknown type/],
      ['a sparse file', [{ name: 'x', type: 'S' }], /unknown type/],
      ['a sparse file in pax', [{ ...write('x'), pax: { 'GNU.sparse.major': '1' } }], /sparse/],
      ['a zero byte in a name', [{ ...write('x'), pax: { path: 'a\0b' } }], /zero byte/],
      ['a name too long', [{ ...write('x'), pax: { path: 'x'.repeat(256) } }], /too long/],
      ['a path too long', [{ ...write('x'), pax: { path: `${'x/'.repeat(3000)}x` } }], /too long/],
      ['a negative size', [{ ...write('x'), pax: { size: '-1' } }], /size is no number/],
      ['a size of nonsense', [{ ...write('x'), pax: { size: '1e3' } }], /size is no number/],
      ['an owner out of range', [{ ...write('x'), pax: { uid: '4294967295' } }], /owner/],
      ['content of a directory', [{ ...d, size: 512 }], /must not have content/],
      [
        'a global header that renames',
        [{ name: 'g', type: 'g', content: '14 path=/evil\n' }],
        /global header/,
      ],
      ['a broken extended header', [{ name: 'p', type: 'x', content: '99 path=x\n' }], /cut off/],
      [
        'an extended header of nonsense',
        [{ name: 'p', type: 'x', content: 'nonsense' }],
        /cannot be read/,
      ],
      ['a huge extended header', [{ name: 'p', type: 'x', size: 2 ** 31 }], /too large/],
      ['a huge long name', [{ name: 'p', type: 'L', size: 2 ** 30 }], /too large/],
      ['a file cut off', [{ ...write('x'), size: 2 ** 30 }], /cut off/],
    ];
    const victim = join(base, 'victim');
    writeFileSync(victim, 'untouched');
    for (const [what, entries, message] of cases) {
      t.test(what, async (t) => {
        const directory = newDirectory();
        const before = readdirSync(base);
        const attempt = unpackLayer(pieces(tinyTar(entries)), directory, { layer: 'sha256:evil' });
        const error: unknown = await attempt.catch((reason: unknown) => reason);
        t.ok(error instanceof LayerInvalid);
        t.match(error, { message, layer: 'sha256:evil' });
        t.same(readdirSync(base), before);
        t.equal(readFileSync(victim, 'utf8'), 'untouched');
      });
    }
  },
);

t.test('a broken or oversized archive is refused', { skip }, async (t) => {
  const refused = async (archive: Buffer, message: RegExp, limits?: object): Promise<void> => {
    const options = {
      layer: 'x',
      ...(limits === undefined
        ? {}
        : { limits: { entries: 1e6, bytes: 1e9, ratio: 100, ratioFrom: 1e6, ...limits } }),
    };
    await t.rejects(unpackLayer(pieces(archive, 1 << 16), newDirectory(), options), {
      name: 'LayerInvalid',
      message,
    });
  };
  await refused(Buffer.from('this is no archive'.repeat(100)), /no tar archive/);
  await refused(tinyTar([{ name: 'x', content: 'y' }]).subarray(0, 700), /cut off/);
  await refused(gzipSync(tinyTar([{ name: 'x' }])).subarray(0, 40), /compression is broken/);
  const noZstd = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(99, 7)]);
  await refused(noZstd, /compression is broken/);
  const many = Buffer.concat(
    Array.from({ length: 200 }, (_, index) => tinyEntry({ name: `f${index}` })),
  );
  await refused(many, /more than 100 entries/, { entries: 100 });
  const zeros = gzipSync(tinyTar([{ name: 'zeros', content: '\0'.repeat(8_000_000) }]));
  await refused(zeros, /more than 100 times its size/, {});
  await refused(zeros, /more than 1000000 bytes/, { bytes: 1e6, ratio: 1e9 });
  await unpackLayer(pieces(Buffer.alloc(1024)), newDirectory(), { layer: 'x' });
  t.pass('an empty archive is an empty layer');
});

t.test('a layer without a program to read it says which one is missing', { skip }, async (t) => {
  const path = process.env['PATH'];
  t.teardown(() => {
    process.env['PATH'] = path;
  });
  process.env['PATH'] = newDirectory();
  const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]);
  const attempt = unpackLayer(pieces(zstdMagic), newDirectory(), { layer: 'x' });
  await t.rejects(attempt, { message: /is not installed/ });
});

t.test('nothing stays mounted', async (t) => {
  t.same(await mountsBelow(base), []);
});
