/*
 * A real sshd for tests, on a port of this machine's loopback, with keys of its own: what logs in there
 * is on the host of the engines under test. It logs in whoever runs the test, with one key, and lets few
 * sessions share a connection, so that there is one too many.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { whyNot } from './daemon.js';

export interface Sshd {
  readonly port: number;
  /** `ssh://user@127.0.0.1:port`, without a socket. */
  readonly address: string;
  /** Holds keys and settings; removed by `stop`. */
  readonly directory: string;
  /** What makes the command use the key, and know the host: `STOWAGE_SSH_COMMAND`. */
  readonly env: Readonly<Record<string, string>>;
  /** What sshd has written. */
  log(): string;
  /** Cuts every connection that is open now, as a broken line would. */
  cut(): void;
  stop(): Promise<void>;
}

/** Why no sshd can be started here; `undefined` when one can. */
export const whyNoSshd = (): string | undefined =>
  whyNot('sshd', ['sshd', 'ssh', 'ssh-keygen', 'docker']);

/** Where Debian's sshd wants an empty directory. */
const separation = '/run/sshd';

/** @param environment what who logs in has set, such as DOCKER_HOST */
export async function startSshd(environment: Readonly<Record<string, string>> = {}): Promise<Sshd> {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-sshd-'));
  const path = (name: string): string => join(directory, name);
  const makesSeparation = !existsSync(separation);
  if (makesSeparation) mkdirSync(separation, { mode: 0o755 });
  for (const name of ['host', 'client', 'stranger']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path(name)]);
  }
  const port = await freePort();
  const known = readFileSync(path('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(path('known_hosts'), `[127.0.0.1]:${port} ${known}\n`);
  writeFileSync(path('authorized_keys'), readFileSync(path('client.pub')), { mode: 0o600 });
  writeFileSync(path('ssh_config'), clientSettings(path));
  const set = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  writeFileSync(path('sshd_config'), serverSettings(path, port, set));
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-f', path('sshd_config'), '-E', path('log')], {
    stdio: 'ignore',
  });
  await untilListening(port, () => sshd.exitCode !== null, path('log'));
  return {
    port,
    address: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    directory,
    env: { STOWAGE_SSH_COMMAND: `ssh -F ${path('ssh_config')}`, XDG_RUNTIME_DIR: directory },
    log: () => readFileSync(path('log'), 'utf8'),
    cut: () => {
      for (const pid of childrenOf(sshd.pid ?? 0)) process.kill(pid, 'SIGKILL');
    },
    stop: async () => {
      const gone = once(sshd, 'exit');
      sshd.kill();
      await gone;
      if (makesSeparation) rmdirSync(separation);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const clientSettings = (path: (name: string) => string): string => `Host *
  IdentityFile ${path('client')}
  IdentitiesOnly yes
  UserKnownHostsFile ${path('known_hosts')}
  GlobalKnownHostsFile none
`;

const serverSettings = (
  path: (name: string) => string,
  port: number,
  set: readonly string[],
): string => `Port ${port}
ListenAddress 127.0.0.1
HostKey ${path('host')}
AuthorizedKeysFile ${path('authorized_keys')}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxSessions 4
${set.length === 0 ? '' : `SetEnv ${set.join(' ')}\n`}`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const found = server.address();
  server.close();
  await once(server, 'close');
  if (found === null || typeof found === 'string') throw new Error('no port is free');
  return found.port;
}

async function untilListening(port: number, hasEnded: () => boolean, log: string): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    if (hasEnded()) throw new Error(`sshd ended:\n${readFileSync(log, 'utf8')}`);
    const socket = connect(port, '127.0.0.1');
    const listens = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (listens) return;
    await delay(25);
  }
  throw new Error('sshd does not listen');
}

/** Processes that a process has started; one serves each connection. */
function childrenOf(parent: number): readonly number[] {
  const text = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}
