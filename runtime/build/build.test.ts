/* The builder on the real kernel: layers, cache, failures, leftovers, and what other tools read. */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { BuildStep, ImageSpec } from '../../model/index.js';
import { resolveImage, type ResolvedImage } from '../context/index.js';
import {
  collectGarbage,
  exportLayout,
  findImage,
  findImageByContent,
  ImageInUse,
  ImageNotFound,
  importLayout,
  layerPaths,
  listImages,
  removeImage,
  type Image,
} from '../images/index.js';
import { mountOverlay, mountsBelow, unmountBelow } from '../layers/index.js';
import { findExecutable } from '../parts/index.js';
import { openStore, type Store } from '../store/index.js';
import { cannotRunContainers, settledLeftovers, takeSnapshot } from '../testing/index.js';
import { BuildFailed, buildImage, type BuildOptions, type BuildProgress } from './index.js';

const skip = cannotRunContainers() ?? false;
const skopeo = skip || (findExecutable('skopeo') === undefined ? 'skopeo is not installed' : false);

const base = mkdtempSync(join(tmpdir(), 'stowage-build-'));
t.teardown(async () => {
  await unmountBelow(base);
  rmSync(base, { recursive: true, force: true });
});

/** A stack's directory with busybox in it, and stores that builds go to. */
const stack = join(base, 'stack');
mkdirSync(join(stack, 'app/lib'), { recursive: true });
cpSync('/bin/busybox', join(stack, 'busybox'));
writeFileSync(join(stack, 'app/main.txt'), 'main');
writeFileSync(join(stack, 'app/lib/lib.txt'), 'lib');

let stores = 0;
async function newStore(): Promise<Store> {
  stores += 1;
  return openStore({ root: join(base, `store${stores}`), runRoot: join(base, `run${stores}`) });
}

const copy = (source: string, target: string, more: object = {}): BuildStep => ({
  kind: 'copy',
  sources: [source],
  target,
  ...more,
});
const run = (line: string): BuildStep => ({ kind: 'run', command: ['/bin/sh', '-c', line] });
const busybox: readonly BuildStep[] = [
  copy('busybox', '/bin/'),
  { kind: 'run', command: ['/bin/busybox', '--install', '-s', '/bin'] },
];
const imageOf = (steps: readonly BuildStep[], more: Partial<ImageSpec> = {}): ImageSpec => ({
  name: 'test/app',
  from: { kind: 'scratch' },
  steps,
  ...more,
});

async function resolved(store: Store, spec: ImageSpec): Promise<ResolvedImage> {
  const { value, diagnostics } = await resolveImage(spec, {
    directory: stack,
    baseOf: async (name) => {
      const found = await findImage(store, name);
      return found === undefined ? undefined : { identity: found.key, config: found.config };
    },
  });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

async function build(
  store: Store,
  spec: ImageSpec,
  options: Partial<BuildOptions> = {},
): Promise<Image> {
  const image = await resolved(store, spec);
  return buildImage(store, image, { directory: stack, reference: 'test/app:1', ...options });
}

/** Builds, and gives for each step that makes a layer whether it was there already. */
async function cachedSteps(store: Store, spec: ImageSpec): Promise<readonly boolean[]> {
  const progress: BuildProgress[] = [];
  await build(store, spec, { onProgress: (step) => progress.push(step) });
  return progress.map(({ cached }) => cached);
}

/** Does something with an image's root file system mounted. */
async function withRoot<T>(store: Store, image: Image, action: (root: string) => T): Promise<T> {
  const place = mkdtempSync(join(store.paths.tmp, 'root-'));
  const target = join(place, 'root');
  const lower = layerPaths(store, image);
  await mountOverlay(store, { lower, upper: join(place, 'up'), work: join(place, 'work'), target });
  try {
    return action(target);
  } finally {
    await unmountBelow(place);
    rmSync(place, { recursive: true });
  }
}

const failure = async (attempt: Promise<unknown>): Promise<BuildFailed> => {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BuildFailed) return error;
  throw new Error('the build did not fail as it should', { cause: error });
};

