/*
 * Runs another command in a container, with the container's own user, environment and restrictions
 * unless told otherwise. The OCI runtime gets a whole process description, for what is left out of
 * one is not inherited: `no_new_privileges` would be lost.
 */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import { RuntimeError } from '../errors.js';
import { readFailure } from '../oci/index.js';
import { pipeFrom, pipeTo } from '../parts/index.js';
import { containerProcess } from './bundle.js';
import type { Context } from './context.js';
import { findContainer, readRun } from './library.js';
import { childrenOf, isRunning, signal } from './processes.js';

export interface ExecOptions {
  /** A name or number, with an optional group after a colon. */
  readonly user?: string;
  readonly workdir?: string;
  /** Beyond the container's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface InheritedExecOptions extends ExecOptions {
  /** Gives the command a terminal; the caller's own streams must be one. */
  readonly tty?: boolean;
  /** Passes standard input on. */
  readonly interactive?: boolean;
}

export interface CapturedExecOptions extends ExecOptions {
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
  /** Written to its standard input. */
  readonly input?: string;
}

export interface CapturedExec {
  /** 128 + signal when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/**
 * Runs a command on the caller's own standard streams.
 * @returns its exit code
 * @throws RuntimeError `not-running`; `exec-failed` when it could not be run at all
 */
export async function execInherited(
  context: Context,
  wanted: string,
  argv: readonly string[],
  options: InheritedExecOptions = {},
): Promise<number> {
  const input = options.interactive === true || options.tty === true ? 'inherit' : 'ignore';
  const stdio: StdioOptions = [input, 'inherit', 'inherit', 'pipe', 'pipe'];
  const command = await begin(context, wanted, argv, options, options.tty === true, stdio);
  return command.exitCode();
}

/**
 * Runs a command and keeps what it writes.
 * @throws RuntimeError `not-running`; `exec-failed` when it could not be run at all
 */
export async function execCaptured(
  context: Context,
  wanted: string,
  argv: readonly string[],
  options: CapturedExecOptions = {},
): Promise<CapturedExec> {
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'];
  const command = await begin(context, wanted, argv, options, false, stdio);
  const stdin = pipeTo(command.child, 0);
  // A command may end without reading its input.
  stdin.on('error', () => undefined);
  stdin.end(options.input ?? '');
  let timedOut = false;
  const expire = (): void => {
    timedOut = true;
    command.kill();
  };
  const timer = options.timeout === undefined ? undefined : setTimeout(expire, options.timeout);
  const [stdout, stderr, exitCode] = await Promise.all([
    text(pipeFrom(command.child, 1)),
    text(pipeFrom(command.child, 2)),
    command.exitCode().finally(() => clearTimeout(timer)),
  ]);
  return { exitCode, stdout, stderr, timedOut };
}

interface BegunCommand {
  readonly child: ChildProcess;
  exitCode(): Promise<number>;
  kill(): void;
}

async function begin(
  context: Context,
  wanted: string,
  argv: readonly string[],
  options: ExecOptions,
  terminal: boolean,
  stdio: StdioOptions,
): Promise<BegunCommand> {
  const { id, spec } = await findContainer(context.store, wanted);
  const run = await readRun(context.store, id);
  const first = run?.process ?? null;
  if (first === null || !isRunning(first)) {
    throw new RuntimeError({ kind: 'not-running', name: spec.name, action: 'run a command' });
  }
  const description = await containerProcess(spec, `/proc/${first.pid}/root`, {
    args: argv,
    env: options.env ?? {},
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.workdir === undefined ? {} : { workdir: options.workdir }),
    terminal,
  });
  const runtime = context.runtime();
  const log = ['--log', '/proc/self/fd/4', '--log-format', 'json'];
  const child = spawn(
    runtime.path,
    [...runtime.globalArgs, ...log, 'exec', '--process', '/proc/self/fd/3', id],
    { stdio },
  );
  const complaints = text(pipeFrom(child, 4));
  const toRuntime = pipeTo(child, 3);
  toRuntime.on('error', () => undefined);
  toRuntime.end(JSON.stringify(description));
  return {
    child,
    exitCode: async () => {
      const code = await ended(child);
      const said = await complaints;
      if (code !== 0 && /"level":"(?:error|fatal)"/.test(said)) {
        throw new RuntimeError({ kind: 'exec-failed', name: spec.name, ...readFailure(said) });
      }
      return code;
    },
    // The runtime itself would leave the command behind.
    kill: () => {
      if (child.pid === undefined) return;
      for (const own of childrenOf(child.pid)) signal(own, constants.signals.SIGKILL);
    },
  };
}

async function ended(child: ChildProcess): Promise<number> {
  const [code, name]: unknown[] = await once(child, 'exit');
  if (typeof code === 'number') return code;
  const entry = Object.entries(constants.signals).find(([known]) => known === name);
  return 128 + (entry?.[1] ?? 0);
}
