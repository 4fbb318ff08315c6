/* What builds keep for the next build, on the real kernel: shown, in use, removed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { ImageSpec } from '../../model/index.js';
import { collectGarbage, dropStageLayers, stageLayers } from '../images/index.js';
import { cannotRunContainers } from '../testing/index.js';
import { listCaches, removeCache, type BuildProgress } from './index.js';
import { build, closeTestStack, newStore, withRoot } from './test-stack-fixture.js';

const skip = cannotRunContainers() ?? false;
t.teardown(closeTestStack);

const mount = 'RUN --mount=type=cache,id=parts,target=/cache,mode=0750,uid=7,gid=8';
const imageOf = (...instructions: readonly string[]): ImageSpec => ({
  name: 'test/app',
  dockerfile_inline: [
    'FROM scratch AS os',
    'COPY busybox /bin/',
    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    'FROM os',
    ...instructions,
  ].join('\n'),
  steps: [],
});

t.test('caches of commands', { skip }, async (t) => {
  const store = await newStore();

  t.test('stay from build to build, under their ids', async (t) => {
    await build(store, imageOf(`${mount} stat -c '%a %u:%g' /cache > /cache/is`));
    const image = await build(store, imageOf(`${mount} cp /cache/is /is`));
    await withRoot(store, image, (root) => {
      t.equal(readFileSync(join(root, 'is'), 'utf8'), '750 7:8\n');
      t.notOk(existsSync(join(root, 'cache')), 'they are no part of a layer');
    });
    t.match(await listCaches(store), [{ id: 'parts', inUse: false }]);
  });

  t.test('are not removed while a build uses them', async (t) => {
    const [cache] = await listCaches(store);
    const name = cache?.name ?? '';
    let refused: Promise<unknown> | undefined;
    const onOutput = (line: string): void => {
      if (line !== 'here') return;
      refused = t.rejects(removeCache(store, name), {
        message: 'the cache parts is in use by a build',
      });
      void refused.then(async () => {
        t.match(await listCaches(store), [{ inUse: true }]);
        writeFileSync(join(cache?.path ?? '', 'go'), '');
      });
    };
    const waits = 'echo here; for i in $(seq 300); do test -e /cache/go && break; sleep 0.1; done';
    const told = imageOf(`${mount} ${waits}; cat /cache/is`);
    await build(store, told, { onOutput });
    await refused;
    t.match(await listCaches(store), [{ inUse: false }]);
  });

  t.test('are not kept by a build that was killed', async (t) => {
    const [cache] = await listCaches(store);
    const dead = join(store.paths.tmp, '1-1-00000000-dead');
    mkdirSync(join(dead, 'caches'), { recursive: true });
    writeFileSync(join(dead, 'caches', cache?.name ?? ''), '');
    t.match(await listCaches(store), [{ inUse: false }]);
    rmSync(dead, { recursive: true });
  });

  t.test('are removed with what is in them, and made anew', async (t) => {
    const [cache] = await listCaches(store);
    await removeCache(store, cache?.name ?? '');
    t.same(await listCaches(store), []);
    t.same(readdirSync(store.paths.caches), [], 'with their notes');
    t.same(readdirSync(store.paths.tmp), []);
    await t.rejects(removeCache(store, cache?.name ?? ''), { message: /^there is no cache / });
    const image = await build(store, imageOf(`${mount} ls -A /cache | wc -l > /left`));
    await withRoot(store, image, (root) => {
      t.equal(readFileSync(join(root, 'left'), 'utf8'), '0\n');
    });
  });
});

t.test('layers of stages that no image consists of', { skip }, async (t) => {
  const store = await newStore();
  const spec = imageOf('RUN echo made > /made', 'FROM os', 'COPY --from=1 /made /', 'RUN true');
  const image = await build(store, spec);
  t.equal((await stageLayers(store)).length, 1, 'that of the command; the system is in the image');
  const none = async (): Promise<readonly []> => [];
  await collectGarbage(store, none);
  t.equal((await stageLayers(store)).length, 1);

  // A build that has one in hand keeps it, whatever is given up meanwhile.
  const dropped: Promise<unknown>[] = [];
  const progress: BuildProgress[] = [];
  await build(store, spec, {
    onProgress: (told) => {
      progress.push(told);
      if (told.step === 3)
        dropped.push(dropStageLayers(store).then(() => collectGarbage(store, none)));
    },
  });
  await Promise.all(dropped);
  t.ok(
    progress.every(({ cached }) => cached),
    'nothing had to be made',
  );
  await dropStageLayers(store);
  t.same(await stageLayers(store), []);
  t.match(await collectGarbage(store, none), { layers: 1 });
  await withRoot(store, image, (root) =>
    t.ok(existsSync(join(root, 'made')), 'the image is whole'),
  );
});
