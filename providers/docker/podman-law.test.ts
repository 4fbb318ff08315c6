/*
 * The laws of the lenses on a real Podman: what is read from an object equals the completed spec it was
 * made from, before its start, while it runs and after; and what is changed by hand, and only that, is
 * what reads differently.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  type CompletedContainer,
  type ContainerSpec,
  settingNames,
} from '../../model/index.js';
import {
  failure,
  recordLabels,
  startPodman,
  startTrial,
  testStack,
  whyNoPodman,
} from '../testing/index.js';
import { containerSpecs } from '../testing/container-specs.js';

const run = promisify(execFile);
const hindrance = whyNoPodman();
/** A check of one word with blanks in it cannot be told to Podman; that it is not done is said. */
const isSayable = ({ health }: ContainerSpec): boolean =>
  health?.test.length !== 1 || /^\S+$/.test(health.test[0] ?? '');

const runs = Number(process.env['STOWAGE_PODMAN_SPECS'] ?? 25);

if (hindrance !== undefined) {
  t.test('the laws of the lenses on Podman', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial(startPodman);
  t.teardown(() => trial.end());
  const { engine, directory, image, config, docker, perform, observed } = trial;
  const first = { name: 'law-a', subnet: '10.98.1.0/24', ipam: [{ subnet: 'fd00:98:1::/64' }] };
  const second = { name: 'law-b', internal: true };
  const volumes = [{ name: 'law-data', labels: { kept: 'yes' } }, { name: 'law-more' }];
  for (const spec of [first, second]) {
    const labels = recordLabels(`network.${spec.name.replace('-', '_')}`, spec);
    await perform({ op: 'create-network', spec, labels });
  }
  for (const spec of volumes) {
    const labels = recordLabels(`volume.${spec.name.replace('-', '_')}`, spec, spec.labels);
    await perform({ op: 'create-volume', spec, labels });
  }

  const create = async (spec: ContainerSpec): Promise<CompletedContainer> => {
    const operation = trial.creation(spec);
    await perform(operation);
    return operation.completed;
  };
  const podman = (...args: readonly string[]) =>
    run('podman', ['--remote', '--url', trial.dockerd.address, ...args]);
  const remove = (name: string) => trial.remove({ kind: 'container', name });

  t.test('volumes and networks read as they were made', async (t) => {
    const { objects } = await engine.observe({ stack: testStack, names: [] });
    for (const spec of volumes) {
      const volume = objects.find(({ name }) => name === spec.name);
      t.same(volume?.completed, completeVolume(spec));
      t.same(volume?.record, spec);
      t.notOk(volume && 'beyond' in volume);
    }
    for (const spec of [first, second]) {
      const network = objects.find(({ name }) => name === spec.name);
      t.same(network?.completed, completeNetwork(spec));
      t.same(network?.record, spec);
      t.notOk(network && 'beyond' in network);
      if (network?.kind === 'network') t.match(network.actualSubnet, /^\d+\.\d+\.\d+\.\d+\/\d+$/);
    }
  });

  t.test('generated containers read as they were asked for', async (t) => {
    const world = {
      image,
      directory,
      networks: ['law-a', 'law-b'],
      volumes: ['law-data', 'law-more'],
      // It tells next to nothing of them: they are as the record says.
      without: [...settingNames, ...(engine.profile.lacks ?? []).map(({ path }) => path)],
    };
    await fc.assert(
      fc.asyncProperty(containerSpecs(world).filter(isSayable), async (spec) => {
        const completed = await create(spec);
        const object = await observed(spec.name);
        t.same(object.completed, completed);
        t.same(object.record, spec);
        t.same(object.imageConfig, config);
        t.same(object.staleNetworks, []);
        t.same(object.beyond ?? [], []);
        await remove(spec.name);
      }),
      { numRuns: runs, endOnFailure: false, seed: 20_240_817 },
    );
  });

  t.test('running and stopping changes nothing but the status', async (t) => {
    const spec: ContainerSpec = {
      name: 'law-runs',
      image,
      command: ['sleep', '1000'],
      env: { GREETING: 'hello "you"\n$HOME' },
      hostname: 'runner',
      mounts: [
        { type: 'volume', source: 'law-data', target: '/data' },
        { type: 'bind', source: directory, target: '/host', read_only: true },
      ],
      tmpfs: { '/run': { size: 65536, mode: '755' }, '/tmp': {} },
      ports: [
        { host: 18080, container: 80 },
        { host_ip: '127.0.0.1', host: 18053, container: 53, protocol: 'udp' },
      ],
      networks: {
        'law-a': {
          aliases: ['one', 'two'],
          ipv4: '10.98.1.77',
          ipv6: 'fd00:98:1::77',
          mac: '02:42:0A:62:01:4D',
        },
        'law-b': {},
      },
      restart: { policy: 'on-failure', max_retries: 3 },
      memory: 64 * 2 ** 20,
      cpus: 0.5,
      pids: 50,
      init: true,
      stop_timeout: 1000,
      health: { test: ['/bin/true'], interval: 1000, timeout: 1000 },
    };
    const completed = await create(spec);
    const target = { kind: 'container', name: spec.name } as const;
    await perform({ op: 'start-container', target });
    await perform({ op: 'await-container', target, until: 'healthy' });
    const running = await observed(spec.name);
    t.same(running.completed, completed);
    t.equal(running.status.state, 'running');
    t.equal(running.status.health, 'healthy');
    t.equal(running.status.addresses['law-a'], '10.98.1.77');
    t.same(running.staleNetworks, []);
    await perform({ op: 'stop-container', target });
    const stopped = await observed(spec.name);
    t.same(stopped.completed, completed);
    t.equal(stopped.status.state, 'exited');
    t.same(stopped.status.addresses, {});
    t.notOk('health' in stopped.status);
    await remove(spec.name);
  });

  t.test('an unhealthy container is told so, with what its check said', async (t) => {
    const spec: ContainerSpec = {
      name: 'law-ails',
      image,
      command: ['sleep', '1000'],
      stop_timeout: 0,
      health: {
        test: ['sh', '-c', 'echo broken; exit 3'],
        interval: 1000,
        timeout: 1000,
        retries: 2,
      },
    };
    await create(spec);
    const target = { kind: 'container', name: spec.name } as const;
    await perform({ op: 'start-container', target });
    const error = await failure(
      'unhealthy',
      perform({ op: 'await-container', target, until: 'healthy' }),
    );
    t.match(error.message, /is unhealthy/);
    await remove(spec.name);
  });

  t.test('a change by hand is seen, and nothing else', async (t) => {
    const spec: ContainerSpec = {
      name: 'law-drifts',
      image,
      command: ['sleep', '1000'],
      memory: 64 * 2 ** 20,
      stop_timeout: 0,
      networks: { 'law-a': { aliases: ['web'] } },
    };
    const completed = await create(spec);
    const { fingerprint } = await observed(spec.name);
    await perform({ op: 'start-container', target: { kind: 'container', name: spec.name } });
    const after = async (...change: readonly string[]): Promise<CompletedContainer> => {
      await docker(...change);
      return (await observed(spec.name)).completed;
    };
    const name = spec.name;
    t.same(await after('network', 'connect', '--alias', 'x', 'law-b', name), {
      ...completed,
      networks: { ...completed.networks, 'law-b': { aliases: ['x'], ipv4: null } },
    });
    await docker('network', 'disconnect', 'law-b', name);
    t.same(await after('network', 'disconnect', 'law-a', name), { ...completed, networks: {} });
    t.same(await after('network', 'connect', '--alias', 'web', 'law-a', name), completed);
    t.same(await after('network', 'disconnect', 'law-a', name), { ...completed, networks: {} });
    const target = { kind: 'container', name } as const;
    const endpoint = { aliases: ['web'], ipv4: null };
    await perform({ op: 'connect-network', target, network: 'law-a', endpoint });
    t.same((await observed(name)).completed, completed, 'and repaired on the living container');
    await perform({ op: 'disconnect-network', target, network: 'law-a' });
    await docker('restart', '-t', '0', name);
    t.same((await observed(name)).completed.networks, {}, 'it stays off its last network');
    await perform({ op: 'connect-network', target, network: 'law-a', endpoint });
    t.same((await observed(name)).completed, completed);
    await docker('rename', name, 'law-renamed');
    t.same((await observed('law-renamed')).completed, { ...completed, name: 'law-renamed' });
    await docker('rename', 'law-renamed', name);
    await docker('pause', name);
    t.equal((await observed(name)).status.state, 'paused');
    await docker('unpause', name);
    await docker('stop', '-t', '0', name);
    const back = await observed(name);
    t.same(back.completed, completed);
    t.not(back.fingerprint, fingerprint, 'whether it runs counts');
    await remove(name);
  });

  t.test('a container on no network can join one', async (t) => {
    const completed = await create({
      name: 'law-alone',
      image,
      command: ['sleep', '1000'],
      networks: {},
      stop_timeout: 0,
    });
    const target = { kind: 'container', name: 'law-alone' } as const;
    await perform({ op: 'start-container', target });
    t.same((await observed('law-alone')).completed, completed);
    const endpoint = { aliases: ['late'], ipv4: null };
    await perform({ op: 'connect-network', target, network: 'law-b', endpoint });
    t.same((await observed('law-alone')).completed.networks, { 'law-b': endpoint });
    const fixed = { aliases: [], ipv4: '10.98.1.99' };
    await perform({ op: 'connect-network', target, network: 'law-a', endpoint: fixed });
    t.equal((await observed('law-alone')).status.addresses['law-a'], '10.98.1.99');
    await remove('law-alone');
  });

  t.test('volumes that an image declares are not counted, others are', async (t) => {
    await docker('create', '--name', 'law-volume', image);
    await podman('commit', '-c', 'VOLUME /kept', 'law-volume', 'law/volume:1');
    await docker('rm', 'law-volume');
    const found = await engine.findImage('law/volume:1');
    t.same(found?.config.volumes, ['/kept']);
    const spec = { name: 'law-volumes', image: 'law/volume:1', command: ['true'] };
    const completed = completeContainer(spec, found?.config ?? config);
    const labels = recordLabels('container.law', spec, completed.labels);
    await perform({ op: 'create-container', completed, labels });
    t.same((await observed('law-volumes')).completed.mounts, {});
    await remove('law-volumes');
    const stdout = await docker('volume', 'ls', '-q');
    t.notMatch(stdout, /[0-9a-f]{64}/, 'the volume without a name went with the container');
    await docker('rmi', 'law/volume:1');
  });

  t.test('what Podman refuses has the code that it means', async (t) => {
    await create({
      name: 'law-taken',
      image,
      command: ['sleep', '1000'],
      networks: { 'law-b': {} },
      stop_timeout: 0,
    });
    await docker('create', '--name', 'law-foreign', image);
    await failure('name-in-use', create({ name: 'law-foreign', image }));
    await failure(
      'image-not-found',
      create({ name: 'law-none', image: 'law/none:1', networks: {} }),
    );
    await failure('not-found', create({ name: 'law-none', image, networks: { nowhere: {} } }));
    const owner = { stackId: testStack.id, address: 'network.law_b' };
    await failure(
      'in-use',
      perform({ op: 'remove', target: { kind: 'network', name: 'law-b', owner } }),
    );
    await create({
      name: 'law-mounts',
      image,
      command: ['true'],
      mounts: [{ type: 'volume', source: 'law-more', target: '/x' }],
      networks: {},
    });
    await failure(
      'in-use',
      perform({ op: 'remove', target: { kind: 'volume', name: 'law-more' } }),
    );
    await create({ name: 'law-fails', image, command: ['/no/such'], networks: {} });
    const start = perform({
      op: 'start-container',
      target: { kind: 'container', name: 'law-fails' },
    });
    t.match((await failure('start-failed', start)).message, /law-fails/);
    for (const name of ['law-taken', 'law-mounts', 'law-fails']) await remove(name);
    await docker('rm', 'law-foreign');
  });
}
