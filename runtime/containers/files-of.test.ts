/* Files of containers read and written from outside, by honest and by hostile ones. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { PathRefused } from '../archive/index.js';
import { cannotRunContainers, makeTestHost } from '../testing/index.js';

const skip = cannotRunContainers() ?? false;

/** An archive made by GNU tar. */
const tarOf = (directory: string, ...args: readonly string[]): AsyncIterable<Uint8Array> => {
  const archive = execFileSync('tar', ['-C', directory, '-c', ...args], { maxBuffer: 1 << 28 });
  return (async function* () {
    yield archive;
  })();
};

const faultOf = async (attempt: Promise<unknown>): Promise<unknown> => {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (error instanceof PathRefused) return error.fault.kind;
    throw error;
  }
};

t.test('files of containers', { skip }, async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-files-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { containers, volumes } = host.engine;
  const unpacked = async (container: string, path: string): Promise<string> => {
    const directory = mkdtempSync(join(base, 'out-'));
    const archive = await buffer(containers.readArchive(container, path));
    execFileSync('tar', ['-C', directory, '-xp'], { input: archive });
    return directory;
  };
  const outside = join(base, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 'of the host\n');
  const volume = await volumes.create({ name: 'files', labels: {} });
  writeFileSync(join(volume.path, 'kept'), 'in the volume\n');

  const making = [
    'mkdir -p /tree/sub /data2; echo one > /tree/a; ln /tree/a /tree/sub/b; ln -s a /tree/link',
    'mkfifo -m 640 /tree/pipe; mknod /tree/null c 1 3; chown 1000:2000 /tree/a; chmod 4755 /tree/a',
    `ln -s ${outside} /out; ln -s / /tree/root; ln -s ../../../../../../etc /tree/up`,
    `touch -d '2001-02-03 04:05:06' /tree/sub; printf '\\377' > /tree/$(printf '\\377\\376')`,
    'touch /ready; sleep 1000',
  ];
  const options = {
    name: 'files',
    command: ['sh', '-c', making.join('; ')],
    mounts: {
      '/volume': { type: 'volume', source: 'files', read_only: false },
      '/fixed': { type: 'bind', source: outside, read_only: true },
      '/single': { type: 'bind', source: join(outside, 'secret'), read_only: false },
    },
    configs: { '/given': { content: 'given\n', uid: 0, gid: 0, mode: '0444' } },
  } as const;
  await host.run(options);
  while ((await containers.findPath('files', '/ready', 'leave')) === undefined) await delay(10);

  for (const state of ['running', 'stopped']) {
    await t.test(`of one that is ${state}`, async (t) => {
      if (state === 'stopped') await containers.stop('files', { timeout: 0 });

      await t.test('are packed as they are', async (t) => {
        const tree = join(await unpacked('files', '/tree'), 'tree');
        t.equal(readFileSync(join(tree, 'sub/b'), 'utf8'), 'one\n');
        t.equal(statSync(join(tree, 'a')).ino, statSync(join(tree, 'sub/b')).ino, 'hard links');
        t.match(statSync(join(tree, 'a')), { uid: 1000, gid: 2000, mode: 0o104755 });
        t.equal(readlinkSync(join(tree, 'root')), '/');
        t.equal(lstatSync(join(tree, 'null')).rdev, 0x103);
        t.ok(lstatSync(join(tree, 'pipe')).isFIFO());
        t.equal(statSync(join(tree, 'sub')).mtime.getTime(), 981173106000);
        const odd = Buffer.concat([Buffer.from(`${tree}/`), Buffer.from([0xff, 0xfe])]);
        t.same(readFileSync(odd), Buffer.from([0xff]));
      });

      await t.test('are found through links inside the container alone', async (t) => {
        const at = async (path: string): Promise<string | undefined> =>
          (await containers.findPath('files', path, 'follow'))?.path;
        t.equal(await at('/tree/up/passwd'), '/etc/passwd', '.. stops at the root');
        t.equal(await at('/tree/root/etc/../etc/passwd'), '/etc/passwd');
        t.equal(await at('/out/secret'), undefined, 'the host is not there');
        t.equal(await at('/../../..'), '/');
        t.equal(await at('/tree/nothing/at/all'), undefined);
        t.equal(
          await faultOf(containers.findPath('files', '/tree/a/x', 'follow')),
          'not-a-directory',
        );
        t.match(await containers.findPath('files', '/out', 'leave'), { link: outside });
      });

      await t.test('are its volumes and paths of the host, too', async (t) => {
        const there = join(await unpacked('files', '/volume'), 'volume');
        t.equal(readFileSync(join(there, 'kept'), 'utf8'), 'in the volume\n');
        const only = async (path: string): Promise<string> => {
          const single = await unpacked('files', path);
          const [name = ''] = execFileSync('ls', [single], { encoding: 'utf8' }).trim().split('\n');
          return readFileSync(join(single, name), 'utf8');
        };
        t.equal(await only('/single'), 'of the host\n');
        t.equal(await only('/given'), 'given\n', 'and what it has by content');
      });

      await t.test('are written with owners, over others, into volumes', async (t) => {
        const source = mkdtempSync(join(base, 'in-'));
        mkdirSync(join(source, 'new/deep'), { recursive: true });
        writeFileSync(join(source, 'new/deep/x'), state);
        const archive = (): AsyncIterable<Uint8Array> =>
          tarOf(source, '--owner=1234', '--group=4321', 'new');
        await containers.writeArchive('files', '/volume', archive());
        await containers.writeArchive('files', '/volume', archive());
        const path = join(volume.path, 'new/deep/x');
        t.equal(readFileSync(path, 'utf8'), state);
        t.match(statSync(path), { uid: 1234, gid: 4321 });
        await containers.writeArchive('files', '/tree/root/data2', archive());
        const back = await unpacked('files', '/data2/new/deep/x');
        t.equal(readFileSync(join(back, 'x'), 'utf8'), state);
        t.equal(await faultOf(containers.writeArchive('files', '/fixed', archive())), 'read-only');
        t.equal(await faultOf(containers.writeArchive('files', '/none', archive())), 'missing');
        t.equal(
          await faultOf(containers.writeArchive('files', '/tree/a', archive())),
          'not-a-directory',
        );
      });

      await t.test('are not written through links, nor upwards', async (t) => {
        const source = mkdtempSync(join(base, 'in-'));
        symlinkSync(outside, join(source, 'trap'));
        await containers.writeArchive('files', '/tree', tarOf(source, 'trap'));
        rmSync(join(source, 'trap'));
        mkdirSync(join(source, 'trap'));
        writeFileSync(join(source, 'trap/planted'), 'x');
        const through = tarOf(source, 'trap/planted');
        t.equal(
          await faultOf(containers.writeArchive('files', '/tree', through)),
          'link-in-the-way',
        );
        const upwards = tarOf(source, '-P', '--transform=s,^trap,../..,', 'trap/planted');
        t.equal(await faultOf(containers.writeArchive('files', '/tree', upwards)), 'leads-outside');
        const absolute = tarOf(source, '-P', '--transform=s,^trap,/tree/out,', 'trap/planted');
        await containers.writeArchive('files', '/tree', absolute);
        t.notOk(existsSync('/tree/out/planted'), 'an absolute name begins at the directory');
        t.notOk(existsSync(join(outside, 'planted')));
        const directory = tarOf(source, '--transform=s,^trap,out2,', 'trap');
        await containers.writeArchive('files', '/tree', directory);
        const file = tarOf(source, '--transform=s,^trap/planted,out2,', 'trap/planted');
        t.equal(await faultOf(containers.writeArchive('files', '/tree', file)), 'in-the-way');
      });
    });
  }

  await t.test('of one that swaps directories for links are never of the host', async (t) => {
    // Back and forth, as fast as it can, in the place of what is being read and written.
    const swap = `mkdir -p /race/real/in; ln -s ${outside} /race/link; cd /race; ready=1
      while :; do mv real x; mv link real; mv real link; mv x real; done`;
    await host.run({ name: 'racer', command: ['sh', '-c', swap], mounts: {} });
    const source = mkdtempSync(join(base, 'in-'));
    mkdirSync(join(source, 'real/in'), { recursive: true });
    writeFileSync(join(source, 'real/in/planted'), 'x');
    const archive = await buffer(tarOf(source, 'real'));
    const before = execFileSync('ls', ['-la', '--full-time', outside], { encoding: 'utf8' });
    let [written, refused, read] = [0, 0, 0];
    const until = Date.now() + 4_000;
    while (Date.now() < until) {
      const pieces = (async function* () {
        yield archive;
      })();
      if ((await faultOf(containers.writeArchive('racer', '/race', pieces))) === undefined)
        written += 1;
      else refused += 1;
      const path = refused % 2 === 0 ? '/race/real/secret' : '/race';
      const packed = await buffer(containers.readArchive('racer', path)).catch((error: unknown) => {
        if (error instanceof PathRefused) return Buffer.alloc(0);
        throw error;
      });
      t.notOk(packed.includes('of the host'), 'nothing of the host is read');
      read += packed.length > 0 ? 1 : 0;
    }
    t.ok(
      written > 0 && refused > 0 && read > 0,
      `${written} written, ${refused} refused, ${read} read`,
    );
    t.equal(execFileSync('ls', ['-la', '--full-time', outside], { encoding: 'utf8' }), before);
  });

  await t.test('nothing is left on the host', async (t) => {
    await containers.remove('files', { force: true });
    await containers.remove('racer', { force: true });
    await volumes.remove('files');
    t.same(await host.close(), []);
  });
});
