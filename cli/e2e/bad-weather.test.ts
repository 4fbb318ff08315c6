/*
 * Bad weather on a real dockerd: what befalls an engine in the middle of an apply. Each time it is told in
 * a message, no content of a volume is lost, and the next apply converges.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { isWrite, startRelay, whyNoDockerd } from '../../providers/testing/index.js';
import { busyboxImage } from './busybox.js';
import { dockerUnderTest, type DockerUnderTest } from './command-line-engine.js';
import { freePorts, stowage, writeStack, type ExampleCopy, type Finished } from './stowage.js';

const text = (name: string, more = ''): string => `stack ${name}

${busyboxImage('base', 'command: ["sleep", "10000"]')}
volume data {}
network back {}

container db {
  image: base
  env: { TURN: "1" }
  mounts: [data -> "/data"]
  networks: [back]
  stop_timeout: 0s
}

container web {
  image: base
  env: { TURN: "1" }
  networks: [back]
  after: [db is started]
  stop_timeout: 0s
${more}}
`;

/** A stack that stands, with content in its volume, and is about to be changed. */
interface Standing {
  readonly stack: ExampleCopy;
  /** Applies, and does something at the first line of progress that fits. */
  readonly apply: (
    at?: RegExp,
    meanwhile?: () => Promise<unknown>,
    env?: DockerUnderTest['env'],
  ) => Promise<Finished>;
}

/** Brings weather over an apply that changes a stack, and demands that the next one converges. */
async function over(
  t: Test,
  engine: DockerUnderTest,
  name: string,
  weather: (standing: Standing) => Promise<void>,
): Promise<void> {
  const held = await engine.holdings();
  const stack = writeStack(text(name));
  const { env } = engine;
  const apply: Standing['apply'] = async (at, meanwhile, other = env) => {
    let done: Promise<unknown> | undefined;
    const finished = await stowage(['apply', stack.directory, '--yes'], {
      env: other,
      onStart: (child) => {
        let said = '';
        child.stderr?.on('data', (piece: Buffer) => {
          said += piece.toString();
          if (at?.test(said)) done ??= meanwhile?.();
        });
      },
    });
    if (at) t.ok(done, `the line was said\n${done ? '' : finished.text}`);
    await done;
    return finished;
  };
  try {
    t.equal((await apply()).code, 0);
    await engine.command('exec', `${name}-db`, 'sh', '-c', 'echo precious > /data/file');
    stack.edit('main.stow', 'TURN: "1"', 'TURN: "2"');
    stack.edit('main.stow', 'TURN: "1"', 'TURN: "2"');
    await weather({ stack, apply });
    const next = await apply();
    t.equal(next.code, 0, `the next apply converges\n${next.text}`);
    const plan = await stowage(['plan', stack.directory, '--detailed-exitcode'], { env });
    t.equal(plan.code, 0, `and nothing is left to do\n${plan.text}`);
    t.equal(await engine.readVolumeFile(`${name}-data`, 'file'), 'precious\n');
    const names = Object.keys(await engine.containerIds()).filter((one) => one.startsWith(name));
    t.same(names.sort(), [`${name}-db`, `${name}-web`], 'no container is left over');
  } finally {
    const allowed = ['--allow-destroy', 'volume.data'];
    const gone = await stowage(['destroy', stack.directory, '--yes', ...allowed], { env });
    t.equal(gone.code, 0, gone.text);
    t.same(await engine.holdings(), held, 'nothing is left on the engine');
    stack.remove();
  }
}

const answer = (status: string, message: string): string => {
  const body = JSON.stringify({ message });
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
};

/** Ends the daemon as a service manager does, and starts it as it was. */
async function restart({ daemon: dockerd, command: docker }: DockerUnderTest): Promise<void> {
  const pid = String(dockerd.pid);
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  // It enters the daemon's namespaces while that is still there.
  const script = 'kill "$0"; while [ -d "/proc/$0" ]; do sleep 0.1; done; exec "$@"';
  spawn('nsenter', ['--target', pid, '--mount', '--net', 'sh', '-c', script, pid, ...command], {
    stdio: 'ignore',
    detached: true,
  }).unref();
  while (existsSync(`/proc/${pid}`)) await delay(50);
  const deadline = performance.now() + 60_000;
  for (;;) {
    try {
      await docker('version');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(100);
    }
  }
}

