/*
 * Runs git: without a shell, in a process group of its own that is ended as a whole, with a time-out,
 * a bound on what it prints, and a bound on what it writes to disk. What it says of a failure is given
 * back without the credentials that an address may have got from the user's configuration.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment, settings, type Environment } from './environment.js';
import { ModuleProblem } from './module-problem.js';

export interface GitLimits {
  /** How long one call may take. */
  readonly milliseconds: number;
  /** How much a fetch may bring, packed. */
  readonly packedBytes: number;
  /** How much the files of a commit may come to. */
  readonly bytes: number;
  readonly files: number;
}

export const usualLimits: GitLimits = {
  milliseconds: 300_000,
  packedBytes: 512 * 1024 * 1024,
  bytes: 256 * 1024 * 1024,
  files: 50_000,
};

export interface Git {
  /** A bare repository of this run alone. */
  readonly directory: string;
  readonly environment: Environment;
  readonly limits: GitLimits;
  readonly signal: AbortSignal;
}

export interface GitWorld {
  readonly environment: Environment;
  readonly protocols: readonly string[];
  readonly limits: GitLimits;
  readonly signal: AbortSignal;
}

/** A git that works in a directory of its own. */
export function gitIn(directory: string, world: GitWorld): Git {
  const { limits, signal, protocols } = world;
  return { directory, limits, signal, environment: gitEnvironment(world.environment, protocols) };
}

const mostPrinted = 64 * 1024 * 1024;

/** What a call came to; a call that failed is a result, not an error. */
export interface Ran {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Starts a call. Its standard output is the caller's to read. */
export function startGit(git: Git, args: readonly string[]): ChildProcess {
  const flags = settings.flatMap((setting) => ['-c', setting]);
  return spawn('git', [...flags, `--git-dir=${git.directory}`, ...args], {
    cwd: git.directory,
    env: git.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Runs a call to its end. @throws ModuleProblem where a limit was met or git is missing */
export async function runGit(git: Git, args: readonly string[], input = ''): Promise<Ran> {
  const child = startGit(git, args);
  const printed: Buffer[] = [];
  let size = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostPrinted) endGroup(child);
    else printed.push(chunk);
  });
  child.stdin?.on('error', () => undefined); // git ended first: its exit code says why
  child.stdin?.end(input);
  const { code, stderr } = await supervise(git, child);
  if (size > mostPrinted) throw new ModuleProblem('git printed more than a repository can hold');
  return { code, stdout: Buffer.concat(printed), stderr };
}

/** Waits for the end of a call, and ends it where it goes beyond a limit. @throws ModuleProblem */
export function supervise(
  git: Git,
  child: ChildProcess,
): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((done, fail) => {
    let stderr = '';
    let stopped: ModuleProblem | undefined;
    const stop = (problem: ModuleProblem): void => {
      stopped ??= problem;
      endGroup(child);
    };
    const onAbort = (): void => stop(new ModuleProblem('interrupted while fetching a module'));
    const timer = setTimeout(
      () => stop(new ModuleProblem(`git took longer than ${git.limits.milliseconds / 1000} s`)),
      git.limits.milliseconds,
    );
    const meter = setInterval(() => {
      if (bytesIn(git.directory) > git.limits.packedBytes) stop(tooMuch(git));
    }, 250);
    git.signal.addEventListener('abort', onAbort, { once: true });
    if (git.signal.aborted) onAbort();
    const settle = (): void => {
      clearTimeout(timer);
      clearInterval(meter);
      git.signal.removeEventListener('abort', onAbort);
    };
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 64 * 1024) stderr += text;
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      fail(error.code === 'ENOENT' ? noGit() : error);
    });
    child.once('close', (code) => {
      settle();
      if (stopped === undefined && bytesIn(git.directory) > git.limits.packedBytes) {
        stopped = tooMuch(git);
      }
      if (stopped) fail(stopped);
      else done({ code: code ?? 1, stderr: redact(stderr) });
    });
  });
}

const noGit = (): ModuleProblem =>
  new ModuleProblem('there is no git', 'Modules of repositories are fetched with it; install git.');

const tooMuch = ({ limits }: Git): ModuleProblem =>
  new ModuleProblem(
    `the repository is larger than ${Math.floor(limits.packedBytes / (1024 * 1024))} MiB`,
    'Put modules into a repository of their own.',
  );

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // All of the group have ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The bytes of all files below a directory; what goes away meanwhile counts as none. */
function bytesIn(directory: string): number {
  let sum = 0;
  try {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const stats = lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
      sum += stats?.size ?? 0;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return sum;
}

/** Takes credentials out of addresses that git repeats. */
export function redact(text: string): string {
  return text.replace(/(\b[a-z][a-z+.-]*:\/\/)[^\s/@'"]*@/gi, '$1');
}

/** The lines of what git said that say why, joined. */
export function reasonOf(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => /^(?:fatal|error|remote|ssh|.*denied|.*refused)/i.test(line));
  const shown = lines.slice(0, 4).map((line) => line.replace(/^(?:fatal|error): /, ''));
  return shown.length === 0 ? 'git did not say why.' : `git says: ${shown.join('; ')}.`;
}
