/*
 * Where a container's output is read from: its file, with those set aside before it, or the host's
 * journal. A source gives what has come since it was last asked.
 */
import { watch, type FSWatcher } from 'node:fs';
import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, ifPresent } from '../store/index.js';
import { createJournalReader } from './journal.js';
import type { LogKeeping } from './log-driver.js';
import { createLogReader, type LogLine } from './log-lines.js';

export interface LogSource {
  /** Lines that have come since the last call; at the first, all there are. */
  more(): Promise<readonly LogLine[]>;
  /** Lines whose end never came. */
  rest(): readonly LogLine[];
  /** Waits until something may have come, or some time has gone by. */
  changed(signal: AbortSignal | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds after which a silent source is looked at again. */
const patience = 500;

/**
 * @param id the container's
 * @param path of its file
 */
export function openLogSource(keeping: LogKeeping, id: string, path: string): LogSource {
  switch (keeping.kind) {
    case 'none':
      return { more: async () => [], rest: () => [], changed: wait, close: async () => undefined };
    case 'journal': {
      const journal = createJournalReader(id);
      return { ...journal, changed: wait, close: async () => undefined };
    }
    case 'file':
      return fileSource(path);
    default:
      return keeping satisfies never;
  }
}

async function wait(signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(patience, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

function fileSource(path: string): LogSource {
  const reader = createLogReader();
  const decoder = new StringDecoder('utf8');
  let file: FileHandle | undefined;
  let begun = false;
  let watcher: FSWatcher | undefined;
  const reopen = async (): Promise<void> => {
    await file?.close();
    watcher?.close();
    watcher = watchIfThere(path);
    file = await ifPresent(open(path, 'r'));
  };
  const read = async (): Promise<string> => (file ? decoder.write(await unread(file)) : '');
  return {
    more: async () => {
      let text = '';
      if (!begun) {
        begun = true;
        text += await readEarlier(path);
        await reopen();
      }
      text += await read();
      // The monitor has begun another file in its place.
      if (file === undefined || (await isReplaced(file, path))) {
        await reopen();
        text += await read();
      }
      return reader.read(text);
    },
    rest: () => reader.rest(),
    changed: (signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          watcher?.off('change', done);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, patience);
        watcher?.on('change', done);
        signal?.addEventListener('abort', done);
      }),
    close: async () => {
      watcher?.close();
      await file?.close();
    },
  };
}

function watchIfThere(path: string): FSWatcher | undefined {
  try {
    return watch(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** What has come to a file since it was last read. */
async function unread(file: FileHandle): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (;;) {
    const buffer = Buffer.alloc(256 * 1024);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return Buffer.concat(pieces);
    pieces.push(buffer.subarray(0, bytesRead));
  }
}

async function isReplaced(file: FileHandle, path: string): Promise<boolean> {
  const [own, present] = await Promise.all([file.stat(), ifPresent(stat(path))]);
  return present !== undefined && present.ino !== own.ino;
}

/** The text of the files that were set aside, the oldest first. */
async function readEarlier(path: string): Promise<string> {
  const names = (await ifPresent(readdir(dirname(path)))) ?? [];
  const numbers = names
    .filter((name) => name.startsWith(`${basename(path)}.`))
    .map((name) => Number(name.slice(basename(path).length + 1)))
    .filter((number) => Number.isInteger(number) && number > 0)
    .sort((a, b) => b - a);
  const texts = await Promise.all(
    numbers.map((number) =>
      ifPresent(readFile(join(dirname(path), `${basename(path)}.${number}`), 'utf8')),
    ),
  );
  return texts.join('');
}
