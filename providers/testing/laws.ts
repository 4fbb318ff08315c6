/*
 * The first law of the lenses, as every engine of the Docker provider has to keep it: what is read from an
 * object equals the completed spec it was made from, before its start, while it runs and after.
 */
import fc from 'fast-check';
import type { Test } from 'tap';
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  type CompletedContainer,
  type ContainerSpec,
  type Endpoint,
} from '../../model/index.js';
import { containerSpecs, type SpecWorld } from './container-specs.js';
import type { Release } from './release.js';
import { recordLabels, testStack } from './stack.js';
import type { Trial } from './trial.js';

const networks = [
  { name: 'law-a', subnet: '10.98.1.0/24', ipam: [{ subnet: 'fd00:98:1::/64' }] },
  { name: 'law-b', internal: true },
];
const volumes = [{ name: 'law-data', labels: { kept: 'yes' } }, { name: 'law-more' }];

/** Containers to draw: as many as somebody asks for, or as there is time for. */
export const drawn = (usual: Readonly<Record<Release, number>>, release: Release): number =>
  Number(process.env['STOWAGE_LAW_SPECS'] ?? usual[release]);

export interface LawTrial extends Trial {
  readonly create: (spec: ContainerSpec) => Promise<CompletedContainer>;
  readonly removeContainer: (name: string) => Promise<unknown>;
  /** What containers may refer to. */
  readonly world: SpecWorld;
}

/** A container that runs, of which others may be in namespaces. */
export const sharedContainer = (image: string): ContainerSpec => ({
  name: 'law-shared',
  image,
  command: ['sleep', '10000'],
  ipc: 'shareable',
  networks: {},
  stop_timeout: 0,
});

/** Makes the networks, volumes and the container that containers refer to. */
export async function lawTrial(trial: Trial): Promise<LawTrial> {
  const { perform } = trial;
  for (const spec of networks) {
    const labels = recordLabels(`network.${spec.name.replace('-', '_')}`, spec);
    await perform({ op: 'create-network', spec, labels });
  }
  for (const spec of volumes) {
    const labels = recordLabels(`volume.${spec.name.replace('-', '_')}`, spec, spec.labels);
    await perform({ op: 'create-volume', spec, labels });
  }
  const shared = sharedContainer(trial.image);
  const completed = completeContainer(shared, trial.config);
  // Another address than those that are tried have: of one there would be a copy.
  const labels = recordLabels('container.shared', shared, completed.labels);
  await perform({ op: 'create-container', completed, labels });
  await trial.start({ kind: 'container', name: shared.name });
  return {
    ...trial,
    create: async (spec) => {
      const operation = trial.creation(spec);
      await perform(operation);
      return operation.completed;
    },
    removeContainer: (name) => trial.remove({ kind: 'container', name }),
    world: {
      image: trial.image,
      directory: trial.directory,
      networks: networks.map(({ name }) => name),
      volumes: volumes.map(({ name }) => name),
      shared: shared.name,
      // What this version leaves out is refused when planning.
      without: (trial.engine.profile.lacks ?? []).map(({ path }) => path),
    },
  };
}

export async function namedLaw(t: Test, { engine }: LawTrial): Promise<void> {
  const { objects } = await engine.observe({ stack: testStack, names: [] });
  for (const spec of volumes) {
    const volume = objects.find(({ name }) => name === spec.name);
    t.same(volume?.completed, completeVolume(spec));
    t.same(volume?.record, spec);
    t.notOk(volume && 'beyond' in volume);
  }
  for (const spec of networks) {
    const network = objects.find(({ name }) => name === spec.name);
    t.same(network?.completed, completeNetwork(spec));
    t.same(network?.record, spec);
    t.notOk(network && 'beyond' in network);
    if (network?.kind === 'network') t.match(network.actualSubnet, /^\d+\.\d+\.\d+\.\d+\/\d+$/);
  }
}

/** @param specs what the containers are made from */
export async function drawnLaw(
  t: Test,
  trial: LawTrial,
  specs: fc.Arbitrary<ContainerSpec>,
  count: number,
): Promise<void> {
  let tried = 0;
  const law = fc.asyncProperty(specs, async (spec) => {
    try {
      const completed = await trial.create(spec);
      const object = await trial.observed(spec.name);
      t.same(object.completed, completed);
      t.same(object.record, spec);
      t.same(object.imageConfig, trial.config);
      t.same(object.staleNetworks, []);
      t.same(object.beyond ?? [], []);
    } finally {
      await trial.removeContainer(spec.name);
    }
    tried += 1;
  });
  await fc.assert(law, { numRuns: count, endOnFailure: true, seed: 20_240_817 });
  t.equal(tried, count);
}

/** Containers that have files by content. */
export const withFiles = (world: SpecWorld): fc.Arbitrary<ContainerSpec> =>
  containerSpecs({ ...world, files: true }).filter(
    ({ configs = [], secrets = [] }) => configs.length + secrets.length > 0,
  );

/** @param endpoint what the connection to the first network has beside its addresses */
export async function runningLaw(t: Test, trial: LawTrial, endpoint: Endpoint): Promise<void> {
  const { create, perform, observed } = trial;
  const spec: ContainerSpec = {
    name: 'law-runs',
    image: trial.image,
    command: ['sleep', '1000'],
    env: { GREETING: 'hello "you"\n$HOME' },
    hostname: 'runner',
    mounts: [
      { type: 'volume', source: 'law-data', target: '/data' },
      { type: 'bind', source: trial.directory, target: '/host', read_only: true },
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
        ...endpoint,
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
  await trial.removeContainer(spec.name);
}

/** @param commit makes an image of a container, with instructions */
export async function declaredVolumesLaw(
  t: Test,
  trial: LawTrial,
  commit: (container: string, image: string, ...changes: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const { docker, engine, perform, observed, image, config } = trial;
  await docker('create', '--name', 'law-volume', image);
  await commit('law-volume', 'law/volume:1', 'VOLUME /kept', 'ENV PATH=/bin');
  await docker('rm', 'law-volume');
  const found = await engine.findImage('law/volume:1');
  t.same(found?.config.volumes, ['/kept']);
  t.equal(found?.config.env['PATH'], '/bin');
  const spec: ContainerSpec = { name: 'law-volumes', image: 'law/volume:1', command: ['true'] };
  const completed = completeContainer(spec, found?.config ?? config);
  const labels = recordLabels('container.law', spec, completed.labels);
  await perform({ op: 'create-container', completed, labels });
  t.same((await observed(spec.name)).completed.mounts, {});
  await trial.removeContainer(spec.name);
  const stdout = await docker('volume', 'ls', '-q');
  t.notMatch(stdout, /[0-9a-f]{64}/, 'the volume without a name went with the container');
  await docker('rmi', 'law/volume:1');
}
