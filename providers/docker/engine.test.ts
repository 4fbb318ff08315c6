/* The lock, the ledger, the operator verbs, and what crosses the wire, on a real dockerd. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { ContainerSpec, LogLine } from '../../model/index.js';
import { processMark } from '../../runtime/index.js';
import {
  failure,
  keepProgress,
  recordRequests,
  startTrial,
  testStack,
  whyNoDockerd,
} from '../testing/index.js';
import { openConnections } from './client/connections.js';
import { negotiate, openClient, openTransport } from './client/index.js';
import { dockerDialect } from './dialect/index.js';
import { openDialer } from './reach/dial.js';
import { targetAt } from './reach/index.js';
import { openDocker } from './index.js';
import { lockLabels } from './lock/labels.js';
import { execute } from './operate/exec.js';

const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('the Docker engine', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
  t.teardown(() => trial.end());
  const { dockerd, engine, image, directory, docker, perform } = trial;
  const { make, start, remove } = trial;
  const script = (line: string): Partial<ContainerSpec> => ({ command: ['/bin/sh', '-c', line] });

  t.test('one holder has the lock, and its death frees it', async (t) => {
    const stack = { name: 'locked-stack', id: 'one' };
    const lock = await engine.lock(stack);
    const other = await openDocker({ address: dockerd.address }).engine();
    const error = await failure('locked', other.lock(stack));
    t.match(
      error.message,
      new RegExp(`locked-stack is locked by .+@.+ \\(process ${process.pid}\\)`),
    );
    t.same(await engine.listContainers(), [], 'a lock is not listed');
    await (await other.lock({ name: 'another', id: 'two' })).release();
    await lock.release();
    const winners = await Promise.allSettled([engine.lock(stack), other.lock(stack)]);
    const held = winners.filter((winner) => winner.status === 'fulfilled');
    t.equal(held.length, 1, 'of two at once one has it');
    for (const { value } of held) await value.release();

    const module = fileURLToPath(new URL('./index.js', import.meta.url));
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { openDocker } from ${JSON.stringify(module)};
       const engine = await openDocker({ address: ${JSON.stringify(dockerd.address)} }).engine();
       await engine.lock(${JSON.stringify(stack)});
       console.log('held');
       setInterval(() => undefined, 1000);`,
    ]);
    await once(holder.stdout, 'data');
    await failure('locked', other.lock(stack));
    holder.kill('SIGKILL');
    await (await other.lock(stack)).release();
    await other.close();
    t.notMatch(await docker('images', '-a'), /stowage/, 'nothing of it stays');
    t.notMatch(await docker('ps', '-a'), /stowage/);
  });

  t.test('a lock is broken only where its holder has provably ended', async (t) => {
    const stack = { name: 'proven', id: 'one' };
    const [pid, , boot, space] = (processMark() ?? '').split('-');
    const holdAs = async (mark: string): Promise<void> => {
      // Its input stays open, as over a line whose end nobody has noticed.
      const labels = { [lockLabels.stack]: stack.name, [lockLabels.mark]: mark };
      const args = Object.entries(labels).flatMap(([key, value]) => ['-l', `${key}=${value}`]);
      const name = ['--name', 'stowage.proven.lock'];
      await docker('run', '-d', '--rm', ...name, ...args, image, 'sleep', '1000');
    };
    await holdAs([pid, '1', '0'.repeat(32), space].join('-'));
    await failure('locked', engine.lock(stack));
    const [held] = await engine.locks();
    t.equal(held?.holder, 'unknown', 'it is of another boot, or another host');
    await engine.unlock(held?.id ?? '');
    await holdAs([pid, '1', boot, space].join('-'));
    await (await engine.lock(stack)).release();
    t.same(await engine.locks(), []);
  });

  t.test('nothing is done under a lock that was taken away', async (t) => {
    const mine = await openDocker({ address: dockerd.address }).engine();
    const lock = await mine.lock({ name: 'broken', id: 'one' });
    const [held] = await engine.locks();
    t.match(held, { stack: 'broken', pid: process.pid, holder: 'alive' });
    await failure('not-found', engine.unlock('0123456789ab'));
    await engine.unlock(held?.id ?? '');
    await failure('not-found', engine.unlock(held?.id ?? ''));
    const spec = { name: 'unprotected' };
    const step = { op: 'create-volume', spec, labels: {} } as const;
    await failure('interrupted', mine.perform(step, directory, keepProgress()));
    const generation = { number: 1, time: '2026-01-01T00:00:00Z', author: 'me', resources: {} };
    await failure('interrupted', mine.writeLedger({ name: 'broken', id: 'one' }, generation));
    await lock.release();
    await mine.close();
    t.notMatch(await docker('volume', 'ls'), /unprotected/);
  });

  t.test('the ledger keeps the newest generations and can be forgotten', async (t) => {
    const stack = { name: 'kept', id: '22222222-2222-4333-8444-555555555555' };
    const spec: ContainerSpec = { name: 'kept-web', image: 'x:1', env: { A: '"quoted" $x\n' } };
    const generation = (number: number, author = 'me@here') => ({
      number,
      time: '2026-01-01T00:00:00Z',
      author,
      commit: 'abc',
      resources: {
        'container.web': { kind: 'container', name: 'kept-web', spec, protect: true },
        'image.app': { kind: 'image', name: 'kept/app', spec: { name: 'kept/app', key: 'k' } },
      } as const,
    });
    const read = async () => (await engine.observe({ stack, names: [] })).ledger;
    t.equal(await read(), undefined);
    for (let number = 1; number <= 22; number += 1) {
      await engine.writeLedger(stack, generation(number));
    }
    t.same(await read(), generation(22));
    await engine.writeLedger(stack, generation(22, 'you@there'));
    t.same(await read(), generation(22, 'you@there'));
    const images = await docker('images', '--format', '{{.Repository}}:{{.Tag}}');
    t.equal(images.split('\n').filter((name) => name.includes('ledger')).length, 20);
    t.notMatch(images, /<none>/);
    const numbers = async () => (await engine.history(stack)).map(({ number }) => number);
    t.same(
      await numbers(),
      Array.from({ length: 20 }, (_, index) => 22 - index),
    );
    await docker('rmi', `stowage/ledger/${stack.id}:20`);
    t.same((await numbers()).slice(0, 3), [22, 21, 19], 'one that is lost takes no other along');
    t.same(
      (await engine.stacks()).filter(({ id }) => id === stack.id),
      [{ id: stack.id, generation: 22, objects: 0 }],
    );
    await engine.clearLedger(stack);
    t.equal(await read(), undefined);
    t.notMatch(await docker('images', '-a'), /ledger/);
  });

  t.test('logs come as lines with their stream and time', async (t) => {
    const long = 'x'.repeat(40_000);
    const target = await make('talks', script(`echo one; echo two >&2; echo ${long}; echo -n end`));
    await start(target);
    await perform({ op: 'await-container', target, until: 'completed' });
    const { signal } = new AbortController();
    const read = async (options: object = {}): Promise<readonly LogLine[]> => {
      const lines: LogLine[] = [];
      for await (const line of engine.logs('talks', { follow: false, signal, ...options })) {
        lines.push(line);
      }
      return lines;
    };
    const all = await read();
    const texts = (lines: readonly LogLine[], stream: string) =>
      lines.filter((line) => line.stream === stream).map(({ text }) => text);
    t.same(texts(all, 'stdout'), ['one', long, 'end']);
    t.same(texts(all, 'stderr'), ['two']);
    t.match(all[0]?.time, /^\d{4}-\d\d-\d\dT[\d:]+\.\d{9}Z$/);
    t.same(texts(await read({ tail: 1 }), 'stdout'), ['end']);
    t.same(texts(await read({ since: all.at(-1)?.time }), 'stdout'), ['end']);
    t.same(texts(await read({ follow: true }), 'stdout'), ['one', long, 'end']);
    t.same(await engine.lastLines(target, 1), ['end']);
    const nobody = engine.logs('nobody', { follow: false, signal })[Symbol.asyncIterator]();
    await failure('not-found', nobody.next());
    await remove(target);
    const endless = await make('ticks', script('while :; do echo tick; sleep 0.05; done'));
    await start(endless);
    const controller = new AbortController();
    let ticks = 0;
    const options = { follow: true, signal: controller.signal };
    for await (const { text } of engine.logs('ticks', options)) {
      t.equal(text, 'tick');
      ticks += 1;
      if (ticks === 3) controller.abort();
    }
    t.ok(ticks >= 3, 'following ends by the signal');
    await remove(endless);
  });

  t.test('commands run in a container on given streams', async (t) => {
    const target = await make('shell');
    await start(target);
    const { transport } = await negotiate(targetAt(dockerd.address));
    const client = openClient(transport);
    const inContainer = async (argv: readonly string[], more: object = {}, input = '') => {
      const terminal = {
        input: new PassThrough(),
        output: new PassThrough(),
        error: new PassThrough(),
      };
      terminal.input.end(input);
      const options = { tty: false, interactive: false, env: {}, ...more };
      const code = await execute(client, 'shell', argv, options, terminal);
      const text = (stream: PassThrough): string => String(stream.read() ?? '');
      return { code, output: text(terminal.output), error: text(terminal.error) };
    };
    t.same(await inContainer(['/bin/sh', '-c', 'echo out; echo err >&2; exit 5']), {
      code: 5,
      output: 'out\n',
      error: 'err\n',
    });
    const options = { env: { GREETING: '$HOME "x"' }, user: '1000:1000', workdir: '/bin' };
    const answer = await inContainer(['/bin/sh', '-c', 'echo "$GREETING $(id -u) $PWD"'], options);
    t.equal(answer.output, '$HOME "x" 1000 /bin\n');
    const echoed = await inContainer(['cat'], { interactive: true }, 'through and through');
    t.equal(echoed.output, 'through and through', 'the end of the input is passed on');
    const terminal = await inContainer(['/bin/sh', '-c', 'test -t 1 && echo yes'], { tty: true });
    t.same(terminal, { code: 0, output: 'yes\r\n', error: '' });
    await failure(
      'not-found',
      inContainer(['true']).then(() => engine.start('nobody')),
    );
    transport.close();
    await engine.kill('shell', 'SIGKILL');
    await perform({ op: 'await-container', target, until: 'completed' }).catch(() => undefined);
    const [summary] = await engine.listContainers();
    t.match(summary, {
      name: 'shell',
      image,
      state: 'exited',
      exitCode: 137,
      stack: testStack.name,
      address: 'container.trial',
    });
    await engine.start('shell');
    await engine.stop('shell', 1000);
    await failure('not-found', engine.stop('nobody'));
    await engine.remove('shell', false);
    t.same(await engine.listContainers(), []);
  });

  t.test('a reader sends nothing that could write', async (t) => {
    const recorder = await recordRequests(dockerd.socketPath, join(directory, 'recorder.sock'));
    const target = await make('watched');
    const reader = await openDocker({ address: recorder.address }).reader();
    await reader.observe({ stack: testStack, names: [{ kind: 'container', name: 'watched' }] });
    await reader.findImage(image);
    t.equal(await reader.findImage('no such image'), undefined);
    t.ok(recorder.requests.length > 6);
    t.same(
      recorder.requests.filter(({ method }) => method !== 'GET'),
      [],
    );
    t.notOk('perform' in reader);
    await reader.close();
    await recorder.stop();
    await remove(target);
  });

  t.test('a version of the API that it does not speak', async (t) => {
    const read = { action: 'read', verb: 'read', method: 'GET', path: '/info' } as const;
    const target = targetAt(dockerd.address);
    const under = async (version: string): Promise<string> => {
      const connections = openConnections(await openDialer(target, 'docker', {}));
      const transport = openTransport(target, connections, dockerDialect('20.10'), version);
      const { message } = await failure('unsupported', transport.request(read));
      transport.close();
      return message;
    };
    t.match(
      await under('1.01'),
      /the engine speaks API 1\.\d+ and later, and Stowage no later one/,
    );
    t.match(await under('1.999'), /the engine speaks API 1\.\d+ at most.*as if it knew 1\.999/);
  });
}
