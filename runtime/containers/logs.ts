/*
 * Gives a container's output line by line, past and, if wanted, as it comes. Reads the monitor's
 * file only; a container that is gone from memory can still be read.
 */
import { watch } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { ifPresent, type Store } from '../store/index.js';
import { findContainer, readRun } from './library.js';
import { previousLog } from './log-file.js';
import { createLogReader, instant, type LogLine } from './log-lines.js';
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
  const { id } = await findContainer(store, wanted);
  const { log } = placesOf(store, id);
  const since = options.since === undefined ? undefined : instant(options.since);
  const until = options.until === undefined ? undefined : instant(options.until);
  const recent = ({ time }: LogLine): boolean =>
    (since === undefined || instant(time) >= since) &&
    (until === undefined || instant(time) < until);
  const isOver = (): boolean => until !== undefined && BigInt(Date.now()) * 1_000_000n >= until;
  const reader = createLogReader();
  const earlier = (await ifPresent(readFile(previousLog(log), 'utf8'))) ?? '';
  const past = [...reader.read(earlier)];
  const file = await ifPresent(open(log, 'r'));
  if (file === undefined) {
    yield* lastOf(past.filter(recent), options.tail);
    return;
  }
  try {
    const more = pieces(file);
    past.push(...reader.read(await more()));
    const open = options.follow === true ? [] : reader.rest();
    yield* lastOf([...past, ...open].filter(recent), options.tail);
    if (options.follow !== true || isOver()) return;
    for await (const text of following(store, id, log, more, options.signal)) {
      yield* reader.read(text).filter(recent);
    }
    yield* reader.rest().filter(recent);
  } finally {
    await file.close();
  }
}

function lastOf(lines: readonly LogLine[], tail: number | undefined): readonly LogLine[] {
  return tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail));
}

/** Gives at each call what has come to the file since the last. */
function pieces(file: FileHandle): () => Promise<string> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(256 * 1024);
  let position = 0;
  return async () => {
    let text = '';
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return text;
      position += bytesRead;
      text += decoder.write(buffer.subarray(0, bytesRead));
    }
  };
}

/** Milliseconds after which the container's end is looked for, should the file be silent. */
const endPatience = 500;

async function* following(
  store: Store,
  id: string,
  path: string,
  more: () => Promise<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  let wake = (): void => undefined;
  const watcher = watch(path, () => wake());
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    while (signal?.aborted !== true) {
      // Whether it goes on is asked before reading, so that nothing written at the end is missed.
      const goesOn = await isGoingOn(store, id);
      const text = await more();
      if (text !== '') yield text;
      else if (!goesOn) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, endPatience);
        });
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    watcher.close();
  }
}

async function isGoingOn(store: Store, id: string): Promise<boolean> {
  const run = await readRun(store, id);
  return run !== undefined && !['ended', 'gone'].includes(standingOf(run, placesOf(store, id)));
}
