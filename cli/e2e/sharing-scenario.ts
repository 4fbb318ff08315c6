/*
 * Containers in namespaces of another one, on a real engine: they see what that has, start again or are made
 * anew with it, and come back with it where one of them fails.
 */
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const serve =
  'mkdir /www; echo "$MARK" > /www/mark; cp /www/mark /dev/shm/mark; exec httpd -f -p 8000 -h /www';

const stack = (name: string): string => `stack ${name}
${busyboxImage('base')}
network back {}

container db {
  image: base
  command: ["sh", "-c", ${JSON.stringify(serve)}]
  env: { MARK: "one" }
  networks: [back]
  ipc: "shareable"
  stop_timeout: 0s
  lifecycle: { order: "stop-first" }
}

container side {
  image: base
  command: ["sleep", "10000"]
  network_mode: db
  ipc: db
  stop_timeout: 0s
}

container watch {
  image: base
  command: ["sleep", "20000"]
  pid: db
  networks: []
  stop_timeout: 0s
}
`;

export async function sharingScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `sharing_${engine.name}`;
  const written = writeStack(stack(name));
  const held = await engine.holdings();
  const run = (...args: readonly string[]): Promise<Finished> =>
    stowage(args, { env: engine.env, cwd: written.directory });
  const inside = async (symbol: string, ...command: readonly string[]): Promise<string> => {
    const { code, text, stdout } = await run('exec', `${name}-${symbol}`, '--', ...command);
    t.equal(code, 0, text);
    return stdout.trim();
  };
  const works = async (mark: string): Promise<void> => {
    t.equal(await inside('side', 'wget', '-qO-', 'http://127.0.0.1:8000/mark'), mark);
    t.equal(await inside('side', 'cat', '/dev/shm/mark'), mark, 'memory, too');
    // Podman lets it be called by its own id.
    const hostname = await inside('side', 'hostname');
    if (!engine.name.startsWith('podman'))
      t.equal(hostname, 'db', 'it is called as whose network it is in');
    t.match(await inside('side', 'cat', '/etc/hosts'), /\sdb\b/, 'and its names');
    t.match(await inside('watch', 'ps'), /httpd -f/, 'the processes of the other are seen');
  };
  const applied = async (...expected: readonly RegExp[]): Promise<Finished> => {
    const apply = await run('apply', '--yes');
    t.equal(apply.code, 0, apply.text);
    for (const one of expected) t.match(apply.stdout, one);
    const plan = await run('plan', '--detailed-exitcode');
    t.equal(plan.code, 0, `nothing is left to do: ${plan.text}`);
    return apply;
  };
  try {
    await applied();
    await works('one');

    await engine.stop(`${name}-db`);
    await applied(
      /start container\.db/,
      /container\.side: container\.db starts again|because container\.db starts again/,
    );
    await works('one');

    const restarted = await run('restart', `${name}-db`);
    t.equal(restarted.code, 0, restarted.text);
    const drift = await run('drift');
    t.match(drift.stdout, /the network of container .*-db that it was in is gone/, drift.text);
    t.match(drift.stdout, /container\.watch/, 'whose processes ended with those of the other');
    await applied(/that it was in is gone/);
    await works('one');

    written.edit('main.stow', 'MARK: "one"', 'MARK: "two"');
    await applied(/container\.side[\s\S]*container\.db is replaced/);
    await works('two');

    const ids = await engine.containerIds();
    written.edit('main.stow', 'MARK: "two"', 'MARK: "three"');
    written.edit('main.stow', '"sleep", "10000"', '"false"');
    const failed = await run('apply', '--yes');
    t.equal(failed.code, 4, failed.text);
    t.same(await engine.containerIds(), ids, 'all of them are back');
    await works('two');

    written.edit('main.stow', '"false"', '"sleep", "10000"');
    written.edit('main.stow', 'stop-first', 'start-first');
    await applied();
    await works('three');

    const shares = ['--ipc', `container:${name}-db`, '--pid', `container:${name}-db`];
    const guest = await run(
      'run',
      ...['--rm', '--network', 'none'],
      ...shares,
      'image.base',
      'sh',
      '-c',
      'cat /dev/shm/mark; ps',
    );
    t.equal(guest.code, 0, guest.text);
    t.match(guest.stdout, /^three$[^]*sleep 20000/m, 'what is run once shares with it, too');

    written.edit('main.stow', 'pid: db', 'pid: "container:nobody-there"');
    const lost = await run('apply', '--yes');
    t.equal(lost.code, 1, lost.text);
    t.match(lost.stderr, /error\[container-missing\]: the engine has no container "nobody-there"/);
    await works('three');
  } finally {
    const destroyed = await run('destroy', '--yes');
    t.equal(destroyed.code, 0, destroyed.text);
    t.same(await engine.holdings(), held, 'nothing is left over');
    written.remove();
  }
}
