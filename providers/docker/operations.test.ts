/* Every operation on a real dockerd: done twice, done on what has gone, done on what is others'. */
import t from 'tap';
import {
  imageReference,
  type Claim,
  type ContainerSpec,
  type StackIdentity,
  type Target,
} from '../../model/index.js';
import { negotiate } from './client/index.js';
import { targetAt } from './reach/index.js';
import {
  failure,
  keepProgress,
  planBuild,
  recordLabels,
  startTrial,
  testStack,
  whyNoDockerd,
} from '../testing/index.js';

const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('operations on Docker', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
  t.teardown(() => trial.end());
  const { dockerd, engine, image, docker, perform, observe, observed, creation } = trial;
  const { make, makeNetwork, start, remove } = trial;
  const script = (line: string): Partial<ContainerSpec> => ({ command: ['/bin/sh', '-c', line] });

  t.test('creating twice is creating once, and a name of others is left alone', async (t) => {
    const spec: ContainerSpec = { name: 'twice', image, command: ['true'] };
    await perform(creation(spec));
    const { id } = await observed('twice');
    await perform(creation(spec));
    t.equal((await observed('twice')).id, id);
    await failure('name-in-use', perform(creation({ ...spec, command: ['false'] })));
    await remove({ kind: 'container', name: 'twice' });

    await docker('create', '--name', 'taken', image);
    await docker('volume', 'create', 'taken');
    await docker('network', 'create', 'taken');
    await failure('name-in-use', perform(creation({ ...spec, name: 'taken' })));
    const named = { spec: { name: 'taken' }, labels: recordLabels('volume.a', { name: 'taken' }) };
    await failure('name-in-use', perform({ op: 'create-volume', ...named }));
    await failure('name-in-use', perform({ op: 'create-network', ...named }));
    for (const kind of ['container', 'volume', 'network'] as const) {
      await failure('name-in-use', remove({ kind, name: 'taken' }));
    }
    const { foreign } = await engine.observe({
      stack: testStack,
      names: (['container', 'volume', 'network'] as const).map((kind) => ({ kind, name: 'taken' })),
    });
    t.same(foreign.map(({ kind }) => kind).sort(), ['container', 'network', 'volume']);
    t.ok(foreign.every(({ stack }) => stack === undefined));
    await docker('rm', 'taken');
    await docker('volume', 'rm', 'taken');
    await docker('network', 'rm', 'taken');
  });

  t.test('a network is there again as it was, whatever became of it', async (t) => {
    const spec = { name: 'again', subnet: '10.98.7.0/24' };
    const labels = recordLabels('network.again', spec);
    const successor = { name: 'again', subnet: '10.98.8.0/24' };
    const found = async () => (await observe()).objects.find(({ name }) => name === 'again');
    await perform({ op: 'create-network', spec, labels });
    const id = (await found())?.id ?? '';
    const target: Target = { kind: 'network', name: 'again', id };
    const restore = () => perform({ op: 'restore-network', target, spec, labels });
    await restore();
    t.equal((await found())?.id, id, 'what is still there stays');
    await remove(target);
    await restore();
    const second = (await found())?.id;
    await restore();
    t.equal((await found())?.id, second, 'done twice it is done once');
    await remove({ kind: 'network', name: 'again' });
    const made = recordLabels('network.other', successor);
    await perform({ op: 'create-network', spec: successor, labels: made });
    await restore();
    t.same((await found())?.record, spec, 'what has taken its place goes');
    await remove({ kind: 'network', name: 'again' });
    await docker('network', 'create', 'again');
    await failure('name-in-use', restore());
    await docker('network', 'rm', 'again');
  });

  t.test('what is missing is named', async (t) => {
    const spec: ContainerSpec = { name: 'lacking', image: 'nowhere/none:1', command: ['x'] };
    await failure('image-not-found', perform(creation(spec)));
    const unlinked = { ...spec, image, networks: { nowhere: {} } };
    t.match((await failure('not-found', perform(creation(unlinked)))).message, /nowhere/);
    const bound = {
      ...spec,
      image,
      mounts: [{ type: 'bind' as const, source: '/no/such/path', target: '/x' }],
    };
    t.match((await failure('invalid', perform(creation(bound)))).message, /no\/such\/path/);
    await failure('not-found', start({ kind: 'container', name: 'lacking' }));
    t.same(
      (await observe()).objects.filter(({ name }) => name === 'lacking'),
      [],
    );
    const gone = { kind: 'container', name: 'lacking' } as const;
    await perform({ op: 'stop-container', target: gone });
    for (const kind of ['container', 'volume', 'network', 'image'] as const) {
      await remove({ kind, name: 'lacking' });
    }
  });

  t.test('limits change in place, and are lifted only where Docker can', async (t) => {
    const target = await make('limits', { memory: 64 * 2 ** 20, cpus: 1, pids: 10 });
    await start(target);
    const { id } = await observed('limits');
    await perform({
      op: 'update-container',
      target,
      settings: {
        memory: 256 * 2 ** 20,
        cpus: 0.5,
        pids: null,
        restart: { policy: 'on-failure', max_retries: 4 },
      },
    });
    const after = await observed('limits');
    t.equal(after.id, id);
    t.match(after.completed, { memory: 256 * 2 ** 20, cpus: 0.5, pids: null });
    t.same(after.completed.restart, { policy: 'on-failure', max_retries: 4 });
    for (const settings of [{ memory: null }, { cpus: null }]) {
      await failure('unsupported', perform({ op: 'update-container', target, settings }));
    }
    await remove(target);
    const lifted = { path: 'memory', before: 1, after: null };
    t.match(engine.verdict('container', lifted), { effect: 'replace', reason: /cannot lift/ });
    t.same(engine.verdict('container', { path: 'memory', before: null, after: 1 }), {
      effect: 'in-place',
    });
    t.same(engine.verdict('container', { path: 'networks.front.ipv4' }), { effect: 'in-place' });
    t.same(engine.verdict('container', { path: 'env.A' }), { effect: 'replace' });
    t.same(engine.verdict('network', { path: 'subnet' }), { effect: 'replace' });
  });

  t.test('networks are connected, changed and left, and stay so over a restart', async (t) => {
    await makeNetwork('front');
    await makeNetwork('rear');
    const target = await make('linked');
    await start(target);
    const connect = (network: string, aliases: readonly string[]) =>
      perform({ op: 'connect-network', target, network, endpoint: { aliases, ipv4: null } });
    const networks = async () => (await observed('linked')).completed.networks;
    await connect('front', ['a']);
    await connect('front', ['a']);
    await connect('rear', []);
    t.same(await networks(), {
      front: { aliases: ['a'], ipv4: null },
      rear: { aliases: [], ipv4: null },
    });
    await connect('front', ['b', 'c']);
    t.same((await networks())['front']?.aliases, ['b', 'c']);
    for (const network of ['front', 'front', 'rear']) {
      await perform({ op: 'disconnect-network', target, network });
    }
    t.same(await networks(), {});
    await docker('restart', '-t', '0', 'linked');
    t.same(await networks(), {}, 'none stays none');
    await connect('front', ['a']);
    await docker('restart', '-t', '0', 'linked');
    t.same(await networks(), { front: { aliases: ['a'], ipv4: null } });
    await remove(target);
  });

  t.test('a network made anew under a stopped container is seen and repaired', async (t) => {
    const target = await make('stale', { networks: { front: { aliases: ['web'] } } });
    await start(target);
    await perform({ op: 'stop-container', target });
    await remove({ kind: 'network', name: 'front' });
    t.same((await observed('stale')).staleNetworks, ['front']);
    await makeNetwork('front');
    t.same((await observed('stale')).staleNetworks, ['front']);
    const error = await failure('start-failed', start(target));
    t.match(error.hint, /made anew/);
    const endpoint = { aliases: ['web'], ipv4: null };
    await perform({ op: 'connect-network', target, network: 'front', endpoint });
    await start(target);
    const repaired = await observed('stale');
    t.same(repaired.staleNetworks, []);
    t.same(repaired.completed.networks, { front: endpoint });
    await remove(target);
  });

  t.test('two networks of one name are an error, not a guess', async (t) => {
    const { transport } = await negotiate(targetAt(dockerd.address));
    const twin = { Name: 'twin', CheckDuplicate: false };
    for (const body of [twin, twin]) {
      const path = '/networks/create';
      await transport.request({ action: 'twin', verb: 'create', method: 'POST', path, body });
    }
    transport.close();
    const spec = { name: 'torn', image, command: ['true'], networks: { twin: {} } };
    const error = await failure('name-in-use', perform(creation(spec)));
    t.match(error.message, /2 networks named "twin"/);
    const ids = await docker('network', 'ls', '-q', '--filter', 'name=twin');
    await docker('network', 'rm', ...ids.split('\n'));
  });

  t.test('containers start, stop, are renamed and go, each as often as asked', async (t) => {
    const target = await make('moves');
    await start(target);
    await start(target);
    await docker('pause', 'moves');
    t.equal((await observed('moves')).status.state, 'paused');
    await start(target);
    t.equal((await observed('moves')).status.state, 'running');
    await docker('pause', 'moves');
    await perform({ op: 'stop-container', target });
    await perform({ op: 'stop-container', target });
    t.equal((await observed('moves')).status.state, 'exited');
    const { id } = await observed('moves');
    await perform({ op: 'rename-container', target: { ...target, id }, name: 'moved' });
    await perform({ op: 'rename-container', target: { ...target, id }, name: 'moved' });
    await make('moves');
    await failure(
      'name-in-use',
      perform({ op: 'rename-container', target: { ...target, id }, name: 'moves' }),
    );
    await start({ kind: 'container', name: 'moves' });
    await remove({ kind: 'container', name: 'moves' });
    await remove({ kind: 'container', name: 'moved', id });
    await remove({ kind: 'container', name: 'moved', id });
    t.same(
      (await observe()).objects.filter(({ kind }) => kind === 'container'),
      [],
    );
  });

  t.test('a container comes up under another name and answers to its own', async (t) => {
    await makeNetwork('stage');
    const networks = { stage: { aliases: ['till'] } };
    const spec = { name: 'shop', image, command: ['sleep', '1000'], networks, stop_timeout: 0 };
    const made = creation(spec);
    const endpoint = { aliases: ['shop', 'till'], ipv4: null };
    const completed = { ...made.completed, networks: { stage: endpoint } };
    const as = 'shop.stowage-next';
    await perform({ ...made, completed, as });
    await perform({ ...made, completed, as });
    const owner = { stackId: testStack.id, address: 'container.trial' };
    const target: Target = { kind: 'container', name: as, owner };
    await start(target);
    const { id, completed: beside } = await observed(as);
    t.same(beside.networks, { stage: endpoint });
    await docker('run', '-d', '--name', 'guest', '--network', 'stage', image, 'sleep', '1000');
    const answers = async (name: string): Promise<boolean> =>
      docker('exec', 'guest', 'ping', '-c1', '-W1', name).then(
        () => true,
        () => false,
      );
    t.ok(await answers('shop'));
    await perform({ op: 'rename-container', target, name: 'shop' });
    await perform({ op: 'rename-container', target, name: 'shop' });
    t.ok(await answers('shop'));
    t.same((await observed('shop')).completed.networks, {
      stage: { aliases: ['till'], ipv4: null },
    });
    const renamed = { op: 'rename-container', target: { ...target, id }, name: 'store' } as const;
    await perform({ ...renamed, drop: 'shop' });
    await perform({ ...renamed, drop: 'shop' });
    t.same((await observed('store')).completed.networks, {
      stage: { aliases: ['till'], ipv4: null },
    });
    t.ok(await answers('store'));
    t.ok(await answers('till'));
    t.notOk(await answers('shop'), 'the old name was an alias as well');
    await perform({ op: 'stop-container', target: { kind: 'container', name: 'store' } });
    await remove({ kind: 'container', name: 'store' });
    await docker('rm', '--force', 'guest');
    await remove({ kind: 'network', name: 'stage' });
  });

  t.test('an image gets a further name, and goes with all of ours', async (t) => {
    const spec = { name: 'trial/tagged', from: { kind: 'image' as const, name: image } };
    const base = await engine.findImage(image);
    const { operation, completed } = await planBuild(
      trial.directory,
      'image.tagged',
      { ...spec, env: { TAGGED: 'yes' } },
      base && { identity: base.id, config: base.config },
    );
    await perform(operation);
    const found = async () =>
      (await observe()).objects.find(({ address }) => address === 'image.tagged');
    const there = await found();
    const reference = imageReference({ name: 'trial/renamed', key: completed.key });
    const target: Target = { kind: 'image', name: operation.reference, id: there?.id ?? '' };
    await perform({ op: 'tag-image', target, reference });
    await perform({ op: 'tag-image', target, reference });
    t.match(await found(), { references: [operation.reference, reference].sort() });
    await remove(target);
    t.equal(await found(), undefined);
  });

  t.test('what the ledger says of an object holds over its labels', async (t) => {
    const target = await make('moved', { networks: {} });
    await docker('volume', 'create', 'foundling');
    await docker('run', '-d', '--name', 'user', '-v', 'foundling:/x', image, 'sleep', '1000');
    const id = (await observed('moved')).id;
    const claim = { kind: 'container', id, generation: 2 } as const;
    const generation = {
      number: 2,
      time: '2026-01-01T00:00:00Z',
      author: 'ann@host',
      resources: {},
    };
    const write = (claims: readonly Claim[]) =>
      engine.writeLedger(testStack, { ...generation, stack: testStack.name, claims });
    await write([
      { ...claim, address: 'container.elsewhere' },
      { kind: 'volume', id: 'foundling', address: 'volume.data', generation: 2 },
    ]);
    t.equal((await observed('moved')).address, 'container.elsewhere');
    const { objects } = await observe();
    t.match(
      objects.find(({ kind }) => kind === 'volume'),
      { name: 'foundling', address: 'volume.data', generation: 0, otherUsers: ['user'] },
    );
    t.match(
      (await engine.listContainers()).find(({ name }) => name === 'moved'),
      { address: 'container.elsewhere', stack: testStack.name },
    );
    await write([{ ...claim, address: null }]);
    const after = await engine.observe({
      stack: testStack,
      names: [],
      imports: [
        { kind: 'container', id: 'moved' },
        { kind: 'volume', id: 'foundling' },
      ],
    });
    t.notOk(after.objects.some((object) => object.id === id));
    t.match(after.foreign, [{ name: 'moved', released: 'container.trial' }]);
    t.match(after.candidates.map(({ wanted, object }) => `${wanted} ${object.kind}`).sort(), [
      'foundling volume',
      'moved container',
    ]);
    await docker('rm', '-f', 'user');
    await failure('name-in-use', remove({ kind: 'volume', name: 'foundling', id: 'foundling' }));
    await remove({ kind: 'volume', name: 'foundling', id: 'foundling', imported: true });
    await remove(target);
    await engine.clearLedger(testStack);
  });

  t.test('waiting ends when a container is up, healthy or done, or cannot be', async (t) => {
    const wait = (
      target: Target,
      until: 'running' | 'healthy' | 'completed',
      progress = keepProgress(),
    ) => perform({ op: 'await-container', target, until }, progress);
    const begin = async (name: string, more: Partial<ContainerSpec>): Promise<Target> => {
      const target = await make(name, more);
      await start(target);
      return target;
    };
    const targets: Target[] = [];
    const begun = async (name: string, more: Partial<ContainerSpec>): Promise<Target> => {
      const target = await begin(name, more);
      targets.push(target);
      return target;
    };
    await wait(await begun('up', {}), 'running');
    const crashed = await begun('crashed', script('echo oh; echo no >&2; sleep 0.1; exit 3'));
    const crash = await failure('start-failed', wait(crashed, 'running'));
    t.match(crash.message, /"crashed" ended right away with exit code 3/);
    t.same([...crash.lines].sort(), ['no', 'oh']);
    await failure('start-failed', wait(await begun('brief', script('exit 0')), 'running'));
    const loop = { ...script('exit 1'), restart: { policy: 'always' as const } };
    await failure('start-failed', wait(await begun('loop', loop), 'running'));
    const check = { interval: 100, timeout: 1000, retries: 2 };
    const well = { health: { ...check, test: ['test', '-e', '/ready'] } };
    const late = { ...script('sleep 0.5; touch /ready; sleep 1000'), ...well };
    const slow = { ...late, health: { ...late.health, start_period: 10_000 } };
    await wait(await begun('late', slow), 'healthy');
    t.equal((await observed('late')).status.health, 'healthy');
    const sick = await begun('sick', {
      health: { ...check, test: ['/bin/sh', '-c', 'echo I feel bad; exit 4'] },
    });
    const illness = await failure('unhealthy', wait(sick, 'healthy'));
    t.match(illness.message, /its check ended with exit code 4/);
    t.same(illness.lines, ['I feel bad']);
    await wait(await begun('job', script('sleep 0.2')), 'completed');
    const failing = await begun('failing', script('echo tried; exit 7'));
    const failed = await failure('job-failed', wait(failing, 'completed'));
    t.match(failed.message, /exit code 7/);
    t.same(failed.lines, ['tried']);
    const progress = keepProgress();
    const endless = wait(await begun('endless', {}), 'completed', progress);
    progress.stop();
    await failure('interrupted', endless);
    const never = await make('never');
    await failure('start-failed', wait(never, 'completed'));
    for (const target of [...targets, never]) await remove(target);
  });

  t.test('a start that fails says why in plain words', async (t) => {
    const missing = await make('missing', { command: ['/no/such/program'] });
    const error = await failure('start-failed', start(missing));
    t.match(
      error.message,
      /^cannot start container "missing": "\/no\/such\/program" cannot be run/,
    );
    await makeNetwork('ports');
    const ports = [{ host: 18081, container: 80 }];
    const first = await make('first', { ports, networks: { ports: {} } });
    await start(first);
    const second = await make('second', { ports, networks: { ports: {} } });
    const taken = await failure('port-in-use', start(second));
    t.equal(taken.message, 'cannot start container "second": port 18081 of 0.0.0.0 is taken');
    await remove(first);
    await start(second);
    for (const target of [second, missing]) await remove(target);
  });

  t.test('what others made from our image is not ours', async (t) => {
    await docker('run', '-d', '--name', 'stranger', image, 'sleep', '1000');
    const compose = { 'com.docker.compose.project': 'x', 'com.docker.compose.service': 'web' };
    const labels = Object.entries(compose).flatMap(([key, value]) => [
      '--label',
      `${key}=${value}`,
    ]);
    await docker('create', '--name', 'composed', ...labels, image);
    await docker('commit', 'stranger', 'stranger/image:1');
    const { objects } = await observe();
    t.same(
      objects.filter(({ kind }) => kind === 'container'),
      [],
    );
    t.same(
      objects.filter(({ kind }) => kind === 'image').map(({ name }) => name),
      ['trial/shell'],
    );
    const query = { names: [{ kind: 'container' as const, name: 'stranger' }] };
    const { foreign } = await engine.observe({ stack: testStack, ...query });
    t.match(foreign, [{ kind: 'container', name: 'stranger' }]);
    t.notOk(foreign[0]?.stack);
    await failure('name-in-use', remove({ kind: 'container', name: 'stranger' }));
    await docker('rm', '-f', 'stranger', 'composed');
    await docker('rmi', 'stranger/image:1');
  });

  t.test('a stack of the same name with another id is foreign', async (t) => {
    const target = await make('ours');
    const names = [
      { kind: 'container' as const, name: 'ours' },
      { kind: 'image' as const, name: 'trial/shell' },
    ];
    const asked: readonly StackIdentity[] = [{ name: 'trial', id: 'other' }, { name: 'trial' }];
    for (const stack of asked) {
      const { objects, foreign } = await engine.observe({ stack, names });
      const addresses = objects.map(({ address }) => address);
      // Without an id everything of the name is shown, and is nevertheless a stranger's.
      t.equal(addresses.includes('image.shell'), stack.id === undefined);
      t.match(foreign.map(({ kind, name, stackId }) => `${kind} ${name} ${stackId ?? ''}`).sort(), [
        `container ours ${testStack.id}`,
        `image trial/shell ${testStack.id}`,
      ]);
    }
    await remove(target);
  });

  t.test('a record that is none reads as null', async (t) => {
    const labels = { ...recordLabels('volume.odd', {}), 'stowage.spec': '{"name":' };
    const flags = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
    await docker('volume', 'create', ...flags, 'odd');
    const { objects } = await observe();
    const volume = objects.find(({ name }) => name === 'odd');
    t.equal(volume?.record, null);
    t.same(volume?.completed, { name: 'odd', labels: {} });
    await remove({ kind: 'volume', name: 'odd' });
  });

  t.test('a removed image goes with all it was made of', async (t) => {
    for (const name of ['front', 'rear', 'ports']) await remove({ kind: 'network', name });
    const { objects } = await observe();
    t.same(
      objects.map(({ kind, name }) => `${kind} ${name}`),
      ['image trial/shell'],
    );
    await remove({ kind: 'image', name: image, id: objects[0]?.id ?? '' });
    t.same((await observe()).objects, []);
    t.equal(await docker('images', '-aq'), '');
  });
}
