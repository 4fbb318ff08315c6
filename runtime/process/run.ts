/*
 * The one place where the runtime starts other programs and waits for them to end.
 * Nothing goes through a shell, and output is kept in memory: programs whose output is a stream of
 * unknown length are started by `startPiped` instead.
 * A program that cannot be started, is killed or runs out of time is a `CommandFailed`.
 */
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface RunOptions {
  /** Written to the program's standard input, which is empty otherwise. */
  readonly input?: string | Uint8Array;
  /** The whole environment; that of this process when left out. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Milliseconds after which the program is killed. */
  readonly timeout?: number;
  /** Called with every piece of output as it comes. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type CommandFailure =
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout'; readonly milliseconds: number };

/** A program that did not do what was asked; the message ends in the last lines it wrote. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly command: string;
  readonly args: readonly string[];
  readonly failure: CommandFailure;
  readonly stdout: string;
  readonly stderr: string;
  constructor(
    command: string,
    args: readonly string[],
    failure: CommandFailure,
    output: { readonly stdout?: string; readonly stderr?: string } = {},
  ) {
    const said = lastLines(output.stderr || output.stdout || '', 5);
    super(`${command} ${describe(failure)}${said === '' ? '' : `: ${said}`}`);
    this.command = command;
    this.args = args;
    this.failure = failure;
    this.stdout = output.stdout ?? '';
    this.stderr = output.stderr ?? '';
  }
}

function describe(failure: CommandFailure): string {
  switch (failure.kind) {
    case 'missing':
      return 'is not installed';
    case 'not-started':
      return `could not be started (${failure.reason})`;
    case 'exit':
      return `ended with exit code ${failure.code}`;
    case 'signal':
      return `was ended by ${failure.signal}`;
    case 'timeout':
      return `did not end within ${failure.milliseconds} ms`;
  }
}

/** The last `count` lines of a text that are not empty. */
export function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-count)
    .join('\n');
}

/**
 * Runs a program to its end and gives its exit code and output, whatever the code is.
 * @throws CommandFailed when it cannot be started, is ended by a signal or runs out of time
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a session of its own, so that an interrupt at the terminal reaches this process alone,
    // which finishes or undoes what it is at.
    detached: true,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const stdout = collect(child.stdout, (text) => options.onOutput?.('stdout', text));
  const stderr = collect(child.stderr, (text) => options.onOutput?.('stderr', text));
  // A program may end without reading its input; how it ended says all there is to say.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const limit = limitTime(child, options.timeout);
  try {
    const [code, signal] = await ended(child);
    const output = { stdout: stdout(), stderr: stderr() };
    const late = limit.exceeded();
    if (late !== undefined) throw new CommandFailed(command, args, late, output);
    if (code === null) {
      throw new CommandFailed(command, args, { kind: 'signal', signal: signal ?? '?' }, output);
    }
    return { code, ...output };
  } catch (error) {
    throw startFailure(command, args, error);
  } finally {
    limit.clear();
  }
}

/**
 * Runs a program that has to succeed.
 * @throws CommandFailed also for an exit code other than 0
 */
export async function runChecked(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    throw new CommandFailed(command, args, { kind: 'exit', code: result.code }, result);
  }
  return result;
}

/** A running program whose input and output are streams. */
export interface PipedCommand {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Resolves when the program has ended with exit code 0; rejects with `CommandFailed` otherwise. */
  readonly done: Promise<void>;
  /** Ends the program at once; `done` then rejects. */
  kill(): void;
}

/** Starts a program between two streams. The caller must read `stdout` to its end, or `kill`. */
export function startPiped(
  command: string,
  args: readonly string[],
  options: Pick<RunOptions, 'env' | 'cwd'> = {},
): PipedCommand {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const stderr = collect(child.stderr, () => undefined);
  const done = ended(child).then(
    ([code, signal]) => {
      if (code === 0) return;
      const failure: CommandFailure =
        code === null ? { kind: 'signal', signal: signal ?? '?' } : { kind: 'exit', code };
      throw new CommandFailed(command, args, failure, { stderr: stderr() });
    },
    (error: unknown) => {
      throw startFailure(command, args, error);
    },
  );
  // Whoever awaits `done` late still gets the rejection; it only must not count as unhandled.
  done.catch(() => undefined);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    done,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

type Child = ReturnType<typeof spawn>;

function ended(child: Child): Promise<readonly [number | null, string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve([code, signal]);
    });
  });
}

function limitTime(child: Child, milliseconds: number | undefined) {
  let failure: CommandFailure | undefined;
  const expire = (): void => {
    failure = { kind: 'timeout', milliseconds: milliseconds ?? 0 };
    child.kill('SIGKILL');
  };
  const timer = milliseconds === undefined ? undefined : setTimeout(expire, milliseconds);
  return {
    exceeded: () => failure,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

function startFailure(command: string, args: readonly string[], error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CommandFailed || !('code' in error)) {
    return error;
  }
  const failure: CommandFailure =
    error.code === 'ENOENT'
      ? { kind: 'missing' }
      : { kind: 'not-started', reason: String(error.code) };
  return new CommandFailed(command, args, failure);
}

function collect(stream: Readable, onText: (text: string) => void): () => string {
  const parts: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    parts.push(text);
    onText(text);
  });
  return () => parts.join('');
}
