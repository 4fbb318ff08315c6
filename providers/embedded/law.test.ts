/*
 * The first law on the real kernel: what is read from a container equals the completed spec that it
 * was made from, before its start, while it runs and after. The second: what is changed by hand, and
 * only that, is what reads differently.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import {
  completeContainer,
  imageReference,
  type CompletedContainer,
  type ContainerSpec,
  type ObservedContainer,
  type Operation,
} from '../../model/index.js';
import { createEngine, openStore } from '../../runtime/index.js';
import { cannotRunContainers } from '../../runtime/testing/index.js';
import { containerSpecs } from '../testing/container-specs.js';
import { sharedContainer } from '../testing/laws.js';
import { keepProgress, planShellImage, recordLabels, testStack } from '../testing/stack.js';
import { embeddedEngine } from './engine.js';

const hindrance = cannotRunContainers();

/** More of them, by chance, where somebody asks for it. */
const runs = Number(process.env['STOWAGE_LAW_SPECS'] ?? 60);

if (hindrance !== undefined) {
  t.test('the laws of the embedded engine', { skip: hindrance }, () => undefined);
} else {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-law-'));
  const store = await openStore({ root: join(directory, 'root'), runRoot: join(directory, 'run') });
  const runtime = createEngine(store, { selfCommand: ['/bin/true'] });
  const engine = embeddedEngine(runtime);
  const perform = (operation: Operation) => engine.perform(operation, directory, keepProgress());
  const shell = await planShellImage(directory);
  await perform(shell.operation);
  const image = imageReference(shell.completed);
  const { config } = shell.completed;
  for (const name of ['law-data', 'law-more']) {
    const labels = recordLabels(`volume.${name.replace('-', '_')}`, { name });
    await perform({ op: 'create-volume', spec: { name }, labels });
  }
  for (const spec of [
    { name: 'law-a', subnet: '10.98.1.0/24' },
    { name: 'law-b', internal: true },
  ]) {
    const labels = recordLabels(`network.${spec.name.replace('-', '_')}`, spec);
    await perform({ op: 'create-network', spec, labels });
  }
  const target = (name: string) => ({ kind: 'container', name }) as const;
  const create = async (spec: ContainerSpec): Promise<CompletedContainer> => {
    const completed = completeContainer(spec, config);
    const labels = recordLabels('container.trial', spec, completed.labels);
    await perform({ op: 'create-container', completed, labels });
    return completed;
  };
  const observed = async (name: string): Promise<ObservedContainer> => {
    const { objects } = await engine.observe({ stack: testStack, names: [] });
    const found = objects.find((object) => object.kind === 'container' && object.name === name);
    if (found?.kind !== 'container') throw new Error(`${name} was not observed`);
    return found;
  };
  const remove = (name: string) => perform({ op: 'remove', target: target(name) });
  const shared = sharedContainer(image);
  const living = completeContainer(shared, config);
  const sharedLabels = recordLabels('container.shared', shared, living.labels);
  await perform({ op: 'create-container', completed: living, labels: sharedLabels });
  await perform({ op: 'start-container', target: target(shared.name) });
  const world = {
    image,
    directory,
    networks: ['law-a', 'law-b'],
    volumes: ['law-data', 'law-more'],
    shared: shared.name,
    // A setting of which it cannot do a member is left out as a whole.
    without: (engine.profile.lacks ?? []).flatMap(({ path }) => [path, path.split('.')[0] ?? path]),
  };

  t.test('generated containers read as they were asked for', async (t) => {
    await fc.assert(
      fc.asyncProperty(containerSpecs({ ...world, files: true }), async (spec) => {
        const completed = await create(spec);
        const object = await observed(spec.name);
        t.same(object.completed, completed);
        t.same(object.record, spec);
        await remove(spec.name);
      }),
      { numRuns: runs, endOnFailure: true, seed: 20_240_817 },
    );
  });

  t.test('while they run, and after, they read the same', async (t) => {
    await fc.assert(
      fc.asyncProperty(containerSpecs(world), async (drawn) => {
        const spec = startable(drawn);
        try {
          const completed = await create(spec);
          await perform({ op: 'start-container', target: target(spec.name) });
          const running = await observed(spec.name);
          t.equal(running.status.state, 'running');
          t.same(running.completed, completed);
          await perform({ op: 'stop-container', target: target(spec.name) });
          t.same((await observed(spec.name)).completed, completed);
        } finally {
          await remove(spec.name);
        }
      }),
      { numRuns: Math.ceil(runs / 3), endOnFailure: true, seed: 20_261_121 },
    );
  });

  t.test('what is paused by hand goes on when it is to be started', async (t) => {
    const spec: ContainerSpec = { name: 'law-paused', image, command: ['sleep', '1000'] };
    await create({ ...spec, stop_timeout: 0 });
    const stateNow = async () => (await observed(spec.name)).status.state;
    await perform({ op: 'start-container', target: target(spec.name) });
    await runtime.containers.pause(spec.name);
    t.equal(await stateNow(), 'paused');
    await perform({ op: 'start-container', target: target(spec.name) });
    t.equal(await stateNow(), 'running');
    await remove(spec.name);
  });

  t.test('settings that are changed in place read as they were set', async (t) => {
    const spec: ContainerSpec = {
      name: 'law-limits',
      image,
      command: ['sleep', '1000'],
      stop_timeout: 0,
      memory: 64 * 2 ** 20,
      cpu_quota: 50_000,
      pids: 40,
    };
    await create(spec);
    await perform({ op: 'start-container', target: target(spec.name) });
    const changes = [
      { memory: 2 ** 27, memory_swap: 2 ** 28, memory_reservation: 2 ** 25 },
      { memory: 2 ** 26, memory_swap: null, memory_reservation: null, cpuset: '0' },
      { cpu_quota: null, cpus: 0.25, cpu_shares: 77, cpuset: null },
      { memory: null, memory_swap: null, cpus: null, cpu_shares: null, pids: null },
    ];
    for (const settings of changes) {
      await perform({ op: 'update-container', target: target(spec.name), settings });
      const { completed } = await observed(spec.name);
      for (const [name, value] of Object.entries(settings)) {
        const found: unknown = Object.entries(completed).find(([key]) => key === name)?.[1];
        t.equal(found ?? null, value, name);
      }
    }
    await remove(spec.name);
  });

  t.test('what is changed by hand is what reads differently', async (t) => {
    const spec = { name: 'law-drift', image, command: ['sleep', '1000'], stop_timeout: 0 };
    const completed = await create(spec);
    await perform({ op: 'start-container', target: target(spec.name) });
    const { pid } = await runtime.containers.inspect(spec.name);
    const groups = readFileSync(`/proc/${pid ?? 0}/cgroup`, 'utf8');
    const own = /:(\/.*stowage\/[0-9a-f]{64})$/m.exec(groups)?.[1] ?? '';
    const group = own.slice(own.indexOf('/stowage/'));
    const { controllerDirectory, cgroupPlaces } = await import('../../runtime/oci/index.js');
    const file = (name: string): string =>
      join(controllerDirectory(cgroupPlaces(), 'pids', group) ?? '', name);
    writeFileSync(file('pids.max'), '17');
    t.same((await observed(spec.name)).completed, { ...completed, pids: 17 });
    await remove(spec.name);
  });

  t.test('nothing stays', async (t) => {
    await perform({ op: 'stop-container', target: target(shared.name) });
    await remove(shared.name);
    for (const name of ['law-a', 'law-b']) {
      await perform({ op: 'remove', target: { kind: 'network', name } });
    }
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
    t.same(await runtime.containers.list(), []);
  });
}

/** What is left out of those that have to run: what this host may not have, or nothing starts with. */
const unstartable = [
  'entrypoint',
  'blkio',
  'gpus',
  'ports',
  'user',
  'group_add',
  'cap_drop',
  'sysctls',
  'seccomp',
] as const;

function startable(drawn: ContainerSpec): ContainerSpec {
  // The OCI runtime opens files under the container's own limit.
  const limits = Object.entries(drawn.ulimits ?? {}).filter(([name]) => name !== 'nofile');
  const own = { command: ['/bin/sleep', '1000'], stop_timeout: 0 };
  const spec = { ...drawn, ...own, ...(drawn.ulimits && { ulimits: Object.fromEntries(limits) }) };
  for (const name of unstartable) Reflect.deleteProperty(spec, name);
  return spec;
}
