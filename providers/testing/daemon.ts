/*
 * A real engine for tests, started as a process of its own: private in its socket, directories and
 * network, so that several run side by side and none meets the one of the machine. A guardian ends it,
 * however the test ends, and nothing of it is left behind.
 */
import { execFile, spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { negotiate, systemCode } from '../docker/client/index.js';
import { targetAt } from '../docker/reach/index.js';
import { filesRoot } from '../docker/files/index.js';
import { makePrivateNetwork, type PrivateNetwork } from './private-network.js';

const run = promisify(execFile);

export interface Daemon extends Omit<PrivateNetwork, 'enter'> {
  /** `unix://…`, for DOCKER_HOST. */
  readonly address: string;
  readonly socketPath: string;
  /** A directory of its own, removed by `stop`. */
  readonly directory: string;
  /** Process id of the daemon as it runs now. */
  readonly pid: number;
  /** Runs the engine's own command, of its own release; gives what it printed. */
  readonly command: (...args: readonly string[]) => Promise<string>;
  /** Ends the daemon as a service manager does, starts it as it was, and waits until it answers. */
  restart(): Promise<void>;
  /** Ends the daemon with everything it ran, and removes all that it made. */
  stop(): Promise<void>;
}

/** Where a daemon is to be started. */
export interface Place {
  /** A name that nothing else has, for control groups. */
  readonly name: string;
  readonly directory: string;
  readonly socketPath: string;
}

/** Name of the socket, and of the file with the process id, in a daemon's directory. */
export const socketName = 'engine.sock';
export const pidName = 'engine.pid';

/** Why a daemon of these programs cannot be started here; `undefined` when it can. */
export function whyNot(daemon: string, programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux') return `${daemon} needs Linux`;
  if (process.getuid?.() !== 0) return `${daemon} needs root`;
  const missing = programs.filter((program) => !onPath(program));
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  return undefined;
}

function onPath(program: string): boolean {
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    '/usr/sbin',
    '/sbin',
    '/usr/lib/podman',
    '/usr/libexec/podman',
  ];
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
 * @param what its name
 * @param command what runs it, in a network of its own
 * @param client what is put before the arguments of its own command
 * @throws Error with the daemon's last lines when it ends or stays silent
 */
export async function startDaemon(
  what: string,
  command: (place: Place) => readonly string[],
  client: (address: string) => readonly string[],
): Promise<Daemon> {
  const name = `stowage-test-${randomBytes(4).toString('hex')}`;
  const directory = mkdtempSync(join(tmpdir(), `stowage-${what}-`));
  const socketPath = join(directory, socketName);
  const logPath = join(directory, 'log');
  const guardian = startGuardian(name, directory);
  const stop = async (): Promise<void> => {
    if (guardian.exitCode !== null) return;
    const gone = once(guardian, 'exit');
    guardian.stdin.end();
    await gone;
  };
  try {
    const network = await makePrivateNetwork(join(directory, 'network'));
    const [program, ...args] = network.enter;
    const log = openSync(logPath, 'a');
    const daemon = spawn(program, [...args, ...command({ name, directory, socketPath })], {
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    await untilAnswering(daemon, socketPath);
    const inside = holdMounts(runningPid(directory, daemon));
    /** Ends of what was brought in and is there still. */
    const broughtIn = new Set<() => Promise<void>>();
    return {
      address: `unix://${socketPath}`,
      socketPath,
      directory,
      get pid() {
        return Number(runningPid(directory, daemon));
      },
      restart: async () => {
        const pid = runningPid(directory, daemon);
        const enter = [inside.of(pid), ...network.enter.slice(1)];
        const again = await startAgain(pid, enter, { directory, logPath });
        await untilAnswering(again, socketPath);
        inside.of(runningPid(directory, again));
      },
      command: async (...args) => {
        const enter = [inside.of(runningPid(directory, daemon)), ...network.enter.slice(1)];
        const { stdout } = await run('nsenter', [
          ...enter,
          ...client(`unix://${socketPath}`),
          ...args,
        ]);
        return stdout.trim();
      },
      stop: async () => {
        for (const end of broughtIn) await end();
        inside.close();
        await stop();
        clearEmptied(filesRoot);
      },
      fetchInside: (url) => network.fetchInside(url),
      listenInside: (port) => network.listenInside(port),
      bringOut: (port) => network.bringOut(port),
      bringIn: async (port) => {
        const end = await network.bringIn(port);
        const endOnce = async (): Promise<void> => {
          if (broughtIn.delete(endOnce)) await end();
        };
        broughtIn.add(endOnce);
        return endOnce;
      },
    };
  } catch (error) {
    const lines = tail(logPath);
    await stop();
    throw new Error(`${what} did not start:\n${lines}`, { cause: error });
  }
}

/**
 * Ends a daemon, and starts another with the same words and variables.
 * @param enter options of nsenter
 */
async function startAgain(
  pid: string,
  enter: readonly string[],
  { directory, logPath }: { readonly directory: string; readonly logPath: string },
): Promise<ChildProcess> {
  const read = (file: string): readonly string[] =>
    readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').slice(0, -1);
  const command = read('cmdline');
  const env = Object.fromEntries(
    read('environ').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  process.kill(Number(pid), 'SIGTERM');
  while (existsSync(`/proc/${pid}`)) await delay(20);
  // One that writes down its own process id has removed what it wrote.
  const script = '[ ! -e "$0" ] || echo $$ > "$0"; exec "$@"';
  const words = [...enter, 'sh', '-c', script, join(directory, pidName), ...command];
  const log = openSync(logPath, 'a');
  const again = spawn('nsenter', words, { stdio: ['ignore', log, log], detached: true, env });
  closeSync(log);
  return again;
}

interface HeldMounts {
  /** The option of nsenter for the mounts that a process began with; those of another are held from now. */
  of(pid: string): string;
  close(): void;
}

/**
 * Holds the mount namespace of a daemon. The one that /proc shows is that of its first thread, and Podman lets
 * threads go over into the mounts of a container to copy files there (`joinMountAndExec` in libpod): when it is
 * the first, it stays there.
 */
function holdMounts(first: string): HeldMounts {
  const hold = (pid: string) => ({ pid, descriptor: openSync(`/proc/${pid}/ns/mnt`, 'r') });
  let held = hold(first);
  let open = true;
  return {
    of: (pid) => {
      if (pid !== held.pid) {
        closeSync(held.descriptor);
        held = hold(pid);
      }
      return `--mount=/proc/${process.pid}/fd/${held.descriptor}`;
    },
    close: () => {
      if (open) closeSync(held.descriptor);
      open = false;
    },
  };
}

/** Of the daemon as it runs now: one that was started again has written down its own. */
function runningPid(directory: string, { pid }: ChildProcess): string {
  try {
    return readFileSync(join(directory, pidName), 'utf8').trim();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return String(pid);
  }
}

/**
 * Removes empty files and directories: what Docker leaves of secrets on its host, which is this one.
 * Others may be at work there, so that what holds something stays.
 */
function clearEmptied(path: string): void {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) clearEmptied(below);
      else if (statSync(below).size === 0) unlinkSync(below);
    }
    rmdirSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTEMPTY') throw error;
  }
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
  const program = fileURLToPath(new URL('./daemon-guardian.js', import.meta.url));
  return spawn(process.execPath, [program, name, directory], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
}

async function untilAnswering(daemon: ChildProcess, socketPath: string): Promise<void> {
  const address = targetAt(`unix://${socketPath}`);
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
