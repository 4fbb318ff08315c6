/*
 * Bad weather: what befalls an engine in the middle of an apply, on every engine behind a socket. Each time it is
 * told in a message, no content of a volume is lost, and the next apply converges. One stack stands all the while,
 * on an engine whose disk is small, and is about to be changed when the weather comes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { isWrite, startRelay, type Passing } from '../../providers/testing/index.js';
import { chosenScenarios } from './all-scenarios.js';
import { busyboxImage } from './busybox.js';
import type { CommandLineEngine } from './command-line-engine.js';
import { freePorts, stowage, writeStack, type ExampleCopy, type Finished } from './stowage.js';

const stackName = 'weather';
const web = `${stackName}-web`;

const stackText = `stack ${stackName}

${busyboxImage('base', 'command: ["sleep", "10000"]', 'user: "0"')}
volume data {}
network back {}

container db {
  image: base
  env: { TURN: "0" }
  mounts: [data -> "/data"]
  networks: [back]
  stop_timeout: 0s
}

container web {
  image: base
  env: { TURN: "0" }
  networks: [back]
  after: [db is started]
  stop_timeout: 0s
}
`;

interface Standing {
  readonly engine: CommandLineEngine;
  readonly stack: ExampleCopy;
  /** The directory that all of the engine is in, on a disk of its own. */
  readonly disk: string;
  /** Applies, and does something at the first line of progress that fits. */
  readonly apply: (at?: RegExp, meanwhile?: () => Promise<unknown>) => Promise<Finished>;
  /** Applies through a relay. */
  readonly applyThrough: (connected: () => Passing) => Promise<Finished>;
}

/**
 * Comes, and says whether the apply told what it had to. The containers are the same afterwards on every engine; where
 * engines differ is said at the weather.
 */
type Weather = (t: Test, standing: Standing) => Promise<void>;

const answer = (status: string, message: string): string => {
  const body = JSON.stringify({ message });
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
};

/** That of `web` is made anew when that of `db` is there and started. */
const dbIsStopped = /^done: stopping container\.db/m;

const answers500: Weather = async (t, { applyThrough }) => {
  for (const failing of [2, 9]) {
    let writes = 0;
    const finished = await applyThrough(() => ({
      request: (piece) => {
        if (isWrite(piece)) writes += 1;
        const isIt = isWrite(piece) && writes === failing;
        return isIt ? { answer: answer('500 Internal Server Error', 'the sky fell') } : 'pass';
      },
    }));
    t.ok([1, 4].includes(finished.code ?? 0), finished.text);
    t.match(finished.stderr, /the sky fell/, 'its own words are told');
  }
};

const hangs: Weather = async (t, { engine, apply }) => {
  const finished = await apply(dbIsStopped, async () => {
    const { pid } = engine.daemon;
    process.kill(pid, 'SIGSTOP');
    await delay(2000);
    process.kill(pid, 'SIGCONT');
  });
  t.equal(finished.code, 0, `it is waited for\n${finished.text}`);
};

/** Does something when `web` is about to be made, after all was looked at, and before the engine hears of it. */
function beforeWeb(meanwhile: () => Promise<unknown>): () => Passing {
  let done: Promise<unknown> | undefined;
  return () => ({
    request: (piece) => {
      const isIt = piece.toString('latin1').includes(`/containers/create?name=${web} `);
      if (!isIt || done) return 'pass';
      done = meanwhile();
      return { after: done };
    },
  });
}

/** Docker lets a name go by force; with Podman that would be the containers of the image. */
const imageIsGone: Weather = async (t, { engine, applyThrough }) => {
  const { command, name } = engine;
  const format = name === 'docker' ? '{{.Config.Image}}' : '{{.ImageName}}';
  const image = await command('inspect', '--format', format, web);
  const forget = name === 'docker' ? ['rmi', '--force'] : ['untag'];
  const finished = await applyThrough(beforeWeb(() => command(...forget, image)));
  t.equal(finished.code, 4, `the predecessor is back\n${finished.text}`);
  t.match(finished.stderr, /^failed: container\.web: .*weather\/base/m, 'the image is named');
};

const nameIsTaken: Weather = async (t, { engine, applyThrough }) => {
  const { command } = engine;
  const take = async (): Promise<void> => {
    const [image = ''] = (await command('images', '--quiet', '--no-trunc')).split('\n');
    await command('create', '--name', web, '--network', 'none', image, 'sleep', '1');
  };
  const finished = await applyThrough(beforeWeb(take));
  t.ok([1, 4].includes(finished.code ?? 0), finished.text);
  t.match(finished.stderr, new RegExp(`failed: container\\.web: .*${web}`), 'the name is named');
  const plan = await stowage(['ps', '--all'], { env: engine.env });
  t.match(plan.stdout, new RegExp(`${web} `), 'the stranger is left alone');
  await command('rm', web);
};

