/*
 * A real dockerd for tests: private in its socket, directories, cgroups and network namespace, so
 * that several run side by side and none meets the one of the machine. It leaves nothing behind.
 */
import { execFile, spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { negotiate, parseEngineAddress } from '../docker/client/index.js';

const run = promisify(execFile);

export interface Dockerd {
  /** `unix://…`, for DOCKER_HOST. */
  readonly address: string;
  readonly socketPath: string;
  /** A directory of its own, removed by `stop`. */
  readonly directory: string;
  /** Process id of the daemon. */
  readonly pid: number;
  /** Does an HTTP GET from inside the daemon's network, where its ports are published. */
  fetchInside(url: string): Promise<string>;
  /** Listens on a port inside the daemon's network; gives what ends it. */
  listenInside(port: number): Promise<() => Promise<void>>;
  /** Ends the daemon with everything it ran, and removes all that it made. */
  stop(): Promise<void>;
}

const programs = ['dockerd', 'containerd', 'runc', 'ip', 'nsenter', 'busybox'];

/** Prints a page; fails for any answer but a good one. */
const fetchScript = `
  const answer = await fetch(process.argv[1], { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(\`\${answer.status} from \${process.argv[1]}\`);
  process.stdout.write(await answer.text());`;

/** Listens on a port until its input ends. */
const listenScript = `
  process.stdin.on('end', () => process.exit()).resume();
  require('node:net').createServer().listen(Number(process.argv[1]), () => console.log('ready'));`;

/** Why no dockerd can be started here; `undefined` when one can. */
export function whyNoDockerd(): string | undefined {
  if (process.platform !== 'linux') return 'dockerd needs Linux';
  if (process.getuid?.() !== 0) return 'dockerd needs root';
  const missing = programs.filter((program) => !onPath(program));
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  return undefined;
}

function onPath(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Starts a daemon and waits until it answers.
 * @throws Error with the daemon's last lines when it ends or stays silent
 */
export async function startDockerd(): Promise<Dockerd> {
  const name = `stowage-test-${randomBytes(4).toString('hex')}`;
  const directory = mkdtempSync(join(tmpdir(), 'stowage-dockerd-'));
  const socketPath = join(directory, 'docker.sock');
  const logPath = join(directory, 'dockerd.log');
  // `ip netns add` would leave its own mount on /run/netns.
  const namespace = join(directory, 'network');
  writeFileSync(namespace, '');
  await run('unshare', [`--net=${namespace}`, 'true']);
  const guardian = startGuardian(name, directory);
  let daemon: ChildProcess;
  const stop = async (): Promise<void> => {
    if (guardian.exitCode !== null) return;
    const gone = once(guardian, 'exit');
    guardian.stdin.end();
    await gone;
  };
  try {
    await run('nsenter', [`--net=${namespace}`, 'ip', 'link', 'set', 'lo', 'up']);
    // An empty file of settings keeps those of the machine's own daemon out.
    writeFileSync(join(directory, 'daemon.json'), '{}');
    const log = openSync(logPath, 'a');
    daemon = spawn(
      'nsenter',
      [
        `--net=${namespace}`,
        'dockerd',
        `--config-file=${join(directory, 'daemon.json')}`,
        `--data-root=${join(directory, 'data')}`,
        `--exec-root=${join(directory, 'exec')}`,
        `--pidfile=${join(directory, 'docker.pid')}`,
        `--host=unix://${socketPath}`,
        `--cgroup-parent=/${name}`,
        '--shutdown-timeout=1',
        '--log-level=warn',
      ],
      { stdio: ['ignore', log, log], detached: true },
    );
    closeSync(log);
    await untilAnswering(daemon, socketPath);
  } catch (error) {
    const lines = tail(logPath);
    await stop();
    throw new Error(`dockerd did not start:\n${lines}`, { cause: error });
  }
  const pid = daemon.pid ?? 0;
  return {
    address: `unix://${socketPath}`,
    socketPath,
    directory,
    pid,
    stop,
    fetchInside: async (url) => {
      const { stdout } = await run('nsenter', [
        `--net=${namespace}`,
        process.execPath,
        '--input-type=module',
        '-e',
        fetchScript,
        url,
      ]);
      return stdout;
    },
    listenInside: async (port) => {
      const listener = spawn(
        'nsenter',
        [`--net=${namespace}`, process.execPath, '-e', listenScript, String(port)],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      );
      await once(listener.stdout, 'data');
      return async () => {
        const gone = once(listener, 'exit');
        listener.stdin.end();
        await gone;
      };
    },
  };
}

function tail(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(-20).join('\n');
  } catch {
    return '(no log)';
  }
}

/** It runs on when this process dies, and so outlives every way in which a test can end. */
function startGuardian(name: string, directory: string): ChildProcessByStdio<Writable, null, null> {
  const program = fileURLToPath(new URL('./dockerd-guardian.js', import.meta.url));
  return spawn(process.execPath, [program, name, directory], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
}

async function untilAnswering(daemon: ChildProcess, socketPath: string): Promise<void> {
  const address = parseEngineAddress(`unix://${socketPath}`);
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const { transport } = await negotiate(address);
      transport.close();
      return;
    } catch (error) {
      if (daemon.exitCode !== null || Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
