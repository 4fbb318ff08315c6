/*
 * Joins the caller's own streams to those of a container, by the socket that its monitor has for that. What is
 * written while nobody is joined is in the log alone. One that does not read holds up the container.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants, open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeError } from '../errors.js';
import { readIfThere } from '../oci/index.js';
import { partPath, partsSearchPath, pipeFrom, pipeTo } from '../parts/index.js';
import { errorCode } from '../store/index.js';
import { attachProgram } from './attach-program.js';
import type { Context } from './context.js';
import { findContainer, readOutcome, readRun } from './library.js';
import { withContainer } from './lifecycle.js';
import { placesOf, type ContainerPlaces } from './places.js';
import { isRunning, waitUntil } from './processes.js';
import type { ContainerRecord } from './record.js';
import type { Run } from './run-state.js';
import { settle } from './settle.js';
import { makeRun, noRestarts } from './start.js';
import { watchEnd } from './watching.js';

/** Streams that are joined. The container's outputs go to this process's own. */
export interface Attachment {
  /** Whether the container has a terminal. */
  readonly terminal: boolean;
  /** The container's standard input. */
  readonly input: Writable;
  /** Settles when all of its output is written, or nobody reads that any more. */
  readonly output: Promise<'ended' | 'unread'>;
  resize(columns: number, rows: number): Promise<void>;
  /** The exit code of the run that it was joined to; null when nobody saw it. */
  exitCode(): Promise<number | null>;
  /** Parts the streams; the container goes on. */
  close(): Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

interface Line {
  readonly child: ChildProcess;
  /** Its exit code, which it may have before anybody asks. */
  readonly closed: Promise<unknown>;
  /** Has it take what has come already, and end. */
  readonly end: () => void;
}

/** @throws RuntimeError `not-running`, `part-failed` */
export async function attachContainer(context: Context, wanted: string): Promise<Attachment> {
  const record = await findContainer(context.store, wanted);
  const run = await readRun(context.store, record.id);
  if (run === undefined || !isRunning(run.process)) {
    const { name } = record.spec;
    throw new RuntimeError({ kind: 'not-running', name, action: 'be attached to' });
  }
  const line = await openLine(placesOf(context.store, record.id));
  return attachmentOf(context, record, run, line, unwatched);
}

const unwatched = (): Promise<void> => Promise.resolve();

/**
 * Starts a container that does not run, joined before it can write anything.
 * @param size of its terminal, if it has one
 * @throws RuntimeError `running`, `start-failed`, `part-failed`
 */
export function startAttachedContainer(
  context: Context,
  wanted: string,
  size?: TerminalSize,
): Promise<Attachment> {
  return withContainer(context, wanted, async (record) => {
    const { id, spec } = record;
    if ((await settle(context, record, 'take over')) !== undefined) {
      throw new RuntimeError({ kind: 'running', name: spec.name, action: 'start' });
    }
    const places = placesOf(context.store, id);
    const lines: Line[] = [];
    const release = record.removeAtEnd ? await watchEnd(context.store, id) : unwatched;
    const join = async (): Promise<void> => {
      lines.push(await openLine(places));
      if (spec.tty && size) await resize(places, size.columns, size.rows);
    };
    try {
      const run = await makeRun(context, record, noRestarts, join);
      const [line] = lines;
      if (!line) throw new Error('a container has been started that was not joined');
      return attachmentOf(context, record, run, line, release);
    } catch (error) {
      for (const { end } of lines) end();
      await release();
      throw error;
    }
  });
}

/** Connects to the monitor of a container that is created, and may not have been started. */
async function openLine({ bundle }: ContainerPlaces): Promise<Line> {
  const child = spawn(partPath('perl'), ['-e', attachProgram], {
    stdio: ['pipe', 'inherit', 'inherit', 'pipe'],
    cwd: bundle,
    env: { PATH: partsSearchPath() },
  });
  const closed = once(child, 'exit').then(([code]: unknown[]) => code);
  // What could not be started has no end; that is told below.
  closed.catch(() => undefined);
  // Whoever types may do so after the end.
  pipeTo(child, 0).on('error', () => undefined);
  const control = pipeFrom(child, 3);
  const said = await firstLine(control, child);
  if (said === '') return { child, closed, end: () => void control.destroy() };
  control.destroy();
  throw new RuntimeError({
    kind: 'part-failed',
    part: 'conmon',
    action: 'be attached to',
    reason: said,
  });
}

async function firstLine(
  control: ReturnType<typeof pipeFrom>,
  child: ChildProcess,
): Promise<string> {
  const failed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(errorCode(error) ?? error.message));
    child.once('exit', (code) => resolve(`perl ended with ${code ?? 'a signal'}`));
  });
  const line = once(control, 'data').then(([data]: unknown[]) => String(data).trimEnd());
  return Promise.race([line, failed]);
}

/** Milliseconds between two looks at whether a container has ended. */
const glance = 50;
/** Milliseconds that a monitor gets to write down how its container has ended. */
const lastWords = 2_000;

function attachmentOf(
  { store }: Context,
  { id, spec }: ContainerRecord,
  run: Run,
  { child, closed, end }: Line,
  release: () => Promise<void>,
): Attachment {
  const places = placesOf(store, id);
  const gone = new AbortController();
  let seen: number | null | undefined;
  const watch = async (): Promise<void> => {
    // Its monitor may live on, to wait for the next start.
    while (isRunning(run.process)) await delay(glance, undefined, { signal: gone.signal });
    const told = (): boolean => existsSync(places.exit) || !isRunning(run.monitor);
    await waitUntil(told, lastWords);
    const code = readIfThere(places.exit)?.trim();
    if (code !== undefined && code !== '') seen = Number(code);
    end();
  };
  const watching = watch().catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  return {
    terminal: spec.tty ?? false,
    input: pipeTo(child, 0),
    output: closed.then((code) => (code === unreadCode ? 'unread' : 'ended')),
    resize: (columns, rows) => resize(places, columns, rows),
    exitCode: async () => {
      await watching;
      return seen === undefined ? (await readOutcome(store, id)).exitCode : seen;
    },
    close: async () => {
      gone.abort();
      pipeTo(child, 0).destroy();
      end();
      // It may be waiting for a terminal that takes nothing.
      child.unref();
      await release();
    },
  };
}

/** What the program ends with where its reader has gone. */
const unreadCode = 141;

/** Tells the monitor the size of the terminal; one that ends meanwhile need not know. */
async function resize({ bundle }: ContainerPlaces, columns: number, rows: number): Promise<void> {
  try {
    const pipe = await open(`${bundle}/ctl`, constants.O_WRONLY | constants.O_NONBLOCK);
    await pipe.writeFile(`1 ${rows} ${columns}\n`).finally(() => pipe.close());
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENXIO' && code !== 'EPIPE') throw error;
  }
}
