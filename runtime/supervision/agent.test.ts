/*
 * An agent in this process, over a store and containers of its own on the real kernel. How commands start,
 * replace and end agents is told end to end.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { CompletedHealth } from '../../model/index.js';
import type { ContainerEngine } from '../engine-contract.js';
import { createEngine } from '../engine.js';
import { openStore } from '../store/index.js';
import { cannotRunContainers, makeTestHost, type TestHost } from '../testing/index.js';
import type { AgentEnd } from './agent.js';

t.setTimeout(120_000);
const skip = cannotRunContainers() ?? false;
const always = { restart: { policy: 'always', max_retries: 0 } };

interface RunningAgent {
  readonly said: readonly string[];
  readonly end: Promise<AgentEnd>;
  stop(): Promise<AgentEnd>;
}

function startAgent(engine: ContainerEngine): RunningAgent {
  const user = new AbortController();
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const { signal } = user;
  const end = engine.supervise({ version: '1.0.0', manner: 'foreground', signal, say });
  const stop = (): Promise<AgentEnd> => {
    user.abort();
    return end;
  };
  return { said, end, stop };
}

/** Looks until something holds. */
async function eventually(t: Test, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > deadline) return void t.fail(`not in time: ${what}`);
    await delay(20);
  }
  t.pass(what);
}

const wake = (): boolean => process.kill(process.pid, 'SIGHUP');

t.test('an agent', { skip }, async (t) => {
  // No monitor's call does anything: whatever happens is the agent's doing.
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { containers } = host.engine;
  const stateOf = async (id: string): Promise<string> => (await containers.inspect(id)).state;
  const monitorOf = (id: string): number =>
    Number(readFileSync(join(host.runRoot, 'containers', id, 'monitor.pid'), 'utf8'));

  t.test('ends where there is nothing to watch over', async (t) => {
    t.same(await startAgent(host.engine).end, { why: 'idle' });
    const id = await host.run({ name: 'plain' });
    t.same(await startAgent(host.engine).end, { why: 'idle' });
    t.equal(await stateOf(id), 'running');
    await containers.remove(id, { force: true });
  });

  t.test('runs checks in their interval, and ends with the last container', async (t) => {
    const health: CompletedHealth = {
      test: ['test', '-e', '/tmp/well'],
      interval: 100,
      timeout: 2_000,
      start_period: 0,
      retries: 2,
    };
    const id = await host.run({ name: 'web', health });
    const agent = startAgent(host.engine);
    const healthOf = async () => (await containers.inspect(id)).health;
    await eventually(t, 'it is unhealthy', async () => (await healthOf())?.status === 'unhealthy');
    t.match((await healthOf())?.failingStreak, 2);
    await containers.execCaptured(id, ['touch', '/tmp/well']);
    await eventually(t, 'it is healthy', async () => (await healthOf())?.status === 'healthy');
    await containers.pause(id);
    await delay(300);
    const paused = await healthOf();
    await delay(300);
    t.same(await healthOf(), paused, 'one that is paused is not checked');
    await containers.unpause(id);
    const goesOn = async () => (await healthOf())?.checkedAt !== paused?.checkedAt;
    await eventually(t, 'it is checked again', goesOn);
    await containers.remove(id, { force: true });
    t.same(await agent.end, { why: 'idle' });
    t.same(agent.said, ['container web is unhealthy', 'container web is healthy']);
  });

  t.test('does not check twice what another one checks', async (t) => {
    const test = ['sh', '-c', 'echo x >>/tmp/checks'];
    const health = { test, interval: 300, timeout: 2_000, start_period: 0, retries: 1 };
    const id = await host.run({ name: 'twice', health });
    const agent = startAgent(host.engine);
    const until = performance.now() + 1_500;
    while (performance.now() < until) {
      await containers.checkHealth(id, { unlessSince: 270 });
      await delay(10);
    }
    const { stdout } = await containers.execCaptured(id, ['cat', '/tmp/checks']);
    t.ok(stdout.length / 2 <= 7, `${stdout.length / 2} checks in 1500 ms`);
    await containers.remove(id, { force: true });
    await agent.end;
  });

  t.test('starts again what its monitor did not', async (t) => {
    const id = await host.run({ name: 'again', ...always });
    const agent = startAgent(host.engine);
    const { pid = 0 } = await containers.inspect(id);
    process.kill(pid, 'SIGKILL');
    const isAgain = async (): Promise<boolean> => (await containers.inspect(id)).restarts === 1;
    await eventually(t, 'it runs again', isAgain);
    t.equal(await stateOf(id), 'running');
    t.same(await agent.stop(), { why: 'asked' });
    t.same(agent.said, ['container again is started again, by its policy']);
    await containers.remove(id, { force: true });
  });

  t.test('makes a container without its monitor anew', async (t) => {
    const id = await host.run({ name: 'orphan', ...always });
    const other = await host.run({ name: 'other' });
    const before = await containers.inspect(id);
    for (const one of [id, other]) process.kill(monitorOf(one), 'SIGKILL');
    await eventually(t, 'it is degraded', async () => (await stateOf(id)) === 'degraded');
    const agent = startAgent(host.engine);
    await eventually(t, 'it runs', async () => (await stateOf(id)) === 'running');
    const after = await containers.inspect(id);
    t.match(after, { restarts: 1, wanted: 'running' });
    t.not(after.pid, before.pid);
    t.equal(await stateOf(other), 'degraded', 'one without a policy is left to the next apply');
    await agent.stop();
    for (const one of [id, other]) await containers.remove(one, { force: true });
  });

  t.test('never undoes a stop', async (t) => {
    const id = await host.run({ name: 'stopped', ...always, stop_timeout: 1 });
    const keeper = await host.run({ name: 'keeper', ...always, stop_timeout: 1 });
    const agent = startAgent(host.engine);
    for (let round = 0; round < 8; round += 1) {
      const { pid = 0 } = await containers.inspect(id);
      // The stop comes at any moment of the agent's own work.
      process.kill(pid, 'SIGKILL');
      await delay(round * 40);
      await containers.stop(id);
      t.match(await containers.inspect(id), { state: 'exited', wanted: 'stopped' });
      wake();
      await delay(150);
      t.match(await containers.inspect(id), { state: 'exited', wanted: 'stopped' });
      await containers.start(id);
    }
    await containers.remove(id, { force: true });
    await agent.stop();
    await containers.remove(keeper, { force: true });
  });

  t.test('leaves alone what cannot be started', async (t) => {
    const source = join(host.root, '..', 'given');
    mkdirSync(source);
    const mounts = { '/given': { type: 'bind', source, read_only: true } } as const;
    const id = await host.run({ name: 'broken', ...always, mounts });
    const { pid = 0 } = await containers.inspect(id);
    rmSync(source, { recursive: true });
    const agent = startAgent(host.engine);
    process.kill(pid, 'SIGKILL');
    const hasFailed = async (): Promise<boolean> =>
      (await containers.inspect(id)).failure !== undefined;
    await eventually(t, 'the failure is kept', hasFailed);
    t.same(await agent.end, { why: 'idle' });
    t.match(agent.said, [/^container broken could not be started: /]);
    t.equal(agent.said.length, 1);
    await containers.remove(id, { force: true });
  });

  t.test('leaves the host as it was', async (t) => {
    t.same(await host.close(), []);
  });
});