t.test('an image', { skip }, async (t) => {
  const before = takeSnapshot({});
  const store = await newStore();

  t.test('is built from steps, with their settings', async (t) => {
    const spec = imageOf(
      [
        ...busybox,
        { kind: 'env', env: { GREETING: 'hello' } },
        { kind: 'workdir', path: '/srv' },
        copy('app', '.', { owner: '1000:1000' }),
        { kind: 'user', user: '1000' },
        run('echo "$GREETING $(id -u) $(pwd)" > lib/said'),
      ],
      { command: ['sh'], labels: { a: 'b' } },
    );
    const image = await build(store, spec, { labels: { 'stowage.address': 'image.app' } });
    t.match(image, {
      references: ['test/app:1'],
      config: {
        command: ['sh'],
        user: '1000',
        workdir: '/srv',
        labels: { a: 'b', 'stowage.address': 'image.app' },
      },
    });
    await withRoot(store, image, (root) => {
      t.equal(readFileSync(join(root, 'srv/lib/said'), 'utf8'), 'hello 1000 /srv\n');
      t.equal(readlinkSync(join(root, 'bin/sh')), '/bin/busybox');
      t.match(lstatSync(join(root, 'srv/lib/lib.txt')), { uid: 1000, gid: 1000, mtimeMs: 0 });
      t.match(lstatSync(join(root, 'bin')), { uid: 0, gid: 0 });
      t.equal(lstatSync(root).mode & 0o7777, 0o755);
      t.same(readdirSync(root).sort(), ['bin', 'srv'], 'mount points are not part of a layer');
    });
  });

  t.test('that did not change is not built again', async (t) => {
    const spec = imageOf([...busybox, copy('app', '/srv'), run('cat /srv/main.txt > /copy')]);
    const first = await build(store, spec);
    t.same(await cachedSteps(store, spec), [true, true, true, true]);
    t.equal((await build(store, spec)).id, first.id);
    const labelled = await build(store, spec, { labels: { 'stowage.stack': 'x' } });
    t.not(labelled.id, first.id);
    t.same(labelled.layers, first.layers, 'labels are no part of a layer');
  });

  t.test('with one changed file rebuilds that step and those after it', async (t) => {
    const spec = imageOf([
      ...busybox,
      copy('app/lib', '/lib'),
      copy('app/main.txt', '/'),
      run('true'),
    ]);
    await build(store, spec);
    writeFileSync(join(stack, 'app/main.txt'), 'changed');
    t.same(await cachedSteps(store, spec), [true, true, true, false, false]);
    writeFileSync(join(stack, 'app/main.txt'), 'main');
    t.same(
      await cachedSteps(store, spec),
      [true, true, true, true, true],
      'and back is there still',
    );
  });

  t.test('is the same, byte for byte, in another store', async (t) => {
    const spec = imageOf([
      ...busybox,
      copy('app', '/srv'),
      run(
        'mkdir /made && echo x > /made/file && rm /srv/main.txt && rm -r /srv/lib && mkdir /srv/lib',
      ),
    ]);
    const one = await build(store, spec);
    const other = await build(await newStore(), spec);
    t.equal(other.id, one.id);
    t.same(other.diffIds, one.diffIds);
  });

  t.test('honours what its base has at the targets of copies', async (t) => {
    const first = await build(
      store,
      imageOf([
        ...busybox,
        run(
          'mkdir -p /usr/bin /tmp /real && chmod 1777 /tmp && ln -s usr/bin /sbin && ln -s /real /link && ln -s ../../../../../../../../escape /out',
        ),
      ]),
      { reference: 'test/base:1' },
    );
    const from = { kind: 'image', name: 'test/base:1' } as const;
    const image = await build(
      store,
      imageOf(
        [
          copy('app/main.txt', '/sbin/tool'),
          copy('app/main.txt', '/tmp/x'),
          copy('app', '/link'),
          copy('app/main.txt', '/out/file'),
        ],
        { from },
      ),
    );
    t.same(image.layers.slice(0, first.layers.length), first.layers);
    await withRoot(store, image, (root) => {
      t.equal(readlinkSync(join(root, 'sbin')), 'usr/bin', 'a link above a target stays');
      t.equal(readFileSync(join(root, 'usr/bin/tool'), 'utf8'), 'main');
      t.equal(lstatSync(join(root, 'tmp')).mode & 0o7777, 0o1777, 'a parent keeps its mode');
      t.equal(readFileSync(join(root, 'real/lib/lib.txt'), 'utf8'), 'lib');
      t.equal(readFileSync(join(root, 'escape/file'), 'utf8'), 'main', 'links end at the root');
    });
    const onto = await failure(build(store, imageOf([copy('app/main.txt', '/usr/bin')], { from })));
    t.match(onto, { step: 1, failure: { kind: 'target', path: '/usr/bin' } });
    const under = await failure(build(store, imageOf([copy('app', '/bin/busybox/x')], { from })));
    t.match(
      under.message,
      /step 1 \(copy app -> \/bin\/busybox\/x\): \/bin\/busybox is no directory/,
    );
  });

  t.test('has no layer of a step that changes nothing', async (t) => {
    const spec = imageOf([...busybox, { kind: 'workdir', path: '/bin' }]);
    const image = await build(store, spec);
    t.equal(image.layers.length, 2);
    t.equal(image.cache.length, 3);
    await collectGarbage(store, async () => []);
    t.same(await cachedSteps(store, spec), [true, true, true]);
  });

  t.test('that cannot be built says which step, why, and what was said', async (t) => {
    const noisy = imageOf([...busybox, run('echo one; echo two >&2; seq 100; exit 3')]);
    const exited = await failure(build(store, noisy));
    t.equal(
      exited.message,
      'image test/app, step 3 (run echo one; echo two >&2; seq 100; exit 3): the command ended with exit code 3',
    );
    t.equal(exited.lines.length, 20);
    t.match(exited.failure, { kind: 'exit', code: 3 });
    const missing = await failure(
      build(store, imageOf([...busybox, { kind: 'run', command: ['nope'] }])),
    );
    t.match(missing.failure, { kind: 'not-started', reason: /nope/ });
    const one = await failure(build(store, imageOf([...busybox, run('echo no; exit 1')])));
    t.match(one.failure, { kind: 'exit', code: 1, lines: ['no'] });
  });

  t.test('that is interrupted stops at once', async (t) => {
    const abort = new AbortController();
    const spec = imageOf([...busybox, run('echo started; sleep 1000')]);
    const onOutput = (text: string): void => {
      if (text.includes('started')) abort.abort();
    };
    const error = await failure(build(store, spec, { onOutput, signal: abort.signal }));
    t.match(error.failure, { kind: 'interrupted' });
  });

  t.test('is refused when a file was changed after the plan', async (t) => {
    const image = await resolved(store, imageOf([copy('app', '/changed')]));
    writeFileSync(join(stack, 'app/main.txt'), 'late');
    const options = { directory: stack, reference: 'x:1' };
    await t.rejects(buildImage(store, image, options), {
      message:
        'image test/app, step 1 (copy app -> /changed): app/main.txt was changed while it was read',
    });
    rmSync(join(stack, 'app/main.txt'));
    symlinkSync('/etc/hostname', join(stack, 'app/main.txt'));
    t.match((await failure(buildImage(store, image, options))).failure, { kind: 'content' });
    rmSync(join(stack, 'app/main.txt'));
    writeFileSync(join(stack, 'app/main.txt'), 'main');
  });

  t.test('does not depend on the umask', async (t) => {
    const umask = process.umask(0o077);
    t.teardown(() => process.umask(umask));
    const image = await build(await newStore(), imageOf([...busybox, copy('app', '/a/b/')]));
    process.umask(umask);
    const usual = await build(await newStore(), imageOf([...busybox, copy('app', '/a/b/')]));
    t.same(image.diffIds, usual.diffIds);
  });

  t.test('is made once by two builds at the same time', async (t) => {
    const fresh = await newStore();
    const spec = imageOf([...busybox, run('cat /proc/sys/kernel/random/uuid > /id')]);
    const [one, two] = await Promise.all([build(fresh, spec), build(fresh, spec)]);
    t.equal(one.id, two.id, 'the second takes the layer of the first');
  });

  t.test('leaves nothing on the host but the store', async (t) => {
    t.same(await mountsBelow(base), []);
    t.same(readdirSync(store.paths.tmp), []);
    const left = await settledLeftovers(before, { concerns: (line) => line.includes(base) });
    t.same(left, []);
  });
});

