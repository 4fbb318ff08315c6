/*
 * Repositories for tests: made by the real git in a directory of their own, and served by its daemon.
 * The configuration of whoever runs the tests has no part in them.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Repository {
  readonly directory: string;
  /** `file://` and the directory. */
  readonly url: string;
  /** Writes files, commits all, and gives the commit. */
  commit(files: Readonly<Record<string, string>>): string;
  /** Runs git in it and gives what that prints, without the line end. */
  git(...args: readonly string[]): string;
}

/** A directory that is gone after the test. */
export function scratchDirectory(t: { teardown(end: () => void): void }): string {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-git-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Makes a repository with a branch `main` and no commit. */
export function makeRepository(directory: string): Repository {
  mkdirSync(directory, { recursive: true });
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { cwd: directory, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  git('init', '--quiet', '--initial-branch=main');
  return {
    directory,
    url: `file://${directory}`,
    git,
    commit: (files) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'change');
      return git('rev-parse', 'HEAD');
    },
  };
}

export interface GitServer {
  /** `git://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves all repositories below a directory by git's own daemon. */
export async function serveRepositories(directory: string): Promise<GitServer> {
  const port = await freePort();
  const daemon = spawn(
    'git',
    [
      'daemon',
      '--reuseaddr',
      '--export-all',
      '--listen=127.0.0.1',
      `--port=${port}`,
      `--base-path=${directory}`,
      directory,
    ],
    { stdio: 'ignore', detached: true },
  );
  await untilAnswering(port, daemon);
  return {
    url: `git://127.0.0.1:${port}`,
    stop: async () => {
      if (daemon.exitCode !== null || daemon.signalCode !== null) return;
      const ended = once(daemon, 'exit');
      if (daemon.pid !== undefined) process.kill(-daemon.pid, 'SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

async function untilAnswering(port: number, daemon: ChildProcess): Promise<void> {
  for (;;) {
    if (daemon.exitCode !== null) throw new Error(`git daemon ended with ${daemon.exitCode}`);
    const answers = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        done(true);
      });
      socket.once('error', () => done(false));
    });
    if (answers) return;
  }
}
