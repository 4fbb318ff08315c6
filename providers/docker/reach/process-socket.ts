/*
 * A connection that is the input and output of a program, such as ssh: what is written goes to the one,
 * what is read comes from the other. It has what HTTP asks of a socket: an idle time-out, and not
 * keeping the process alive. It ends with the program, and the program with it.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** How a program ended that was not asked to. */
export interface ProgramEnd {
  readonly code: number | null;
  /** What it wrote on standard error, its last lines. */
  readonly lines: readonly string[];
  /** Why it could not be started. */
  readonly cause?: Error;
}

/** Bytes of standard error that are kept. */
const keptBytes = 8192;

/** The last lines of a text that a program wrote, without empty ones. */
export const lastLines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-10);

export class ProcessSocket extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #idle: NodeJS.Timeout | undefined;
  #patience = 0;

  /** @param failure the error for a program that ends otherwise than well */
  constructor(child: ChildProcessWithoutNullStreams, failure: (end: ProgramEnd) => Error) {
    super({ allowHalfOpen: false });
    this.#child = child;
    let said = '';
    let cause: Error | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      this.#stir();
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-keptBytes);
    });
    // A program that has gone shows in its end, which says why.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => (cause = error));
    child.once('close', (code) => {
      if (code === 0) this.push(null);
      else this.destroy(failure({ code, lines: lastLines(said), ...(cause && { cause }) }));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#stir();
    // Where it fails the program has ended, and the connection with it: that error says more.
    this.#child.stdin.write(chunk, (error) => {
      if (!error) done();
    });
  }

  override _final(done: () => void): void {
    // Its own end is not waited for: one that is gone already never tells of it.
    this.#child.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#child.stdin.destroy();
    this.#child.kill();
    done(error);
  }

  /** Emits `timeout` after so many milliseconds without a byte either way; 0 for never. */
  setTimeout(milliseconds: number, listener?: () => void): this {
    this.#patience = milliseconds;
    if (listener && milliseconds === 0) this.off('timeout', listener);
    else if (listener) this.once('timeout', listener);
    this.#stir();
    return this;
  }

  #stir(): void {
    clearTimeout(this.#idle);
    if (this.#patience === 0 || this.destroyed) return;
    this.#idle = setTimeout(() => this.emit('timeout'), this.#patience).unref();
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this.#hold('ref');
  }

  unref(): this {
    return this.#hold('unref');
  }

  #hold(how: 'ref' | 'unref'): this {
    this.#child[how]();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      if (stream instanceof Socket) stream[how]();
    }
    return this;
  }
}
