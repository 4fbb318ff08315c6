/*
 * Ends that nobody asked for: containers that end by themselves, monitors and engine processes that
 * are killed. After each the host holds nothing that does not belong to a running container.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { CompletedContainer } from '../../model/index.js';
import { cannotRunContainers, faultOf, makeTestHost, type TestHost } from '../testing/index.js';
import { identify, waitUntil } from './processes.js';

t.setTimeout(120_000);
const skip = cannotRunContainers() ?? false;
const command = [
  process.execPath,
  fileURLToPath(new URL('../testing/engine-command.js', import.meta.url)),
];
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const runsOf = (host: TestHost): readonly string[] => {
  const directory = join(host.runRoot, 'containers');
  return existsSync(directory) ? readdirSync(directory) : [];
};

t.test('containers that end by themselves', { skip, timeout: 60_000 }, async (t) => {
  const host = await makeTestHost(command);
  t.teardown(() => host.close());
  const { containers, networks } = host.engine;
  await networks.create({ name: 'net', internal: false, subnet: null, gateway: null, labels: {} });
  const onNet = { networks: { net: { aliases: [], ipv4: null } } };

  t.test('are taken off the host by the call of their monitor', async (t) => {
    const id = await host.run({ name: 'brief', command: ['sh', '-c', 'exit 4'], ...onNet });
    t.equal(await containers.wait(id, soon()), 4);
    t.ok(await waitUntil(() => runsOf(host).length === 0, 5_000));
    t.match(await containers.inspect(id), { state: 'exited', exitCode: 4, wanted: 'running' });
    const network = await networks.find('net');
    t.same(network?.leases, {});
    t.notOk(existsSync(`/sys/class/net/${network?.bridge ?? ''}`), 'the bridge is gone');
    await containers.remove(id);
  });

  t.test('have ended as they did for who looks while they are cleared up', async (t) => {
    // What is read of a run is several files, which are removed one by one.
    for (let round = 0; round < 8; round += 1) {
      const id = await host.run({ name: 'seen', command: ['true'], ...onNet });
      const seen = new Set<string>();
      while (runsOf(host).length > 0) {
        const { state, exitCode } = await containers.inspect(id);
        seen.add(state === 'running' ? state : `${state} ${exitCode}`);
      }
      seen.delete('running');
      t.same([...seen], ['exited 0']);
      await containers.remove(id);
    }
  });

  t.test('are started again as often as their policy says', async (t) => {
    const id = await host.run({
      name: 'failing',
      command: ['sh', '-c', 'echo run; exit 3'],
      restart: { policy: 'on-failure', max_retries: 2 },
      ...onNet,
    });
    t.equal(await containers.wait(id, soon()), 3);
    t.match(await containers.inspect(id), { state: 'exited', exitCode: 3, restarts: 2 });
    const lines: string[] = [];
    for await (const { text } of containers.logs(id)) lines.push(text);
    t.same(lines, ['run', 'run', 'run']);
    await containers.remove(id);
  });

  t.test('are not started again after success, nor once they were stopped', async (t) => {
    const onFailure = { restart: { policy: 'on-failure', max_retries: 0 } };
    const good = await host.run({ name: 'good', command: ['true'], ...onFailure });
    t.equal(await containers.wait(good, soon()), 0);
    t.equal((await containers.inspect(good)).restarts, 0);
    await containers.remove(good);
    const always = { restart: { policy: 'always', max_retries: 0 } };
    const id = await host.run({ name: 'again', command: ['sh', '-c', 'exit 1'], ...always });
    // From the second restart on its monitor waits a while, in which it can be stopped.
    const waiting = async (): Promise<boolean> => {
      const view = await containers.inspect(id);
      return view.state === 'restarting' && view.restarts >= 1;
    };
    while (!(await waiting())) await new Promise((resolve) => setTimeout(resolve, 10));
    await containers.stop(id);
    t.match(await containers.inspect(id), { state: 'exited', wanted: 'stopped' });
    t.same(runsOf(host), []);
    await containers.remove(id);
  });

  t.test('are never down for who looks while their policy starts them again', async (t) => {
    const id = await host.run({
      name: 'looping',
      command: ['sh', '-c', 'exit 1'],
      restart: { policy: 'always', max_retries: 0 },
      ...onNet,
    });
    const seen = new Set<string>();
    for (let again = 0; again < 3;) {
      const { state, restarts } = await containers.inspect(id);
      again = restarts;
      seen.add(state);
    }
    seen.delete('running');
    t.same([...seen], ['restarting']);
    await containers.stop(id);
    t.match(await containers.inspect(id), { state: 'exited', exitCode: 1 });
    await containers.remove(id);
  });

  t.test('keep their published port through a restart', async (t) => {
    const ports = { '127.0.0.1:18473/tcp': 80 };
    const restart = { policy: 'always', max_retries: 0 };
    const id = await host.run({ name: 'port', ...onNet, ports, restart });
    const { pid = 0 } = await containers.inspect(id);
    process.kill(pid, 'SIGKILL');
    const again = async (): Promise<boolean> => {
      const view = await containers.inspect(id);
      return view.state === 'running' && view.pid !== undefined && view.pid !== pid;
    };
    const deadline = Date.now() + 10_000;
    while (!(await again()) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    t.match(await containers.inspect(id), { state: 'running', restarts: 1 });
    await containers.remove(id, { force: true });
  });

  t.test('leaves the host as it was', async (t) => {
    t.same(await host.close(), []);
  });
});

t.test('ports of what has ended', { skip, timeout: 60_000 }, async (t) => {
  const slowly = ['/bin/sh', '-c', 'sleep 1; exec "$@"', 'sh', ...command];
  const host = await makeTestHost(slowly);
  t.teardown(() => host.close());
  const { containers, networks } = host.engine;
  await networks.create({ name: 'net', internal: false, subnet: null, gateway: null, labels: {} });
  const onNet = { networks: { net: { aliases: [], ipv4: null } } };
  const port = '127.0.0.1:18475/tcp';

  const first = await host.run({ name: 'first', ...onNet, ports: { [port]: 80 } });
  process.kill((await containers.inspect(first)).pid ?? 0, 'SIGKILL');
  while ((await containers.inspect(first)).state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  t.not(runsOf(host).length, 0, 'what it claimed is claimed yet');
  const second = await host.run({ name: 'second', ...onNet, ports: { [port]: 80 } });
  t.equal((await containers.inspect(second)).state, 'running');
  const third = host.run({ name: 'third', ...onNet, ports: { [port]: 80 } });
  t.match(await faultOf(third), { kind: 'port-in-use' }, 'what runs is not waited for');
  for (const name of ['first', 'second', 'third']) await containers.remove(name, { force: true });
  t.same(await host.close(), []);
});

t.test('what was killed', { skip, timeout: 110_000 }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { engine } = host;
  const { containers, networks } = engine;
  await networks.create({ name: 'net', internal: false, subnet: null, gateway: null, labels: {} });
  const onNet = { networks: { net: { aliases: ['x'], ipv4: null } } };
  const monitorOf = (id: string): number =>
    Number(readFileSync(join(host.runRoot, 'containers', id, 'monitor.pid'), 'utf8'));

  t.test('a container whose monitor never called is settled by the next command', async (t) => {
    const id = await host.run({ name: 'quiet', command: ['sh', '-c', 'exit 5'], ...onNet });
    t.equal(await containers.wait(id, soon()), 5);
    const over = (): boolean => identify(monitorOf(id)) === undefined;
    t.ok(await waitUntil(over, 5_000));
    t.same(runsOf(host), [id]);
    t.match(await engine.reconcile(), { settled: [id] });
    t.same(runsOf(host), []);
    t.match(await containers.inspect(id), { state: 'exited', exitCode: 5 });
    await containers.remove(id);
  });

  t.test('half a file of a writer that was killed goes with the next command', async (t) => {
    const half = join(host.root, 'networks', '.net.json.4194399-0123456789ab.tmp');
    const ours = join(host.root, 'networks', `.net.json.${process.pid}-0123456789ab.tmp`);
    for (const path of [half, ours]) writeFileSync(path, '{"na');
    await engine.reconcile();
    t.notOk(existsSync(half));
    t.ok(existsSync(ours), 'that of a living one is left to it');
    rmSync(ours);
  });

  t.test('a container without its monitor is degraded, and can be stopped', async (t) => {
    const id = await host.run({ name: 'orphan', ...onNet });
    const monitor = monitorOf(id);
    process.kill(monitor, 'SIGKILL');
    t.ok(await waitUntil(() => identify(monitor) === undefined, 5_000));
    t.equal((await containers.inspect(id)).state, 'degraded');
    await containers.stop(id);
    t.match(await containers.inspect(id), { state: 'lost', exitCode: null });
    await containers.start(id);
    t.equal((await containers.inspect(id)).state, 'running');
    await containers.remove(id, { force: true });
  });

  t.test('container and monitor at once: the end is lost', async (t) => {
    const id = await host.run({ name: 'both', ...onNet });
    const monitor = monitorOf(id);
    const { pid = 0 } = await containers.inspect(id);
    process.kill(monitor, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    const over = (): boolean => identify(monitor) === undefined && identify(pid) === undefined;
    t.ok(await waitUntil(over, 5_000));
    t.equal((await containers.inspect(id)).state, 'lost');
    await engine.reconcile();
    t.same(runsOf(host), []);
    t.equal((await containers.inspect(id)).state, 'lost');
    await containers.remove(id);
  });

  t.test('a run of an earlier boot is over', async (t) => {
    const id = await host.run({ name: 'boot' });
    const file = join(host.runRoot, 'containers', id, 'run.json');
    const run = readFileSync(file, 'utf8');
    writeFileSync(file, run.replace(/"bootId":"[^"]*"/, '"bootId":"another"'));
    t.match(await containers.inspect(id), { state: 'lost', exitCode: null });
    // The processes are this boot's after all, so they are ended as such.
    writeFileSync(file, run);
    await containers.remove(id, { force: true });
  });

  t.test('a run root that somebody emptied', async (t) => {
    const id = await host.run({ name: 'forgotten' });
    const { pid = 0 } = await containers.inspect(id);
    rmSync(host.runRoot, { recursive: true });
    t.equal((await containers.inspect(id)).state, 'lost');
    await containers.start(id);
    t.equal(identify(pid), undefined, 'the forgotten run is ended first');
    t.equal((await containers.inspect(id)).state, 'running');
    await containers.remove(id, { force: true });
  });

  const names = Array.from({ length: 10 }, (_, number) => `killed-${number}`);
  t.test('an engine process at any moment of a start', async (t) => {
    for (const [index, name] of names.entries()) {
      await killedAfter(index * 17, ['run', recordText(host.spec({ name, ...onNet })), host.layer]);
      await engine.reconcile();
      const [view] = await containers.list();
      const state = view?.state ?? 'not there';
      t.ok(['not there', 'created', 'exited', 'running'].includes(state), `${name}: ${state}`);
      t.equal(runsOf(host).length, state === 'running' ? 1 : 0);
      if (view === undefined) continue;
      t.same(view.live, view.asked, 'what runs is whole');
      await containers.start(view.id);
      t.equal((await containers.inspect(view.id)).state, 'running');
      await containers.remove(view.id, { force: true });
    }
  });

  t.test('an engine process at any moment of a removal', async (t) => {
    for (const [index, name] of names.slice(0, 6).entries()) {
      const id = await host.run({ name, ...onNet });
      await killedAfter(index * 65, ['remove', name]);
      await engine.reconcile();
      const left = await containers.list();
      t.ok(left.length <= 1, `${name}: ${left[0]?.state ?? 'not there'}`);
      if (left.length === 1) await containers.remove(id, { force: true });
      t.same(runsOf(host), []);
    }
  });

  t.test('leaves the host as it was', async (t) => {
    t.same(await host.close(), []);
  });

  /** Runs the engine in a process that is killed so many milliseconds after it has begun. */
  async function killedAfter(milliseconds: number, args: readonly string[]): Promise<void> {
    const child = spawn(command[0] ?? '', [...command.slice(1), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STOWAGE_ROOT: host.root, STOWAGE_RUN_ROOT: host.runRoot },
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGKILL');
    await exit;
  }
});

function recordText(spec: CompletedContainer): string {
  return JSON.stringify({ id: '', created: '', imageId: '', layers: [], spec });
}
