/* Containers on the real kernel, without networks. Each test leaves the host as it found it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { cgroupPlaces, controllerDirectory } from '../oci/index.js';
import { findExecutable } from '../parts/index.js';
import { cannotRunContainers, faultOf, makeTestHost, type TestHost } from '../testing/index.js';

const skip = cannotRunContainers() ?? false;
const soon = (): AbortSignal => AbortSignal.timeout(10_000);

/** A host of its own for each group of tests; the last test of a group looks for what is left. */
async function withHost(t: Test, body: (host: TestHost) => void): Promise<void> {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  body(host);
  t.test('leaves the host as it was', async (t) => {
    t.same(await host.close(), []);
  });
}

/** Runs a container to its end. @returns its output, one string */
async function outputOf(host: TestHost, changes: Parameters<TestHost['run']>[0]): Promise<string> {
  const { containers } = host.engine;
  const id = await host.run(changes);
  await containers.wait(id, soon());
  const lines: string[] = [];
  for await (const { text } of containers.logs(id)) lines.push(text);
  await containers.remove(id);
  return lines.join('\n');
}

t.test('life and end', { skip }, (t) =>
  withHost(t, (host) => {
    const { containers } = host.engine;

    t.test('a container runs, is seen running, and stops', async (t) => {
      const id = await host.run({ name: 'plain' });
      const running = await containers.inspect('plain');
      t.equal(running.state, 'running');
      t.equal(running.id, id);
      t.same(running.live, running.asked);
      t.equal(
        (await containers.inspect(id.slice(0, 12))).id,
        id,
        'found by the beginning of its id',
      );
      await containers.start(id);
      t.equal((await containers.inspect(id)).pid, running.pid, 'starting it again changes nothing');
      await containers.stop(id);
      const stopped = await containers.inspect(id);
      t.match(stopped, { state: 'exited', exitCode: 137, wanted: 'stopped' });
      await containers.start(id);
      t.equal((await containers.inspect(id)).state, 'running');
      t.match(await faultOf(containers.remove(id)), { kind: 'running' });
      await containers.remove(id, { force: true });
      t.same(await containers.list(), []);
    });

    t.test('a stop signal is passed on, and an init lets programs end by it', async (t) => {
      const trap = 'trap "exit 3" USR1; echo ready; while true; do sleep 0.05; done';
      const id = await host.run({
        name: 'polite',
        command: ['sh', '-c', trap],
        stop_signal: 'SIGUSR1',
        stop_timeout: 5_000,
      });
      await waitForLine(host, id, 'ready');
      await containers.stop(id);
      t.equal((await containers.inspect(id)).exitCode, 3);
      await containers.remove(id);
      const withInit = await host.run({
        name: 'init',
        command: ['sh', '-c', 'echo ready; exec sleep 1000'],
        init: true,
        stop_timeout: 5_000,
      });
      await waitForLine(host, withInit, 'ready');
      await containers.stop(withInit);
      t.equal((await containers.inspect(withInit)).exitCode, 143);
      await containers.remove(withInit);
    });

    t.test('kill ends it for good; other signals only reach it', async (t) => {
      const id = await host.run({
        name: 'killed',
        command: ['sh', '-c', 'trap "echo hup" HUP; echo ready; while true; do sleep 0.05; done'],
        restart: { policy: 'always', max_retries: 0 },
      });
      await waitForLine(host, id, 'ready');
      await containers.kill(id, 'HUP');
      await waitForLine(host, id, 'hup');
      await containers.kill(id, 'SIGKILL');
      t.match(await containers.inspect(id), { state: 'exited', exitCode: 137, wanted: 'stopped' });
      t.match(await faultOf(containers.kill(id, 'TERM')), { kind: 'not-running' });
      t.match(await faultOf(containers.kill(id, 'NOPE')), { kind: 'signal-unknown' });
      await containers.remove(id);
    });

    t.test('keeps what it wrote and its exit code', async (t) => {
      const script = 'echo out; echo err >&2; printf partial; exit 7';
      const id = await host.run({ name: 'writer', command: ['sh', '-c', script] });
      t.equal(await containers.wait(id, soon()), 7);
      const lines: string[] = [];
      for await (const { stream, text } of containers.logs(id)) lines.push(`${stream}: ${text}`);
      t.same(lines.sort(), ['stderr: err', 'stdout: out', 'stdout: partial']);
      const tail: string[] = [];
      for await (const { text } of containers.logs(id, { tail: 1 })) tail.push(text);
      t.equal(tail.length, 1);
      const none: string[] = [];
      for await (const { text } of containers.logs(id, { since: '2100-01-01T00:00:00Z' })) {
        none.push(text);
      }
      t.same(none, []);
      await containers.remove(id);
    });

    t.test('output is followed to its end, long lines whole', async (t) => {
      const script = 'head -c 20000 /dev/zero | tr "\\0" x; echo; sleep 0.1; echo last';
      const id = await host.run({ name: 'long', command: ['sh', '-c', script] });
      const lengths: number[] = [];
      for await (const { text } of containers.logs(id, { follow: true, signal: soon() })) {
        lengths.push(text.length);
      }
      t.same(lengths, [20_000, 4]);
      await containers.remove(id, { force: true });
    });

    t.test('says what is wrong with a command that cannot be run', async (t) => {
      const missing = await faultOf(host.run({ name: 'typo', command: ['no-such-program'] }));
      t.match(missing, { kind: 'start-failed', exitCode: 127 });
      const { state, exitCode, failure } = await containers.inspect('typo');
      t.same({ state, exitCode }, { state: 'exited', exitCode: 127 });
      t.match(failure, 'no-such-program');
      await containers.remove('typo');
      const refused = await faultOf(host.run({ name: 'text', command: ['/etc/passwd'] }));
      t.match(refused, { kind: 'start-failed', exitCode: 126 });
      await containers.remove('text');
      writeFileSync(join(host.layer, 'bin/no-format'), 'neither a program nor a script\n');
      chmodSync(join(host.layer, 'bin/no-format'), 0o755);
      const foreign = await faultOf(host.run({ name: 'foreign', command: ['no-format'] }));
      t.match(foreign, { kind: 'start-failed', exitCode: 126, reason: /^no-format is made for/ });
      await containers.remove('foreign');
      t.match(await faultOf(host.run({ name: 'none', command: [] })), { kind: 'start-failed' });
      await containers.remove('none');
    });

    t.test('a name is taken once, and can be changed', async (t) => {
      const id = await host.create({ name: 'taken' });
      t.match(await faultOf(host.create({ name: 'taken' })), { kind: 'name-in-use', holder: id });
      await containers.rename(id, 'freed');
      const other = await host.create({ name: 'taken' });
      t.match(await faultOf(containers.rename(other, 'freed')), { kind: 'name-in-use' });
      t.equal((await containers.inspect('freed')).id, id);
      await containers.remove(id);
      await containers.remove(other);
      t.match(await faultOf(containers.inspect('freed')), { kind: 'not-found' });
    });

    t.test('many at once', async (t) => {
      const names = Array.from({ length: 8 }, (_, number) => `many-${number}`);
      const ids = await Promise.all(names.map((name) => host.run({ name })));
      const views = await containers.list();
      t.same(
        views.map(({ name, state }) => `${name} ${state}`).sort(),
        names.map((name) => `${name} running`),
      );
      await Promise.all(ids.map((id) => containers.remove(id, { force: true })));
    });
  }),
);