t.test('after a boot', { skip }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { containers, networks } = host.engine;
  await networks.create({ name: 'net', internal: false, subnet: null, gateway: null, labels: {} });
  const onNet = { networks: { net: { aliases: ['here'], ipv4: null } } };
  const policies = ['always', 'unless-stopped', 'on-failure', 'no'] as const;
  const all: string[] = [];
  for (const policy of policies) {
    for (const what of ['ran', 'stopped']) {
      const name = `${policy}-${what}`;
      const restart = { policy, max_retries: 0 };
      all.push(await host.run({ name, restart, stop_timeout: 1, ...onNet }));
      if (what === 'stopped') await containers.stop(name);
    }
  }
  await goDown(host, all);
  const before = await containers.list();
  t.ok(
    before.every(({ state }) => state !== 'running'),
    'nothing runs',
  );

  const agent = startAgent(host.engine);
  const running = async (): Promise<readonly string[]> =>
    (await containers.list()).filter(({ state }) => state === 'running').map(({ name }) => name);
  const expected = ['always-ran', 'always-stopped', 'unless-stopped-ran'];
  await eventually(t, 'it starts them', async () => (await running()).length >= expected.length);
  await delay(300);
  t.same(await running(), expected);
  t.same(
    [...agent.said].sort(),
    expected.map((name) => `container ${name} is started after the boot`),
  );
  const asked = await containers.execCaptured('always-ran', ['ping', '-c1', 'unless-stopped-ran']);
  t.equal(asked.exitCode, 0, `they find each other by name: ${asked.stdout}${asked.stderr}`);
  t.ok((await containers.list()).every(({ restarts }) => restarts === 0));

  await containers.stop('always-ran');
  wake();
  await delay(300);
  t.same(await running(), expected.slice(1), 'a stop holds');
  await agent.stop();
  for (const id of all) await containers.remove(id, { force: true });
  t.same(await host.close(), []);
});

/** What a boot does: processes, mounts and the run root are gone, and the store says another boot. */
async function goDown(host: TestHost, ids: readonly string[]): Promise<void> {
  const { containers } = host.engine;
  for (const id of ids) {
    const run = join(host.runRoot, 'containers', id);
    if (existsSync(run)) {
      const monitor = Number(readFileSync(join(run, 'monitor.pid'), 'utf8'));
      const { pid = 0 } = await containers.inspect(id);
      for (const one of [monitor, pid]) process.kill(one, 'SIGKILL');
    }
    const outcome = join(host.root, 'containers', id, 'outcome.json');
    const text = readFileSync(outcome, 'utf8');
    writeFileSync(outcome, text.replace(/"boot":"[^"]*"/, '"boot":"another"'));
  }
  const namespaces = execFileSync('findmnt', ['-rno', 'TARGET'], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => path.startsWith(host.runRoot));
  for (const path of namespaces) execFileSync('umount', [path]);
  const server = join(host.runRoot, 'network/aardvark-dns/aardvark.pid');
  if (existsSync(server)) process.kill(Number(readFileSync(server, 'utf8')), 'SIGKILL');
  rmSync(host.runRoot, { recursive: true });
}

t.test('a store that goes, or another one in its place, ends it', { skip }, async (t) => {
  for (const after of ['nothing', 'another store']) {
    const host = await makeTestHost(['/bin/true']);
    const root = join(host.root, '..', 'second');
    const store = await openStore({ root, runRoot: join(host.root, '..', 'second-run') });
    const engine = createEngine(store, { selfCommand: ['/bin/true'] });
    const spec = host.spec({ name: 'there', ...always });
    await engine.containers.create({ spec, layers: [host.layer], imageId: 'test' });
    await engine.containers.start('there');
    const agent = startAgent(engine);
    await delay(300);
    const kept = `${root}-kept`;
    execFileSync('mv', [root, kept]);
    if (after === 'another store') mkdirSync(root);
    t.same(await agent.end, { why: 'store gone' });
    rmSync(root, { recursive: true, force: true });
    execFileSync('mv', [kept, root]);
    await engine.containers.remove('there', { force: true });
    t.same(await host.close(), []);
  }
});