t.test('a build that is killed leaves what the next one clears away', { skip }, async (t) => {
  const store = await newStore();
  const program = join(fileURLToPath(new URL('.', import.meta.url)), 'killed-build.fixture.js');
  const seconds = `12345.${process.pid}`;
  const args = [store.root, store.runRoot, stack, seconds];
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  t.equal((await mountsBelow(base)).length, 1, 'it is in the middle of a run step');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const sleeping = (): boolean =>
    readdirSync('/proc').some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          .replaceAll('\0', ' ')
          .includes(`sleep ${seconds}`);
      } catch {
        // No process, or one that has just ended.
        return false;
      }
    });
  t.ok(sleeping(), 'the command goes on by itself');
  t.same(await cachedSteps(store, imageOf(busybox)), [true, false], 'what it had finished is kept');
  t.same(await mountsBelow(base), []);
  t.same(readdirSync(store.paths.tmp), []);
  t.notOk(sleeping(), 'its container is gone');
  await removeImage(store, 'test/app:1', []);
  await collectGarbage(store, async () => []);
  t.same(readdirSync(store.paths.layers), [], 'and its layers, which no image has');
});

t.test('images', { skip }, async (t) => {
  const store = await newStore();
  const spec = imageOf([...busybox, copy('app', '/srv')]);

  t.test('are found by name, tag, id and content', async (t) => {
    const image = await build(store, spec);
    for (const name of ['test/app:1', 'test/app', image.id, image.id.slice(7, 20)]) {
      t.equal((await findImage(store, name))?.id, image.id, name);
    }
    t.equal((await findImageByContent(store, image.key))?.id, image.id);
    t.equal(await findImage(store, 'test'), undefined);
    t.equal(await findImage(store, 'constructor'), undefined);
  });

  t.test('lose a name to a newer one, and are kept without', async (t) => {
    const old = await build(store, spec);
    const newer = await build(store, imageOf([...busybox, run('echo newer > /x')]));
    t.same((await findImage(store, old.id))?.references, []);
    t.same((await findImage(store, 'test/app:1'))?.id, newer.id);
    t.equal((await listImages(store)).length, 2);
  });

  t.test('are not removed while a container uses them', async (t) => {
    const image = await build(store, spec);
    const users = [{ name: 'web', imageId: image.id, layers: layerPaths(store, image) }];
    await t.rejects(removeImage(store, 'test/app:1', users), ImageInUse);
    await t.rejects(removeImage(store, 'nope', []), ImageNotFound);
    for (const { id } of await listImages(store)) await removeImage(store, id, []);
    await collectGarbage(store, async () => users);
    t.equal(readdirSync(store.paths.layers).length, image.layers.length, 'its layers are in use');
  });

  t.test('removed with all that used them leave nothing behind', async (t) => {
    t.match(await collectGarbage(store, async () => []), { layers: 3 });
    for (const place of ['layers', 'l', 'tmp', 'blobs/sha256']) {
      t.same(readdirSync(join(store.root, place)), [], place);
    }
    t.same(readdirSync(store.paths.images), ['refs.json']);
  });

  t.test('keep their layers while one of them is built', async (t) => {
    const collected: Promise<unknown>[] = [];
    const onProgress = (): void => void collected.push(collectGarbage(store, async () => []));
    const image = await build(store, imageOf([...busybox, run('true'), copy('app', '/x')]), {
      onProgress,
    });
    await Promise.all(collected);
    await withRoot(store, image, (root) => t.ok(readdirSync(root).includes('x')));
  });
});

