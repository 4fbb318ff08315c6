/*
 * The built command in a pseudo terminal of its own, with somebody who types and reads. The terminal is one of
 * `script`, which passes on what it is given as a person's own would.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Typist {
  type(text: string): void;
  /** Waits until the screen shows something that it has not shown before the last wait. @throws Error after 15 s */
  sees(what: RegExp): Promise<void>;
  /** Makes the terminal as large as a window that somebody pulls. */
  resize(columns: number, rows: number): Promise<void>;
  /** Waits for the end of the command; gives its exit code. */
  ended(): Promise<number | null>;
  /** All that was shown. */
  screen(): string;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Runs `stowage` in a terminal of 90 columns and 33 rows. */
export function inTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd = process.cwd(),
): Typist {
  const words = [process.execPath, resolve('dist/stowage.js'), ...args].map(quoted).join(' ');
  const command = `stty cols 90 rows 33; tty; exec ${words}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd,
  });
  let shown = '';
  let seen = 0;
  const ended = once(child, 'close').then(([code]: unknown[]) =>
    typeof code === 'number' ? code : null,
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
  }
  child.stdin.on('error', () => undefined);
  return {
    type: (text) => void child.stdin.write(text),
    sees: async (what) => {
      const deadline = Date.now() + 15_000;
      while (Date.now() < deadline) {
        const found = what.exec(shown.slice(seen));
        if (found) {
          seen += found.index + found[0].length;
          return;
        }
        await delay(20);
      }
      child.kill('SIGKILL');
      throw new Error(`${what.source} is not shown after ${seen} characters of\n${shown}`);
    },
    resize: async (columns, rows) => {
      const [device = ''] = /\/dev\/pts\/\d+/.exec(shown) ?? [];
      await run('stty', ['-F', device, 'cols', String(columns), 'rows', String(rows)]);
    },
    ended: () => ended,
    screen: () => shown,
  };
}