const skipped = (): { readonly skip?: string } => {
  const hindrance = whyNoDockerd();
  return hindrance === undefined ? {} : { skip: hindrance };
};

t.test('on Docker', skipped(), async (t) => {
  const engine = await dockerUnderTest(t);
  const { daemon: dockerd, env } = engine;

  await t.test('it answers 500 to one request after another', async (t) => {
    const socket = join(dockerd.directory, 'failing.sock');
    await over(t, engine, 'failing', async ({ apply }) => {
      for (const failing of [2, 5, 9]) {
        let writes = 0;
        const relay = await startRelay(dockerd.socketPath, socket, () => ({
          request: (piece) => {
            if (isWrite(piece)) writes += 1;
            const isIt = isWrite(piece) && writes === failing;
            return isIt ? { answer: answer('500 Internal Server Error', 'the sky fell') } : 'pass';
          },
        }));
        try {
          const finished = await apply(undefined, undefined, {
            ...env,
            STOWAGE_ENGINE: relay.address,
          });
          t.ok([1, 4].includes(finished.code ?? 0), finished.text);
          t.match(finished.stderr, /the sky fell/, 'its own words are told');
        } finally {
          await relay.stop();
        }
      }
    });
  });

  await t.test('it hangs for a while, and goes on', async (t) => {
    await over(t, engine, 'hanging', async ({ apply }) => {
      const finished = await apply(/^done: stopping container\.db/m, async () => {
        process.kill(dockerd.pid, 'SIGSTOP');
        await delay(3000);
        process.kill(dockerd.pid, 'SIGCONT');
      });
      t.equal(finished.code, 0, `it is waited for\n${finished.text}`);
    });
  });

  await t.test('a stranger takes a port after all was looked at', async (t) => {
    const port = await freePorts(1);
    await over(t, engine, 'port', async ({ apply, stack }) => {
      stack.edit(
        'main.stow',
        'after: [db is started]',
        `after: [db is started]\n  ports: [${port} -> 80]`,
      );
      let release: (() => Promise<void>) | undefined;
      const finished = await apply(/^done: stopping container\.db/m, async () => {
        release = await engine.listen(port);
      });
      t.equal(finished.code, 4, `the predecessor is back\n${finished.text}`);
      t.match(
        finished.stderr,
        new RegExp(`failed: container\\.web: .*${port}`),
        'the port is named',
      );
      const { stdout } = await stowage(['ps', 'port'], { env });
      t.notMatch(stdout, /created/, 'what could not start is not left');
      await release?.();
    });
  });

  await t.test('it is restarted', async (t) => {
    await over(t, engine, 'restarted', async ({ apply }) => {
      const finished = await apply(/^done: starting container\.db/m, () => restart(engine));
      t.ok([1, 4].includes(finished.code ?? 0), finished.text);
      t.match(finished.stderr, /^failed: /m);
    });
  });
});

t.test('on Docker whose disk is full', skipped(), async (t) => {
  const disk = mkdtempSync(join(tmpdir(), 'stowage-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'none', disk]);
  try {
    await t.test('it is told, and there is room again', async (t) => {
      const engine = await onDisk(disk, () => dockerUnderTest(t));
      await over(t, engine, 'full', async ({ stack, apply }) => {
        const big = 'run(["dd", "if=/dev/zero", "of=/big", "bs=1M", "count=8"]),';
        stack.edit('main.stow', 'env: { PATH: "/bin" }', 'env: { PATH: "/bin" }\n  user: "0"');
        stack.edit('main.stow', '  ]\n', `    ${big}\n  ]\n`);
        const filler = join(disk, 'filler');
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(filler, Buffer.alloc(bavail * bsize - (4 << 20)));
        const before = await engine.containerIds();
        const finished = await apply();
        t.equal(finished.code, 1, finished.text);
        t.match(finished.stderr, /^failed: image\.base: [^]*no space left on device/im);
        t.same(await engine.containerIds(), before, 'nothing was stopped for it');
        rmSync(filler);
      });
    });
  } finally {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
});

/** Starts something whose directories are to be on a disk. */
async function onDisk<T>(disk: string, start: () => Promise<T>): Promise<T> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = disk;
  try {
    return await start();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