/** Waits until a container has written a line. */
async function waitForLine(host: TestHost, id: string, wanted: string): Promise<void> {
  const options = { follow: true, signal: soon() };
  for await (const { text } of host.engine.containers.logs(id, options)) {
    if (text === wanted) return;
  }
  throw new Error(`the container never wrote ${wanted}`);
}

t.test('what is in a container', { skip }, (t) =>
  withHost(t, (host) => {
    const { containers, volumes } = host.engine;

    t.test('environment, directory, host name, entrypoint', async (t) => {
      const script = 'echo "$GREETING $HOME $PWD $(hostname) $1"; cat /etc/hostname';
      const output = await outputOf(host, {
        name: 'env',
        entrypoint: ['sh', '-c', script],
        command: ['argv0', 'argument'],
        env: { GREETING: 'a "quoted" $value' },
        workdir: '/data',
        hostname: 'front',
      });
      t.equal(output, 'a "quoted" $value /root /data front argument\nfront');
    });

    t.test('users by name, by number, with groups', async (t) => {
      const as = (user: string): Promise<string> =>
        outputOf(host, {
          name: 'user',
          command: ['sh', '-c', 'id -u; id -g; id -G; echo $HOME'],
          user,
        });
      t.equal(await as('web'), '1000\n1000\n1000 2000\n/home/web');
      t.equal(await as('web:logs'), '1000\n2000\n2000\n/home/web');
      t.equal(await as('4242'), '4242\n0\n0\n/');
      t.equal(await as('4242:17'), '4242\n17\n17\n/');
      t.match(await faultOf(as('nobody-here')), { kind: 'user-unknown', missing: 'user' });
      await containers.remove('user');
    });

    t.test('a read-only root, and file systems in memory', async (t) => {
      const script = [
        'touch /x 2>/dev/null && echo wrote || echo refused',
        'touch /tmp/x && echo wrote',
        'stat -c %a /tmp /scratch',
        'df -k /scratch | tail -1 | tr -s " " | cut -d" " -f2',
      ];
      const output = await outputOf(host, {
        name: 'ro',
        command: ['sh', '-c', script.join('; ')],
        read_only: true,
        tmpfs: {
          '/tmp': { size: null, mode: '1777' },
          '/scratch': { size: 1 << 20, mode: '0750' },
        },
      });
      t.equal(output, 'refused\nwrote\n1777\n750\n1024');
    });

    t.test('capabilities, system calls, privileges', async (t) => {
      const status = ['sh', '-c', 'grep -E "Cap(Eff|Bnd)|NoNewPrivs|Seccomp:" /proc/self/status'];
      const look = async (changes: object): Promise<string> =>
        (await outputOf(host, { name: 'caps', command: status, ...changes })).replace(
          /[\t ]+/g,
          ' ',
        );
      const usual = await look({});
      t.match(usual, 'CapEff: 00000000a80425fb');
      t.match(usual, 'NoNewPrivs: 0');
      t.match(usual, 'Seccomp: 2');
      t.match(
        await look({ cap_drop: ['ALL'], cap_add: ['NET_BIND_SERVICE'] }),
        'CapEff: 0000000000000400',
      );
      t.match(await look({ cap_drop: ['CHOWN'] }), 'CapEff: 00000000a80425fa');
      t.match(await look({ no_new_privileges: true }), 'NoNewPrivs: 1');
      t.match(await look({ seccomp: 'unconfined' }), 'Seccomp: 0');
      t.match(await look({ user: '1000' }), 'CapEff: 0000000000000000');
      const unshare = ['sh', '-c', 'unshare -U true && echo made || echo refused'];
      t.match(await outputOf(host, { name: 'ns', command: unshare }), 'refused');
      t.match(
        await outputOf(host, { name: 'ns', command: unshare, seccomp: 'unconfined' }),
        'made',
      );
      const wrong = await faultOf(host.run({ name: 'caps', cap_add: ['TIME_TRAVEL'] }));
      t.match(wrong, { kind: 'capability-unknown' });
      await containers.remove('caps');
    });

    t.test('a volume is filled from the image once, and outlives containers', async (t) => {
      await volumes.create({ name: 'kept', labels: { a: 'b' } });
      t.match(await faultOf(volumes.create({ name: 'kept', labels: {} })), { kind: 'name-in-use' });
      const outside = volumes.create({ name: '../x', labels: {} });
      t.match(await faultOf(outside), { kind: 'name-invalid' });
      t.match(await faultOf(volumes.remove('../tmp')), { kind: 'not-found' });
      const mounts = { '/data': { type: 'volume', source: 'kept', read_only: false } } as const;
      const first = {
        name: 'first',
        command: ['sh', '-c', 'cat /data/seed; echo new > /data/seed'],
      };
      t.equal(await outputOf(host, { ...first, mounts }), 'from the image');
      const second = { name: 'second', command: ['cat', '/data/seed'], mounts };
      t.equal(await outputOf(host, second), 'new');
      const id = await host.create(second);
      t.match(await faultOf(volumes.remove('kept')), { kind: 'in-use', by: ['second'] });
      await containers.remove(id);
      t.same(
        (await volumes.list()).map(({ name, labels }) => ({ name, labels })),
        [{ name: 'kept', labels: { a: 'b' } }],
      );
      await volumes.remove('kept');
      t.match(await faultOf(volumes.remove('kept')), { kind: 'not-found' });
      t.match(await faultOf(host.create(second)), { kind: 'not-found', what: 'volume' });
    });

    t.test('paths of the host', async (t) => {
      const shared = join(host.root, '../shared');
      mkdirSync(shared);
      writeFileSync(join(shared, 'file'), 'from the host');
      const mount = { type: 'bind', source: shared, read_only: true } as const;
      const script = 'cat /mnt/file; echo; touch /mnt/x 2>/dev/null || echo refused';
      const command = ['sh', '-c', script];
      const output = await outputOf(host, { name: 'bind', command, mounts: { '/mnt': mount } });
      t.equal(output, 'from the host\nrefused');
      const gone = { '/mnt': { ...mount, source: join(shared, 'gone') } };
      const fault = await faultOf(host.create({ name: 'bind', mounts: gone }));
      t.match(fault, { kind: 'bind-source-missing', target: '/mnt' });
    });
  }),
);

