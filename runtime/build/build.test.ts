/* The builder on the real kernel: layers, cache, failures, and what a killed build leaves. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { collectGarbage, removeImage } from '../images/index.js';
import { mountsBelow } from '../layers/index.js';
import { cannotRunContainers, settledLeftovers, takeSnapshot } from '../testing/index.js';
import { buildImage } from './index.js';
import {
  build,
  busybox,
  cachedSteps,
  closeTestStack,
  copy,
  failure,
  imageOf,
  newStore,
  resolved,
  run,
  stack,
  testBase as base,
  withRoot,
} from './test-stack-fixture.js';

const skip = cannotRunContainers() ?? false;
t.teardown(closeTestStack);

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
  const program = join(fileURLToPath(new URL('.', import.meta.url)), 'killed-build-fixture.js');
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