t.test(
  'a layer that was not flushed before the host went down is made again',
  { skip },
  async (t) => {
    const store = await newStore();
    const spec = imageOf([copy('app', '/srv')]);
    const [key = ''] = (await build(store, spec)).layers;
    const path = join(store.paths.layers, key, 'meta.json');
    const meta = readFileSync(path, 'utf8');
    const torn = join(store.paths.layers, key, 'diff/srv/main.txt');
    t.match(meta, '"sealed": true');
    writeFileSync(path, meta.replace('"sealed": true', '"sealed": false'));
    t.same(await cachedSteps(store, spec), [true], 'in the same boot it is whole');
    writeFileSync(
      path,
      meta.replace('"sealed": true', '"sealed": false').replace(/"boot": "\w+"/, '"boot": "0"'),
    );
    writeFileSync(torn, '');
    t.same(await cachedSteps(store, spec), [false]);
    t.equal(readFileSync(torn, 'utf8'), 'main');
  },
);

t.test('a base', { skip }, async (t) => {
  const store = await newStore();

  t.test('is a root file system in an archive', async (t) => {
    const image = await build(
      store,
      imageOf([...busybox, run('mknod /null c 1 3; mkdir -m 700 /secret')]),
    );
    await withRoot(store, image, (root) => {
      execFileSync('tar', ['-C', root, '-czf', join(stack, 'rootfs.tar.gz'), '.']);
    });
    const spec = imageOf([run('test -c /null && echo based > /x')], {
      from: { kind: 'rootfs', path: 'rootfs.tar.gz' },
    });
    const onIt = await build(store, spec);
    t.equal(onIt.layers.length, 2);
    await withRoot(store, onIt, (root) => {
      t.equal(readFileSync(join(root, 'x'), 'utf8'), 'based\n');
      t.equal(lstatSync(join(root, 'secret')).mode & 0o777, 0o700);
    });
    const late = await resolved(store, { ...spec, steps: [] });
    writeFileSync(join(stack, 'rootfs.tar.gz'), 'replaced');
    await build(await newStore(), imageOf([]));
    const attempt = buildImage(await newStore(), late, { directory: stack, reference: 'x:1' });
    t.match((await failure(attempt)).message, /^image test\/app: layer .*rootfs\.tar\.gz/);
  });

  t.test('is an image in an OCI layout', async (t) => {
    const image = await build(
      store,
      imageOf([...busybox, copy('app', '/srv')], { command: ['sh'], env: { A: 'b' } }),
    );
    const layout = join(stack, 'layout');
    const digest = await exportLayout(store, image, layout, 'base');
    const other = await newStore();
    const spec = imageOf([run('cat /srv/main.txt > /y')], {
      from: { kind: 'layout', path: 'layout', ref: 'base' },
    });
    const onIt = await build(other, spec);
    t.same(onIt.diffIds.slice(0, 3), image.diffIds);
    t.match(onIt.config, { command: ['sh'], env: { A: 'b' } });
    t.equal((await resolved(other, spec)).image.base, digest);
    const imported = await importLayout(other, layout, 'imported:1');
    t.equal(imported.id, image.id);
    t.match(imported, { key: digest, references: ['imported:1'] });
    const again = join(base, 'again');
    t.equal(
      await exportLayout(other, imported, again, 'base'),
      digest,
      'exported it is the same again',
    );
    await t.rejects(exportLayout(other, imported, again, 'base'), { name: 'DirectoryNotEmpty' });
  });

  t.test('whose bytes are not what they say is refused', async (t) => {
    const blobs = join(stack, 'layout/blobs/sha256');
    for (const name of readdirSync(blobs)) {
      const path = join(blobs, name);
      const content = readFileSync(path);
      const broken = Buffer.from(content);
      broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1;
      writeFileSync(path, broken);
      const attempt = importLayout(await newStore(), join(stack, 'layout'), 'x:1');
      await t.rejects(attempt, { message: /digest/ });
      writeFileSync(path, content);
    }
    await t.rejects(importLayout(store, join(stack, 'layout'), 'x:1', 'nope'), {
      name: 'LayoutRefMissing',
    });
    await importLayout(store, join(stack, 'layout'), 'x:1');
    t.ok(await findImage(store, 'x:1'), 'whole again it is taken');
  });
});

