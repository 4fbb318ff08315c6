/* Waiting for what a start leads to, where the end comes between two looks at the container. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { EngineError } from '../../model/index.js';
import { cannotRunContainers, faultOf, makeTestHost } from '../../runtime/testing/index.js';
import { awaitContainer } from './await-container.js';

const failureOf = (waiting: Promise<void>): Promise<unknown> =>
  waiting.then(
    () => undefined,
    (error: unknown) => error,
  );
const skip = cannotRunContainers() ?? false;
const health = {
  test: ['true'],
  interval: 1000,
  timeout: 1000,
  start_period: 0,
  retries: 1,
};

t.test('an end that its monitor has not told yet', { skip, timeout: 60_000 }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { engine } = host;
  const id = await host.run({ name: 'web', command: ['sh', '-c', 'echo up; sleep 60'], health });
  const { pid = 0 } = await engine.containers.inspect(id);
  const monitor = Number(readFileSync(join(host.runRoot, 'containers', id, 'monitor.pid'), 'utf8'));
  process.kill(monitor, 'SIGSTOP');
  process.kill(pid, 'SIGKILL');
  t.equal((await faultOf(engine.containers.checkHealth(id)))?.kind, 'not-running');

  const waiting = awaitContainer(engine, id, 'healthy', AbortSignal.timeout(20_000)).catch(
    (error: unknown) => error,
  );
  await delay(200);
  process.kill(monitor, 'SIGCONT');
  const error = await waiting;
  t.ok(error instanceof EngineError);
  t.match(error, {
    code: 'start-failed',
    message: 'web ended with exit code 137',
    lines: ['up'],
  });
  t.same(await host.close(), []);
});

// Nobody checks it between two runs, and there is always another.
t.test(
  'one that its policy brings back for ever is given up',
  { skip, timeout: 60_000 },
  async (t) => {
    const command = fileURLToPath(
      new URL('../../runtime/testing/engine-command.js', import.meta.url),
    );
    const host = await makeTestHost([process.execPath, command]);
    t.teardown(() => host.close());
    const { containers } = host.engine;
    for (const until of ['healthy', 'running'] as const) {
      const id = await host.run({
        name: 'looping',
        command: ['sh', '-c', 'echo no; exit 3'],
        restart: { policy: 'always', max_retries: 0 },
        health: { ...health, retries: 100 },
      });
      const signal = AbortSignal.timeout(20_000);
      const error = await failureOf(awaitContainer(host.engine, id, until, signal));
      t.match(error, { code: 'start-failed', message: /^looping ends again and again/ }, until);
      t.match(error, { lines: [/^no$/] });
      await containers.remove(id, { force: true });
    }
    t.same(await host.close(), []);
  },
);

// The wait for a job ended in an error that is none of an engine, so that Ctrl-C looked like a bug.
t.test('an interrupt ends each wait alike', { skip, timeout: 60_000 }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const id = await host.run({ name: 'job', command: ['sleep', '60'], health });
  for (const until of ['completed', 'running'] as const) {
    const user = new AbortController();
    const waiting = awaitContainer(host.engine, id, until, user.signal).catch(
      (error: unknown) => error,
    );
    user.abort();
    const error = await waiting;
    t.ok(error instanceof EngineError, until);
    t.match(error, { code: 'interrupted' }, until);
  }
  t.same(await host.close(), []);
});