t.test('limits', { skip }, (t) =>
  withHost(t, (host) => {
    const { containers } = host.engine;
    const limitFile = (id: string, controller: string, file: string): string => {
      const directory = controllerDirectory(cgroupPlaces(), controller, `/stowage/${id}`);
      return join(directory ?? '', file);
    };
    const v2 = cgroupPlaces().layout === 'v2';
    const memoryFile = v2 ? 'memory.max' : 'memory.limit_in_bytes';

    t.test(
      'stand in the kernel, are changed alive, and are seen when others change them',
      async (t) => {
        const id = await host.run({ name: 'limited', memory: 67_108_865, cpus: 1 / 3, pids: 50 });
        const read = (controller: string, file: string): string =>
          readFileSync(limitFile(id, controller, file), 'utf8').trim();
        t.equal(read('memory', memoryFile), '67108864');
        t.equal(read('pids', 'pids.max'), '50');
        const before = await containers.inspect(id);
        t.same(before.live, before.asked, 'what the kernel rounds is no difference');

        await containers.update(id, { memory: 134_217_728, cpus: null, pids: null });
        t.equal(read('memory', memoryFile), '134217728');
        t.equal(read('pids', 'pids.max'), 'max');
        const changed = await containers.inspect(id);
        t.match(changed.live, { memory: 134_217_728, cpus: null, pids: null });
        t.same(changed.live, changed.asked);

        await containers.update(id, { memory: null });
        await containers.update(id, { cpus: 0.5 });
        t.match((await containers.inspect(id)).live, { memory: null, cpus: 0.5, pids: null });
        await containers.update(id, { cpus: null });

        writeFileSync(limitFile(id, 'pids', 'pids.max'), '77');
        const drifted = await containers.inspect(id);
        t.equal(drifted.live.pids, 77);
        t.same(drifted.live, { ...drifted.asked, pids: 77 }, 'nothing else differs');
        await containers.update(id, { pids: null, restart: { policy: 'always', max_retries: 0 } });
        const repaired = await containers.inspect(id);
        t.same(repaired.live, repaired.asked);
        await containers.stop(id);
        await containers.update(id, { memory: 33_554_432 });
        await containers.start(id);
        t.equal(read('memory', memoryFile), '33554432');
        await containers.remove(id, { force: true });
        t.notOk(existsSync(limitFile(id, 'memory', memoryFile)));
      },
    );

    t.test('running out of memory is told', async (t) => {
      const command = ['sh', '-c', 'head -c 64m /dev/zero | tail -c 64m >/dev/null; exit $?'];
      const id = await host.run({ name: 'hungry', command, memory: 16 << 20 });
      await containers.wait(id, soon());
      t.equal((await containers.inspect(id)).oomKilled, true);
      await containers.remove(id);
    });
  }),
);

