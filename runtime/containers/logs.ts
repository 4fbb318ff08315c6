/*
 * Gives a container's output line by line, past and, if wanted, as it comes. Reads what its monitor
 * has written only; a container that is gone from memory can still be read.
 */
import type { Store } from '../store/index.js';
import { findContainer, readRun } from './library.js';
import { logKeeping } from './log-driver.js';
import { instant, type LogLine } from './log-lines.js';
import { openLogSource, type LogSource } from './log-source.js';
import { placesOf } from './places.js';
import { standingOf } from './standing.js';

export interface LogOptions {
  /** Goes on until the container has ended, or `signal` is set. */
  readonly follow?: boolean;
  /** Only so many of the lines that are there already. */
  readonly tail?: number;
  /** RFC 3339; only lines from then on. */
  readonly since?: string;
  /** RFC 3339; only lines before then. What follows ends at the first that is not. */
  readonly until?: string;
  readonly signal?: AbortSignal;
}

/** @throws RuntimeError `not-found` */
export async function* readLogs(
  store: Store,
  wanted: string,
  options: LogOptions = {},
): AsyncGenerator<LogLine, void, undefined> {
  const { id, spec } = await findContainer(store, wanted);
  const since = options.since === undefined ? undefined : instant(options.since);
  const until = options.until === undefined ? undefined : instant(options.until);
  const recent = ({ time }: LogLine): boolean =>
    (since === undefined || instant(time) >= since) &&
    (until === undefined || instant(time) < until);
  const isOver = (): boolean => until !== undefined && BigInt(Date.now()) * 1_000_000n >= until;
  const source = openLogSource(logKeeping(spec), id, placesOf(store, id).log);
  try {
    const past = await source.more();
    const open = options.follow === true ? [] : source.rest();
    yield* lastOf([...past, ...open].filter(recent), options.tail);
    if (options.follow !== true || isOver()) return;
    for await (const lines of following(store, id, source, options.signal)) {
      yield* lines.filter(recent);
    }
    yield* source.rest().filter(recent);
  } finally {
    await source.close();
  }
}

function lastOf(lines: readonly LogLine[], tail: number | undefined): readonly LogLine[] {
  return tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail));
}

async function* following(
  store: Store,
  id: string,
  source: LogSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly LogLine[], void, undefined> {
  while (signal?.aborted !== true) {
    // Whether it goes on is asked before reading, so that nothing written at the end is missed.
    const goesOn = await isGoingOn(store, id);
    const lines = await source.more();
    if (lines.length > 0) yield lines;
    else if (!goesOn) return;
    else await source.changed(signal);
  }
}

async function isGoingOn(store: Store, id: string): Promise<boolean> {
  const run = await readRun(store, id);
  return run !== undefined && !['ended', 'gone'].includes(standingOf(run, placesOf(store, id)));
}
