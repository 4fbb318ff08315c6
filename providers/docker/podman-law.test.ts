/*
 * The laws of the lenses on a real Podman, of two releases: what is read from an object equals the completed
 * spec it was made from; what is changed by hand, and only that, is what reads differently.
 */
import t, { type Test } from 'tap';
import { settingNames, type CompletedContainer, type ContainerSpec } from '../../model/index.js';
import {
  failure,
  releases,
  startPodman,
  startTrial,
  testStack,
  whyNoPodman,
} from '../testing/index.js';
import { containerSpecs } from '../testing/container-specs.js';
import { handLaw, type Laid } from '../testing/hand-law.js';
import {
  declaredVolumesLaw,
  drawn,
  drawnLaw,
  lawTrial,
  namedLaw,
  runningLaw,
  withFiles,
  type LawTrial,
} from '../testing/laws.js';

/** A check of one word with blanks in it cannot be told to Podman; that it is not done is said. */
const isSayable = ({ health }: ContainerSpec): boolean =>
  health?.test.length !== 1 || /^\S+$/.test(health.test[0] ?? '');

/** Podman looks into no container whose user has a name that the image does not know. */
const isReadable = (spec: ContainerSpec): boolean =>
  isSayable(spec) && !/[a-z]/.test(spec.user ?? '');

for (const release of releases) {
  const skip = whyNoPodman(release) ?? false;
  t.test(`the laws of the lenses on Podman, ${release}`, { skip }, async (t) => {
    const trial = await lawTrial(await startTrial(() => startPodman(release)));
    t.teardown(() => trial.end());
    t.comment(`Podman ${trial.engine.profile.version}`);
    // It tells next to nothing of them: they are as the record says.
    const world = {
      ...trial.world,
      recursive: false,
      without: [...settingNames, ...(trial.world.without ?? [])],
    };
    const draw = (installed: number, newer: number) => drawn({ installed, newer }, release);
    await t.test('volumes and networks read as they were made', (t) => namedLaw(t, trial));
    await t.test('generated containers read as they were asked for', (t) =>
      drawnLaw(t, trial, containerSpecs(world).filter(isSayable), draw(25, 12)),
    );
    await t.test('with configs and secrets they do so, too', (t) =>
      drawnLaw(t, trial, withFiles(world).filter(isReadable), draw(6, 3)),
    );
    await t.test('running and stopping changes nothing but the status', (t) =>
      runningLaw(t, trial, { mac: '02:42:0A:62:01:4D' }),
    );
    await t.test('volumes that an image declares are not counted, others are', (t) =>
      declaredVolumesLaw(t, trial, (container, image, ...changes) =>
        trial.own('commit', ...changes.flatMap((change) => ['-c', change]), container, image),
      ),
    );
    await t.test('an unhealthy container is told so, with what its check said', (t) =>
      unhealthy(t, trial),
    );
    await t.test('a change by hand is seen, and nothing else', (t) =>
      handLaw(t, trial, { stop_timeout: 0 }, (laid) => offAndOnByHand(t, trial, laid)),
    );
    await t.test('a container on no network can join one', (t) => joinsLater(t, trial));
    await t.test('what Podman refuses has the code that it means', (t) => refusals(t, trial));
  });
}

async function unhealthy(t: Test, trial: LawTrial): Promise<void> {
  const { create, image, perform, removeContainer: remove } = trial;
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
}

/** Off its last network, repaired on the living container, and off it again over a restart. */
async function offAndOnByHand(
  t: Test,
  trial: LawTrial,
  { name, completed, after }: Laid,
): Promise<CompletedContainer> {
  const { docker, observed, perform } = trial;
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
  return completed;
}

async function joinsLater(t: Test, trial: LawTrial): Promise<void> {
  const { create, image, observed, perform, removeContainer: remove } = trial;
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
}

async function refusals(t: Test, trial: LawTrial): Promise<void> {
  const { create, docker, image, perform, removeContainer: remove } = trial;
  await create({
    name: 'law-taken',
    image,
    command: ['sleep', '1000'],
    networks: { 'law-b': {} },
    stop_timeout: 0,
  });
  await docker('create', '--name', 'law-foreign', image);
  await failure('name-in-use', create({ name: 'law-foreign', image }));
  await failure('image-not-found', create({ name: 'law-none', image: 'law/none:1', networks: {} }));
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
  await failure('in-use', perform({ op: 'remove', target: { kind: 'volume', name: 'law-more' } }));
  await create({ name: 'law-fails', image, command: ['/no/such'], networks: {} });
  const start = perform({
    op: 'start-container',
    target: { kind: 'container', name: 'law-fails' },
  });
  t.match((await failure('start-failed', start)).message, /law-fails/);
  for (const name of ['law-taken', 'law-mounts', 'law-fails']) await remove(name);
  await docker('rm', 'law-foreign');
}