const portIsTaken: Weather = async (t, { engine, stack, applyThrough }) => {
  const port = await freePorts(1);
  const after = 'after: [db is started]';
  stack.edit('main.stow', after, `${after}\n  ports: [${port} -> 80]`);
  let release: (() => Promise<void>) | undefined;
  const take = async (): Promise<void> => {
    release = await engine.listen(port);
  };
  const finished = await applyThrough(beforeWeb(take));
  t.equal(finished.code, 4, `the predecessor is back\n${finished.text}`);
  t.match(finished.stderr, new RegExp(`failed: container\\.web: .*${port}`), 'the port is named');
  const { stdout } = await stowage(['ps', '--all'], { env: engine.env });
  t.notMatch(stdout, /created/, 'what could not start is not left');
  await release?.();
};

/** Docker ends all containers with itself; Podman's run on, and only who speaks with it hears of its end. */
const isRestarted: Weather = async (t, { engine, apply }) => {
  const finished = await apply(/^done: starting container\.db/m, () => engine.daemon.restart());
  t.ok([1, 4].includes(finished.code ?? 0), finished.text);
  t.match(finished.stderr, /^failed: /m);
  t.match(finished.stderr, /^\d+ of \d+ steps done\.$/m, `what was done is told\n${finished.text}`);
  t.match(finished.stderr, /`stowage apply` goes on from here/);
};

const diskIsFull: Weather = async (t, { engine, stack, disk, apply }) => {
  const big = 'run(["dd", "if=/dev/zero", "of=/big", "bs=1M", "count=8"]),';
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
};

/** In the order in which it comes: what changes the stack for good comes late. */
export const weathers: readonly (readonly [what: string, weather: Weather])[] = [
  ['it answers 500 to one request after another', answers500],
  ['it hangs for a while, and goes on', hangs],
  ['somebody takes its name off an image', imageIsGone],
  ['a stranger takes the name of a container', nameIsTaken],
  ['a stranger takes a port', portIsTaken],
  ['it is restarted', isRestarted],
  ['its disk is full, and has room again', diskIsFull],
];

/**
 * Some of it, or all where somebody asks for all.
 * @param some how each begins
 */
export function chosenWeather(...some: readonly string[]): typeof weathers {
  return chosenScenarios(weathers, some);
}

/**
 * Brings weather over applies, and demands that the next one converges each time.
 * @param start starts an engine, in a directory for temporary files
 */
export async function bringWeather(
  t: Test,
  start: () => Promise<CommandLineEngine>,
  chosen: typeof weathers,
): Promise<void> {
  const disk = mkdtempSync(join(tmpdir(), 'stowage-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'none', disk]);
  t.teardown(() => {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });
  const engine = await onDisk(disk, start);
  const { env, daemon } = engine;
  const held = await engine.holdings();
  const stack = writeStack(stackText);
  const applyOn = (address: string, onStart?: RunStart): Promise<Finished> =>
    stowage(['apply', stack.directory, '--yes'], {
      env: { ...env, STOWAGE_ENGINE: address },
      ...(onStart && { onStart }),
    });
  try {
    const first = await applyOn(daemon.address);
    t.equal(first.code, 0, first.text);
    await engine.command('exec', `${stackName}-db`, 'sh', '-c', 'echo precious > /data/file');
    for (const [turn, [what, weather]] of chosen.entries()) {
      const [old, next] = [`TURN: "${turn}"`, `TURN: "${turn + 1}"`];
      stack.edit('main.stow', old, next);
      stack.edit('main.stow', old, next);
      await t.test(what, async (t) => {
        await weather(t, {
          engine,
          stack,
          disk,
          apply: (at, meanwhile) =>
            applyWith(t, (start) => applyOn(daemon.address, start), at, meanwhile),
          applyThrough: async (connected) => {
            const relay = await startRelay(daemon.socketPath, join(disk, 'relay.sock'), connected);
            try {
              return await applyOn(relay.address);
            } finally {
              await relay.stop();
            }
          },
        });
        const again = await applyOn(daemon.address);
        t.equal(again.code, 0, `the next apply converges\n${again.text}`);
        const plan = await stowage(['plan', stack.directory, '--detailed-exitcode'], { env });
        t.equal(plan.code, 0, `and nothing is left to do\n${plan.text}`);
        t.equal(await engine.readVolumeFile(`${stackName}-data`, 'file'), 'precious\n');
        const names = Object.keys(await engine.containerIds());
        t.same(names.sort(), [`${stackName}-db`, `${stackName}-web`], 'no container is left over');
      });
    }
  } finally {
    const allowed = ['--allow-destroy', 'volume.data'];
    const gone = await stowage(['destroy', stack.directory, '--yes', ...allowed], { env });
    t.equal(gone.code, 0, gone.text);
    t.same(await engine.holdings(), held, 'nothing is left on the engine');
    stack.remove();
  }
}

type RunStart = NonNullable<NonNullable<Parameters<typeof stowage>[1]>['onStart']>;

/** Applies, and does something at the first line of progress that fits, which has to be said. */
async function applyWith(
  t: Test,
  apply: (onStart: RunStart) => Promise<Finished>,
  at: RegExp | undefined,
  meanwhile: (() => Promise<unknown>) | undefined,
): Promise<Finished> {
  let done: Promise<unknown> | undefined;
  let said = '';
  const finished = await apply((child) => {
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (at?.test(said)) done ??= meanwhile?.();
    });
  });
  if (at) t.ok(done, `the line was said\n${done ? '' : finished.text}`);
  await done;
  return finished;
}

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