t.test('commands in a running container', { skip }, (t) =>
  withHost(t, (host) => {
    const { containers } = host.engine;

    t.test('give their exit code and output, with user, directory and environment', async (t) => {
      const id = await host.run({ name: 'host', env: { A: '1' }, no_new_privileges: true });
      const exec = containers.execCaptured.bind(containers, id);
      const script =
        'echo "$A $B $PWD"; id -un; grep NoNewPrivs /proc/self/status; echo e >&2; exit 9';
      const result = await exec(['sh', '-c', script], {
        env: { B: '2' },
        user: 'web',
        workdir: '/data',
      });
      t.match(result, { exitCode: 9, stderr: 'e\n', timedOut: false });
      t.equal(result.stdout, '1 2 /data\nweb\nNoNewPrivs:\t1\n');
      t.equal((await exec(['cat'], { input: 'read' })).stdout, 'read');
      t.match(await faultOf(exec(['no-such-program'])), { kind: 'exec-failed', exitCode: 127 });
      t.match(await faultOf(exec(['true'], { user: 'nobody-here' })), { kind: 'user-unknown' });
      const late = await exec(['sleep', '100'], { timeout: 100 });
      t.equal(late.timedOut, true);
      t.notMatch((await exec(['ps'])).stdout, /sleep 100$/m, 'it was killed in there');
      const begun = performance.now();
      for (const after of [0, 1, 2, 4, 8, 16, 32]) {
        await exec(['sleep', '100'], { signal: AbortSignal.timeout(after) }).catch(() => undefined);
      }
      await exec(['sleep', '100'], { signal: AbortSignal.abort() }).catch(() => undefined);
      t.ok(performance.now() - begun < 90_000, 'wherever it was cut, nobody waited for its end');
      t.notMatch((await exec(['ps'])).stdout, /sleep 100$/m, 'nor is it left behind');
      t.equal(await containers.exec(id, ['sh', '-c', 'exit 5']), 5);
      await containers.stop(id);
      t.match(await faultOf(exec(['true'])), { kind: 'not-running' });
      await containers.remove(id);
    });

    t.test('tell its health when asked', async (t) => {
      const health = {
        test: ['test', '-e', '/tmp/well'],
        interval: 1_000,
        timeout: 1_000,
        start_period: 0,
        retries: 2,
      };
      const id = await host.run({ name: 'checked', health });
      t.match((await containers.inspect(id)).health, { status: 'starting', checkedAt: null });
      t.match(await containers.checkHealth(id), { status: 'starting', failingStreak: 1 });
      t.match(await containers.checkHealth(id), { status: 'unhealthy', failingStreak: 2 });
      await containers.execCaptured(id, ['touch', '/tmp/well']);
      t.match(await containers.checkHealth(id), { status: /^healthy$/, failingStreak: 0 });
      t.equal((await containers.inspect(id)).health?.status, 'healthy');
      await containers.remove(id, { force: true });
    });

    t.test('a paused container is seen so, and can be stopped', async (t) => {
      const id = await host.run({ name: 'paused' });
      const { execFileSync } = await import('node:child_process');
      const runtime = join(host.runRoot, 'oci', 'runc');
      const program = existsSync(runtime) ? 'runc' : 'crun';
      const root = join(host.runRoot, 'oci', program);
      execFileSync(findExecutable(program) ?? program, ['--root', root, 'pause', id]);
      t.equal((await containers.inspect(id)).state, 'paused');
      await containers.stop(id);
      t.equal((await containers.inspect(id)).state, 'exited');
      await containers.remove(id);
    });
  }),
);
