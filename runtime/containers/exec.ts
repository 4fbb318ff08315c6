/*
 * Runs another command in a container, with the container's own user, environment and restrictions
 * unless told otherwise. The OCI runtime gets a whole process description, for what is left out of
 * one is not inherited: `no_new_privileges` would be lost.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeError } from '../errors.js';
import { runtimeEnvironment, ociText, readFailure } from '../oci/index.js';
import { pathOf, pipeFrom, pipeTo, scratchFile } from '../parts/index.js';
import { containerProcess } from './bundle.js';
import type { Context } from './context.js';
import { findContainer, readRun } from './library.js';
import { childrenOf, isRunning, namespacesOf, signal } from './processes.js';
import { sharedHostname, sharedNames } from './sharing.js';

export interface ExecOptions {
  /** A name or number, with an optional group after a colon. */
  readonly user?: string;
  readonly workdir?: string;
  /** Beyond the container's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gives the command every capability. */
  readonly privileged?: true;
}

export interface InheritedExecOptions extends ExecOptions {
  /** Gives the command a terminal; the caller's own streams must be one. */
  readonly tty?: boolean;
  /** Passes standard input on. */
  readonly interactive?: boolean;
}

/** As a container that has every capability. */
const allCapabilities = { cap_add: ['ALL'], cap_drop: [], no_new_privileges: false } as const;

export interface CapturedExecOptions extends ExecOptions {
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
  /** Kills the command when it fires. */
  readonly signal?: AbortSignal;
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
  const streams: Streams = [input, 'inherit', 'inherit'];
  const command = await begin(context, wanted, argv, options, options.tty === true, streams);
  return command.exitCode();
}

/**
 * Runs a command and keeps what it writes until it ends; what processes it left behind write later
 * is not waited for.
 * @throws RuntimeError `not-running`; `exec-failed` when it could not be run at all
 */
export async function execCaptured(
  context: Context,
  wanted: string,
  argv: readonly string[],
  options: CapturedExecOptions = {},
): Promise<CapturedExec> {
  const command = await begin(context, wanted, argv, options, false, ['pipe', 'pipe', 'pipe']);
  const stdin = pipeTo(command.child, 0);
  // A command may end without reading its input.
  stdin.on('error', () => undefined);
  stdin.end(options.input ?? '');
  const stdout = collect(pipeFrom(command.child, 1));
  const stderr = collect(pipeFrom(command.child, 2));
  let timedOut = false;
  const expire = (): void => {
    timedOut = true;
    command.kill();
  };
  const timer = options.timeout === undefined ? undefined : setTimeout(expire, options.timeout);
  options.signal?.addEventListener('abort', command.kill);
  if (options.signal?.aborted === true) command.kill();
  try {
    const exitCode = await command.exitCode();
    return { exitCode, stdout: await stdout(), stderr: await stderr(), timedOut };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', command.kill);
  }
}

/** Milliseconds in which a command that has ended has its last words delivered. */
const outputPatience = 200;

function collect(stream: Readable): () => Promise<string> {
  const pieces: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => pieces.push(piece));
  const closed = once(stream, 'close');
  return async () => {
    await Promise.race([closed, delay(outputPatience, undefined, { ref: false })]);
    stream.destroy();
    return pieces.join('');
  };
}

type Streams = readonly ('pipe' | 'inherit' | 'ignore')[];

interface BegunCommand {
  readonly child: ChildProcess;
  exitCode(): Promise<number>;
  readonly kill: () => void;
}

async function begin(
  context: Context,
  wanted: string,
  argv: readonly string[],
  options: ExecOptions,
  terminal: boolean,
  streams: Streams,
): Promise<BegunCommand> {
  const { id, spec } = await findContainer(context.store, wanted);
  const run = await readRun(context.store, id);
  const first = run?.process ?? null;
  if (first === null || !isRunning(first)) {
    throw new RuntimeError({ kind: 'not-running', name: spec.name, action: 'run a command' });
  }
  const hostname = spec.hostname ?? sharedHostname(await sharedNames(context.store, spec)) ?? null;
  const named = { ...spec, hostname };
  const rights = options.privileged === true ? { ...named, ...allCapabilities } : named;
  const description = await containerProcess(rights, `/proc/${first.pid}/root`, {
    args: argv,
    env: options.env ?? {},
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.workdir === undefined ? {} : { workdir: options.workdir }),
    terminal,
  });
  const { path, globalArgs } = context.runtime(run?.runtime);
  const [input, log] = await Promise.all([scratchFile(), scratchFile()]);
  await input.writeFile(ociText(description));
  const exec = ['exec', '--process', pathOf(input), id];
  const logging = ['--log', pathOf(log), '--log-format', 'json'];
  const child = spawn(path, [...globalArgs, ...logging, ...exec], {
    stdio: [...streams],
    env: runtimeEnvironment(),
  });
  const exitCode = async (): Promise<number> => {
    try {
      const code = await ended(child);
      const said = code === 0 ? '' : await readFile(pathOf(log), 'utf8');
      if (!/"level":"(?:error|fatal)"/.test(said)) return code;
      throw new RuntimeError({ kind: 'exec-failed', name: spec.name, ...readFailure(said) });
    } finally {
      await Promise.all([input.close(), log.close()]);
    }
  };
  const namespaces = namespacesOf(first.pid);
  const kill = (): void => {
    void (async () => {
      const over = () => child.exitCode !== null || child.signalCode !== null;
      // The runtime itself would leave the command behind; and without what it makes a command by, before
      // that is in the container, the command would be nobody's child.
      while (child.pid !== undefined && !over()) {
        const inside = childrenOf(child.pid).filter(({ pid }) => namespacesOf(pid) >= namespaces);
        for (const own of inside) signal(own, constants.signals.SIGKILL);
        await delay(killPause);
      }
    })();
  };
  return { child, exitCode, kill };
}

/** Milliseconds between two looks for a command that is to be killed. */
const killPause = 10;

async function ended(child: ChildProcess): Promise<number> {
  const ending: unknown[] = await once(child, 'exit');
  const [code, name] = ending;
  if (typeof code === 'number') return code;
  const entry = Object.entries(constants.signals).find(([known]) => known === name);
  return 128 + (entry?.[1] ?? 0);
}
