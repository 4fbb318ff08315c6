/*
 * An engine of another host, reached by the system's ssh: its settings, keys and known hosts count as
 * they do for whoever types `ssh`. One connection is logged in to, which may ask the user, and each
 * connection to the engine is a session of it. A connection that the user's settings keep open is used
 * in its place. Sessions are not of the terminal's group, so that Ctrl-C leaves steps in flight whole.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { systemCode } from '../client/errors.js';
import { lastLines, ProcessSocket, type ProgramEnd } from './process-socket.js';
import {
  checkShared,
  endShared,
  remoteCommand,
  session,
  share,
  sshProgram,
  startSsh,
  type Ssh,
} from './ssh-command.js';
import { notLoggedIn, sshEnded, SshFailure } from './ssh-failure.js';
import type { Dialer } from './dial.js';

/** Sessions for calls that are answered at once; a host lets ten share a connection, as it comes. */
const shortSessions = 4;

/** Whether somebody can be asked for a passphrase. */
const isAsked = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * Runs ssh to its end. Where it ends well its output is not waited for, because what it leaves in the
 * background may hold that.
 */
function runSsh(ssh: Ssh, args: readonly string[]): Promise<ProgramEnd> {
  return new Promise((done) => {
    const child = startSsh(ssh, args);
    let said = '';
    const finish = (code: number | null): void => {
      child.stdout.destroy();
      child.stderr.destroy();
      done({ code, lines: lastLines(said) });
    };
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.stdin.on('error', () => undefined).end();
    child.once('error', (cause) => done({ code: null, lines: [], cause }));
    child.once('exit', (code) => code === 0 && finish(code));
    child.once('close', finish);
  });
}

/** Logs in. @throws SshFailure */
export async function openSsh(ssh: Ssh, family: 'docker' | 'podman'): Promise<Dialer> {
  const { address } = ssh;
  const shared = await shareConnection(ssh);
  const command = remoteCommand(address, family);
  return {
    shortConnections: shortSessions,
    connect: (): Duplex =>
      new ProcessSocket(
        startSsh(ssh, session(ssh, shared.path, command), { detached: true }),
        (end) => new SshFailure(sshEnded, end, address),
      ),
    close: () => shared.close(),
  };
}

/** Windows knows no sockets to share a connection by. */
const canShare = process.platform !== 'win32';

interface Shared {
  /** Socket of the connection; absent where sessions find it by the user's settings, or each has its own. */
  readonly path?: string;
  close(): void;
}

async function shareConnection(ssh: Ssh): Promise<Shared> {
  const own = await runSsh(ssh, checkShared(ssh));
  const unfound = own.code === 127 ? new Error(own.lines.join(' ')) : own.cause;
  if (unfound) throw new SshFailure(notLoggedIn, { ...own, cause: unfound }, ssh.address);
  if (own.code === 0 || !canShare) return { close: () => undefined };
  const directory = privateDirectory(ssh);
  const path = join(directory, 's');
  const close = (): void => {
    process.off('exit', close);
    const [program, words] = sshProgram(ssh, endShared(ssh, path));
    spawnSync(program, words, { stdio: 'ignore' });
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', close);
  const end = await runSsh(ssh, share(ssh, path, isAsked()));
  if (end.code !== 0) {
    close();
    throw new SshFailure(notLoggedIn, end, ssh.address);
  }
  return { path, close };
}

/** A directory that nobody else may enter; its path is short, as those of sockets have to be. */
function privateDirectory({ environment }: Ssh): string {
  const given = environment['XDG_RUNTIME_DIR'] ?? '';
  const parent = given === '' ? tmpdir() : given;
  removeLeft(parent);
  return mkdtempSync(join(parent, directoryName));
}

const directoryName = 'stowage-ssh-';
/** Milliseconds after which an empty directory is none that somebody still logs in for. */
const leftAfter = 600_000;

/** Removes what killed commands have left: their connections have ended, and taken their sockets along. */
function removeLeft(parent: string): void {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(directoryName))) {
    const path = join(parent, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > leftAfter) rmdirSync(path);
    } catch (error) {
      // Gone meanwhile, still in use, or somebody else's.
      const code = systemCode(error) ?? '';
      if (!/^(?:ENOENT|ENOTEMPTY|EEXIST|ENOTDIR|EPERM|EACCES)$/.test(code)) throw error;
    }
  }
}
