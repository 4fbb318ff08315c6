/* Images of the store on the real kernel: names, removal, bases, and what other tools read. */
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { buildImage } from '../build/index.js';
import {
  build,
  busybox,
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
} from '../build/test-stack-fixture.js';
import { findExecutable } from '../parts/index.js';
import { cannotRunContainers } from '../testing/index.js';
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
} from './index.js';

const skip = cannotRunContainers() ?? false;
t.teardown(closeTestStack);

const skopeo = skip || (findExecutable('skopeo') === undefined ? 'skopeo is not installed' : false);

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
