/*
 * The laws of the lenses on a real dockerd, of two releases. The first: what is read from an object equals
 * the completed spec it was made from. The second: what is changed by hand, and only that, is what reads
 * differently.
 */
import t, { type Test } from 'tap';
import type { CompletedContainer, ContainerSpec } from '../../model/index.js';
import { releases, startDockerd, startTrial, whyNoDockerd } from '../testing/index.js';
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

for (const release of releases) {
  const skip = whyNoDockerd(release) ?? false;
  t.test(`the laws of the lenses on Docker, ${release}`, { skip }, async (t) => {
    const trial = await lawTrial(await startTrial(() => startDockerd(release)));
    t.teardown(() => trial.end());
    t.comment(`Docker ${trial.engine.profile.version}`);
    const { docker, world } = trial;
    await t.test('volumes and networks read as they were made', (t) => namedLaw(t, trial));
    await t.test('generated containers read as they were asked for', (t) =>
      drawnLaw(t, trial, containerSpecs(world), drawn({ installed: 70, newer: 20 }, release)),
    );
    await t.test('with configs and secrets they do so, too', (t) =>
      drawnLaw(t, trial, withFiles(world), drawn({ installed: 12, newer: 4 }, release)),
    );
    await t.test('running and stopping changes nothing but the status', (t) =>
      runningLaw(t, trial, { link_local: ['169.254.7.7'] }),
    );
    const limited = { cpus: 1, pids: 100, restart: { policy: 'no' } } as const;
    await t.test('a change by hand is seen, and nothing else', (t) =>
      handLaw(t, trial, limited, (laid) => limitsByHand(t, laid)),
    );
    await t.test('an image whose name has moved on reads as its id', (t) => movedImage(t, trial));
    await t.test('volumes that an image declares are not counted, others are', (t) =>
      declaredVolumesLaw(t, trial, (container, image, ...changes) =>
        docker('commit', ...changes.flatMap((change) => ['-c', change]), container, image),
      ),
    );
  });
}

/** Limits and the restart policy, which Docker changes on a living container. */
async function limitsByHand(
  t: Test,
  { name, completed, after }: Laid,
): Promise<CompletedContainer> {
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
  return standing;
}

async function movedImage(t: Test, trial: LawTrial): Promise<void> {
  const { config, create, docker, image, observed } = trial;
  const spec: ContainerSpec = { name: 'law-moves', image: 'law/base:1', networks: {} };
  await docker('tag', image, 'law/base:1');
  const completed = await create(spec);
  const stdout = await docker('commit', '-c', 'ENV MOVED=yes', 'law-moves', 'law/base:1');
  t.match(stdout, /^sha256:/);
  const object = await observed(spec.name);
  t.same(object.completed, { ...completed, image: object.imageId });
  t.same(object.imageConfig, config, 'its settings are those of its own image');
  await trial.removeContainer(spec.name);
  await docker('rmi', 'law/base:1');
}