t.test('other tools read the layout', { skip: skopeo }, async (t) => {
  const store = await newStore();
  chmodSync(join(stack, 'app/main.txt'), 0o600);
  const image = await build(
    store,
    imageOf([...busybox, copy('app', '/srv'), run('rm /srv/main.txt')], {
      command: ['sh'],
      expose: ['80/tcp'],
    }),
    { labels: { x: 'y' } },
  );
  const layout = join(base, 'skopeo');
  const digest = await exportLayout(store, image, layout, 'test/app:1');
  const inspected: unknown = JSON.parse(
    execFileSync('skopeo', ['inspect', `oci:${layout}:test/app:1`], { encoding: 'utf8' }),
  );
  t.match(inspected, { Digest: digest, Labels: { x: 'y' }, Os: 'linux', Layers: image.diffIds });
  const archive = join(base, 'docker.tar');
  execFileSync('skopeo', [
    'copy',
    '-q',
    `oci:${layout}:test/app:1`,
    `docker-archive:${archive}:test/app:1`,
  ]);
  t.match(execFileSync('tar', ['-tf', archive], { encoding: 'utf8' }), /manifest\.json/);
  const copied = join(base, 'gzip');
  execFileSync('skopeo', [
    'copy',
    '-q',
    '--dest-compress',
    `oci:${layout}:test/app:1`,
    `oci:${copied}:x`,
  ]);
  const imported = await importLayout(await newStore(), copied, 'x:1');
  t.same(imported.diffIds, image.diffIds, 'compressed by others it is the same');
});
