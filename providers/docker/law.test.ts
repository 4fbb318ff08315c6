/*
 * The first law on a real dockerd: what is read from an object equals the completed spec it was made
 * from, before its start, while it runs and after. The second: what is changed by hand, and only
 * that, is what reads differently.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  type CompletedContainer,
  type ContainerSpec,
} from '../../model/index.js';
import { recordLabels, startTrial, testStack, whyNoDockerd } from '../testing/index.js';
import { containerSpecs } from '../testing/container-specs.js';

const hindrance = whyNoDockerd();

/** More of them, by chance, where somebody asks for it. */
const runs = Number(process.env['STOWAGE_LAW_RUNS'] ?? 70);

if (hindrance !== undefined) {
  t.test('the laws of the lenses', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
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
  const remove = (name: string) => trial.remove({ kind: 'container', name });

  t.test('volumes and networks read as they were made', async (t) => {
    const { objects } = await engine.observe({ stack: testStack, names: [] });
    for (const spec of volumes) {
      const volume = objects.find(({ name }) => name === spec.name);
      t.same(volume?.completed, completeVolume(spec));
      t.same(volume?.record, spec);
    }
    for (const spec of [first, second]) {
      const network = objects.find(({ name }) => name === spec.name);
      t.same(network?.completed, completeNetwork(spec));
      t.same(network?.record, spec);
      if (network?.kind === 'network') t.match(network.actualSubnet, /^\d+\.\d+\.\d+\.\d+\/\d+$/);
    }
  });

  const world = {
    image,
    directory,
    networks: ['law-a', 'law-b'],
    volumes: ['law-data', 'law-more'],
    // What this version leaves out is refused when planning.
    without: (engine.profile.lacks ?? []).map(({ path }) => path),
  };
  t.test('generated containers read as they were asked for', async (t) => {
    await fc.assert(
      fc.asyncProperty(containerSpecs(world), async (spec) => {
        const completed = await create(spec);
        const object = await observed(spec.name);
        t.same(object.completed, completed);
        t.same(object.record, spec);
        t.same(object.imageConfig, config);
        t.same(object.staleNetworks, []);
        await remove(spec.name);
      }),
      { numRuns: runs, endOnFailure: false, seed: 20_240_817 },
    );
  });

  t.test('with configs and secrets they do so, too', async (t) => {
    let count = 0;
    const withFiles = containerSpecs({ ...world, files: true }).filter(
      ({ configs = [], secrets = [] }) => configs.length + secrets.length > 0,
    );
    await fc.assert(
      fc.asyncProperty(withFiles, async (spec) => {
        const completed = await create(spec);
        t.same((await observed(spec.name)).completed, completed);
        await remove(spec.name);
        count += 1;
      }),
      { numRuns: 12, endOnFailure: false, seed: 20_261_121 },
    );
    t.equal(count, 12);
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
          link_local: ['169.254.7.7'],
        },
        'law-b': {},
      },
      restart: { policy: 'on-failure', max_retries: 3 },
      memory: 64 * 2 ** 20,
      cpus: 0.5,
      pids: 50,
      init: true,
      stop_timeout: 1000,
      health: { test: ['/bin/true'], interval: 100 },
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

  t.test('a change by hand is seen, and nothing else', async (t) => {
    const spec: ContainerSpec = {
      name: 'law-drifts',
      image,
      command: ['sleep', '1000'],
      memory: 64 * 2 ** 20,
      cpus: 1,
      pids: 100,
      restart: { policy: 'no' },
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
    t.same(await after('update', '--memory', '80m', '--memory-swap', '80m', name), {
      ...completed,
      memory: 80 * 2 ** 20,
    });
    t.same(await after('update', '--memory', '64m', '--memory-swap', '64m', name), completed);
    t.same(await after('update', '--cpus', '0.25', name), { ...completed, cpus: 0.25 });
    t.same(await after('update', '--cpus', '1', name), completed);
    t.same(await after('update', '--pids-limit', '-1', name), { ...completed, pids: null });
    t.same(await after('update', '--pids-limit', '100', name), completed);
    t.same(await after('update', '--restart', 'always', name), {
      ...completed,
      restart: { policy: 'always', max_retries: 0 },
    });
    t.same(await after('update', '--restart', 'no', name), completed);
    // Each flag, what it makes of the container, and what takes it back.
    const limits = [
      ['--cpu-shares', '512', { cpu_shares: 512 }, '1024'],
      ['--cpuset-cpus', '0', { cpuset: '0' }, ''],
      ['--cpuset-mems', '0', { cpuset_mems: '0' }, ''],
      ['--memory-reservation', '32m', { memory_reservation: 2 ** 25 }, ''],
      ['--memory-swap', '128m', { memory_swap: 2 ** 27 }, '64m'],
      ['--memory-swap', '-1', { memory_swap: -1 }, '64m'],
    ] as const;
    let standing = completed;
    for (const [flag, value, made, back] of limits) {
      const expected = { ...standing, ...made };
      t.same(await after('update', flag, value, name), expected, `${flag} ${value}`);
      if (back === '') standing = expected;
      else t.same(await after('update', flag, back, name), standing, `${flag} ${back}`);
    }
    t.same(await after('network', 'connect', '--alias', 'x', 'law-b', name), {
      ...standing,
      networks: { ...standing.networks, 'law-b': { aliases: ['x'], ipv4: null } },
    });
    await docker('network', 'disconnect', 'law-b', name);
    t.same(await after('network', 'disconnect', 'law-a', name), { ...standing, networks: {} });
    t.same(await after('network', 'connect', '--alias', 'web', 'law-a', name), standing);
    await docker('rename', name, 'law-renamed');
    t.same((await observed('law-renamed')).completed, { ...standing, name: 'law-renamed' });
    await docker('rename', 'law-renamed', name);
    await docker('stop', '-t', '0', name);
    const back = await observed(name);
    t.same(back.completed, standing);
    t.not(back.fingerprint, fingerprint, 'whether it runs counts');
    await remove(name);
  });

  t.test('an image whose name has moved on reads as its id', async (t) => {
    const spec: ContainerSpec = { name: 'law-moves', image: 'law/base:1', networks: {} };
    await docker('tag', image, 'law/base:1');
    const completed = await create(spec);
    const stdout = await docker('commit', '-c', 'ENV MOVED=yes', 'law-moves', 'law/base:1');
    t.match(stdout, /^sha256:/);
    const object = await observed(spec.name);
    t.same(object.completed, { ...completed, image: object.imageId });
    t.same(object.imageConfig, config, 'its settings are those of its own image');
    await remove(spec.name);
    await docker('rmi', 'law/base:1');
  });

  t.test('volumes that an image declares are not counted, others are', async (t) => {
    await docker('create', '--name', 'law-volume', image);
    await docker(
      'commit',
      '-c',
      'VOLUME /kept',
      '-c',
      'ENV PATH=/bin',
      'law-volume',
      'law/volume:1',
    );
    await docker('rm', 'law-volume');
    const found = await engine.findImage('law/volume:1');
    t.same(found?.config.volumes, ['/kept']);
    t.equal(found?.config.env['PATH'], '/bin');
    const spec: ContainerSpec = { name: 'law-volumes', image: 'law/volume:1', command: ['true'] };
    const completed = completeContainer(spec, found?.config ?? config);
    const labels = recordLabels('container.law', spec, completed.labels);
    await perform({ op: 'create-container', completed, labels });
    t.same((await observed(spec.name)).completed.mounts, {});
    await remove(spec.name);
    const stdout = await docker('volume', 'ls', '-q');
    t.notMatch(stdout, /[0-9a-f]{64}/, 'the volume without a name went with the container');
    await docker('rmi', 'law/volume:1');
  });
}
