/*
 * What was made by hand, past Stowage, becomes a stack by `import --generate`, on each engine with what it can
 * make; and so does what Compose has made.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { completeContainer, type ContainerSpec } from '../../model/index.js';
import {
  newerProgram,
  startDockerd,
  startPodman,
  whyNoDockerd,
  whyNoPodman,
} from '../../providers/testing/index.js';
import {
  createEngine,
  findImage,
  layerPaths,
  locateStore,
  openStore,
} from '../../runtime/index.js';
import { busyboxImage } from './busybox.js';
import { watchMachine } from './host-watch.js';
import {
  composeProject,
  makeOnDocker,
  makeOnPodman,
  saidOnPodman,
  toldOnPodman,
} from './import-hands.js';
import { destroyTaken, importScenario, takeIn, type Hand } from './import-scenario.js';
import { stowage, writeStack } from './stowage.js';

const run = promisify(execFile);

t.test('on the embedded engine', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'stowage-root-'));
  const leftOnHost = watchMachine({ runRoots: [locateStore({ root }).runRoot] });
  const make: Hand['make'] = async (image, directory) => {
    const selfCommand = [process.execPath, resolve('dist/stowage.js')];
    const store = await openStore({ root });
    const engine = createEngine(store, { selfCommand });
    const found = await findImage(store, image);
    if (!found) throw new Error(`no image ${image}`);
    const labels = { team: 'x' };
    await engine.volumes.create({ name: 'files', labels });
    const subnet = '10.77.3.0/24';
    await engine.networks.create({
      name: 'back-net',
      internal: true,
      subnet,
      gateway: null,
      labels: {},
    });
    const specs: readonly ContainerSpec[] = [
      {
        name: 'my.app-2',
        image,
        command: ['sleep', '100'],
        env: { A: '1 "x" ${y}', APP_TOKEN: 'sesame-open' },
        labels,
        hostname: 'host.name',
        mounts: [
          { type: 'volume', source: 'files', target: '/srv' },
          { type: 'bind', source: directory, target: '/conf', read_only: true },
        ],
        tmpfs: { '/run': { size: 2 ** 24, mode: '700' } },
        networks: { 'back-net': { aliases: ['two'], ipv4: '10.77.3.20' } },
        memory: 2 ** 26,
        pids: 50,
        user: '0:0',
        workdir: '/srv',
        read_only: true,
        cap_drop: ['CHOWN'],
        stop_signal: 'SIGKILL',
        health: { test: ['true'], interval: 1000 },
      },
      { name: 'idle', image, command: ['true'], networks: {} },
    ];
    for (const spec of specs) {
      await engine.containers.create({
        spec: completeContainer(spec, found.config),
        layers: layerPaths(store, found),
        imageId: found.id,
      });
    }
    await engine.containers.start('my.app-2');
    return [];
  };
  const env = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
  await importScenario(t, { name: 'embedded', env, make });
  t.same(await leftOnHost(), []);
  rmSync(root, { recursive: true, force: true });
});

t.test('on Docker', { skip: whyNoDockerd() ?? false }, async (t) => {
  const dockerd = await startDockerd();
  t.teardown(() => dockerd.stop());
  const env = { STOWAGE_ENGINE: dockerd.address };
  await t.test('made by its command', (t) =>
    importScenario(t, {
      name: 'docker',
      env,
      make: makeOnDocker(dockerd),
      says: [/^ {2}network_mode: (?:container\.)?nowhere$/m],
    }),
  );

  const compose = newerProgram('libexec/docker/cli-plugins/docker-compose');
  const skip = compose === undefined ? { skip: whyNoDockerd('newer') ?? 'no Compose' } : {};
  await t.test('made by Compose', skip, async (t) => {
    const base = writeStack(`stack other\n${busyboxImage('base', 'command: ["sleep", "10000"]')}`);
    const applied = await stowage(['apply', base.directory, '--yes'], { env });
    t.equal(applied.code, 0, applied.text);
    const listed = await dockerd.command('images', '--format', '{{.Repository}}:{{.Tag}}');
    const image = listed.split('\n').find((one) => one.startsWith('other/base:')) ?? '';
    const directory = mkdtempSync(join(tmpdir(), 'stowage-compose-'));
    writeFileSync(join(directory, 'compose.yaml'), composeProject(image));
    writeFileSync(join(directory, 'app.conf'), 'content\n');
    const up = (...args: readonly string[]) =>
      run(compose ?? '', args, {
        cwd: directory,
        env: { ...process.env, DOCKER_HOST: dockerd.address },
      });
    await up('up', '--detach');
    const stack = join(directory, 'shop');
    mkdirSync(stack);
    const { source, told } = await takeIn(t, env, stack);
    t.notMatch(told, /left out/);
    for (const name of ['db', 'api', 'scaled', 'scaled_2', 'outside', 'sidecar']) {
      t.match(source, new RegExp(`^container ${name} \\{`, 'm'));
    }
    t.match(source, /networks: \{ back: \{ aliases: \["database"\], ipv4: 10\.88\.3\.20 \}/);
    t.match(source, /^ {2}network_mode: (?:container\.)?db$/m);
    // Compose goes by its labels, which are there as they were.
    t.notMatch((await up('up', '--detach')).stderr, /Creat|Recreat/, 'Compose finds it as it was');
    await destroyTaken(t, env, 'shop', source);
    await stowage(['destroy', base.directory, '--yes'], { env });
    t.equal(await dockerd.command('ps', '-aq'), '');
    base.remove();
    rmSync(directory, { recursive: true });
  });
});

t.test('on Podman', { skip: whyNoPodman() ?? false }, async (t) => {
  const podman = await startPodman();
  t.teardown(() => podman.stop());
  const env = { STOWAGE_ENGINE: podman.address };
  const make = makeOnPodman(podman);
  const hand = { name: 'podman', env, make, says: saidOnPodman, tells: toldOnPodman };
  await importScenario(t, hand);
});
