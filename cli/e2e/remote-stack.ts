/*
 * What has to be so of an engine on another host, beside what has to be so of every one: nothing of this
 * machine is taken for the engine's, and a killed command leaves neither lock nor connection.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members } from './json.js';
import { stowage, writeStack } from './stowage.js';

/** A port that is taken here is free there, and a directory that is only here is no source of a mount. */
export async function otherHostScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const before = await engine.holdings();
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const taken = server.address();
  const port = taken !== null && typeof taken === 'object' ? taken.port : 0;
  const stack = (mounts: string): string =>
    `stack far_${engine.name}\n${busyboxImage('base')}container web {\n  image: base\n  command: ["sleep", "1000"]\n  ports: [${port} -> 80]\n  stop_timeout: 0s\n  ${mounts}\n}\n`;
  const plain = writeStack(stack(''));
  const lost = writeStack(stack('mounts: ["/no/such/place" -> "/data"]'));
  const run = (directory: string, command: string, ...args: readonly string[]) =>
    stowage([command, directory, ...args], { env: engine.env });
  try {
    const applied = await run(plain.directory, 'apply', '--yes');
    t.equal(applied.code, 0, `a port that is taken on this host\n${applied.text}`);
    t.equal((await run(plain.directory, 'plan', '--detailed-exitcode')).code, 0);
    t.equal((await run(plain.directory, 'destroy', '--yes')).code, 0);

    // Whether it is there is for the other host to say, which it does when it is asked to mount it.
    const planned = await run(lost.directory, 'plan');
    t.equal(planned.code, 0, planned.text);
    const refused = await run(lost.directory, 'apply', '--yes');
    t.equal(refused.code, 1, refused.text);
    t.match(refused.stderr, /\/no\/such\/place[^]*the engine’s host/);
    t.equal((await run(lost.directory, 'destroy', '--yes')).code, 0);
    t.same(await engine.holdings(), before, 'nothing is left over');
  } finally {
    server.close();
    plain.remove();
    lost.remove();
  }
}

/** The lock of a command that is killed is free at once: its line is cut, and the engine sees that. */
export async function killedHolderScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const before = await engine.holdings();
  const copy = writeStack(
    `stack held_${engine.name}\nimage tool {\n  from: "scratch"\n  context: "/bin"\n  steps: [copy("busybox", "/bin/busybox"), run(["/bin/busybox", "sleep", "8"])]\n}\n`,
  );
  const locks = async () => {
    const listed = await stowage(['unlock', '--json'], { env: engine.env });
    t.equal(listed.code, 0, listed.text);
    return elements(members(listed.stdout)['locks']);
  };
  const holder = spawn(
    process.execPath,
    [resolve('dist/stowage.js'), 'apply', copy.directory, '--yes'],
    {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...engine.env },
      stdio: 'ignore',
    },
  );
  const gone = once(holder, 'exit');
  try {
    while ((await locks()).length === 0) t.equal(holder.exitCode, null, 'the holder is at work');
    holder.kill('SIGKILL');
    await gone;
    const killed = performance.now();
    while ((await locks()).length > 0) {
      if (performance.now() - killed > 10_000) return void t.fail('the lock is still held');
    }
    t.comment(`free after at most ${Math.round(performance.now() - killed)} ms`);
    copy.edit('main.stow', '"sleep", "8"', '"true"');
    const applied = await stowage(['apply', copy.directory, '--yes'], { env: engine.env });
    t.equal(applied.code, 0, applied.text);
    const destroyed = await stowage(['destroy', copy.directory, '--yes'], { env: engine.env });
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), before, 'nothing is left over');
  } finally {
    copy.remove();
  }
}
