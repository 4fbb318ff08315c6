/*
 * Runs the built command as a user would, in a directory of its own. For end-to-end tests only.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const command = resolve('dist/stowage.js');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, for messages of failed assertions. */
  readonly text: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Sends SIGKILL after so many milliseconds. */
  readonly killAfter?: number;
  /** Is given the process when it has been started. */
  readonly onStart?: (child: ChildProcess) => void;
  readonly input?: string;
  /** Leaves the end of its input to whoever has the process. */
  readonly keepsInput?: boolean;
  /** What Node is given before the command, such as `--import` and a module. */
  readonly nodeArguments?: readonly string[];
  /** Another file than the built one to start. */
  readonly command?: string;
  /** Sent to the command and all that it has started in its own group, as a terminal does at Ctrl-C. */
  readonly signals?: readonly { readonly at: RegExp; readonly signal: NodeJS.Signals }[];
}

/** Runs `stowage` to its end; never rejects for an exit code. */
export function stowage(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const nodeArguments = options.nodeArguments ?? [];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...nodeArguments, options.command ?? command, ...args], {
      cwd: options.cwd ?? process.cwd(),
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: options.signals !== undefined,
    });
    const signals = [...(options.signals ?? [])];
    const watch = (): void => {
      const [next] = signals;
      if (next === undefined || !next.at.test(stderr) || child.pid === undefined) return;
      signals.shift();
      process.kill(-child.pid, next.signal);
    };
    options.onStart?.(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      watch();
    });
    child.stdin.on('error', () => undefined);
    if (options.keepsInput !== true) child.stdin.end(options.input ?? '');
    const timer =
      options.killAfter === undefined
        ? undefined
        : setTimeout(() => child.kill('SIGKILL'), options.killAfter);
    child.once('error', fail);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const text = `$ stowage ${args.join(' ')} -> ${code ?? signal ?? ''}\n${stdout}${stderr}`;
      done({ code, signal, stdout, stderr, text });
    });
  });
}

/** A copy of an example in a directory of its own. */
export interface ExampleCopy {
  readonly directory: string;
  /** Changes a file by replacing text that must be there. */
  edit(file: string, from: string, to: string): void;
  remove(): void;
}

/** Copies an example, under another stack name so that it meets no other one. */
export function copyExample(example: string, name: string): ExampleCopy {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-e2e-'));
  cpSync(resolve('examples', example), directory, { recursive: true });
  const edit = (file: string, from: string, to: string): void => {
    const path = join(directory, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  };
  edit('main.stow', `stack ${example}\n`, `stack ${name}\n`);
  return { directory, edit, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A directory with one file `main.stow`. */
export function writeStack(text: string): ExampleCopy {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-e2e-'));
  writeFileSync(join(directory, 'main.stow'), text);
  return {
    directory,
    edit: (file, from, to) => {
      const path = join(directory, file);
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(from, () => to),
      );
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A port of the host that is free now, and so are the `count - 1` after it. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(
      Array.from({ length: count }, (_, index) => isFree(first + index)),
    );
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
