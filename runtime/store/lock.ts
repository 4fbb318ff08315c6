/*
 * Locks between processes, and between tasks of one process, without native code: whoever listens
 * on an abstract unix socket holds the lock. The kernel frees the name when the holder dies, so no
 * lock is ever stale. Names are salted with a secret of the store, for abstract sockets have no
 * permissions. Processes in different network namespaces do not see each other's locks.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, FileDamaged, readJson } from './files.js';
import { processMark } from './process-mark.js';
import { integer, optional, record, string } from './shape.js';

/** Who holds a lock, as it said itself. */
export interface LockHolder {
  /** Twelve hexadecimal digits that no other holding has. */
  readonly id: string;
  readonly pid: number;
  /** What it is doing, such as `stowage apply`. */
  readonly command: string;
  /** What it holds the lock for, such as the name of a stack. */
  readonly subject?: string | undefined;
  /** When it took the lock, in ISO 8601. */
  readonly since: string;
  /** Tells the process from others, see `processState`. */
  readonly mark: string;
}

const holderShape = record({
  id: string,
  pid: integer,
  command: string,
  subject: optional(string),
  since: string,
  mark: string,
});

/** The lock was not free in time. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout';
  readonly lock: string;
  readonly holder: LockHolder | undefined;
  constructor(lock: string, holder: LockHolder | undefined) {
    const who =
      holder === undefined
        ? 'another process'
        : `process ${holder.pid} (${holder.command}, since ${holder.since})`;
    super(`the lock "${lock}" is held by ${who}`);
    this.lock = lock;
    this.holder = holder;
  }
}

export interface LockRequest {
  readonly name: string;
  /** Secret of the store. */
  readonly key: string;
  /** File that tells others who holds the lock; its absence says nothing. */
  readonly holdFile: string;
  readonly command: string;
  readonly subject?: string;
  /** Milliseconds to wait; 0 tries once. */
  readonly timeout: number;
  /** Ends the wait when it aborts. */
  readonly signal?: AbortSignal;
}

export interface HeldLock {
  /** Lets others go on. May be called twice. */
  release(): Promise<void>;
}

/**
 * Takes a lock, waiting while another process or task holds it. Not re-entrant.
 * @throws LockTimeout when it is not free in time, and what the signal is aborted with
 */
export async function acquireLock(request: LockRequest): Promise<HeldLock> {
  const address = socketName(request);
  const deadline = performance.now() + request.timeout;
  for (;;) {
    const held = await listenOn(address);
    if (held !== undefined) return announce(request, held);
    const left = deadline - performance.now();
    if (left <= 0) throw new LockTimeout(request.name, await readHolder(request.holdFile));
    await untilReleased(address, left, request.signal);
    request.signal?.throwIfAborted();
    // Waiters wake together; a little chance keeps one of them from losing every time.
    await delay(Math.random() * 3);
  }
}

/** Who holds the lock that writes this hold file. Of use only while the lock is held. */
export async function readHolder(holdFile: string): Promise<LockHolder | undefined> {
  try {
    return await readJson(holdFile, holderShape);
  } catch (error) {
    // It is being written at this moment.
    if (error instanceof FileDamaged) return undefined;
    throw error;
  }
}

/** Whether somebody holds the lock now. */
export async function isLocked(request: Pick<LockRequest, 'name' | 'key'>): Promise<boolean> {
  const address = socketName(request);
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = errorCode(error);
      if (code === 'ECONNREFUSED') resolve(false);
      // Let go while this one waited to be let in; somebody else may have it by now.
      else if (code === 'ECONNRESET') resolve(isLocked(request));
      else reject(error);
    });
  });
}

function socketName({ key, name }: Pick<LockRequest, 'name' | 'key'>): string {
  return `\0stowage-${createHash('sha256').update(`${key}\n${name}`).digest('hex')}`;
}

async function announce(request: LockRequest, held: Listening): Promise<HeldLock> {
  const holder: LockHolder = {
    id: randomBytes(6).toString('hex'),
    pid: process.pid,
    command: request.command,
    ...(request.subject === undefined ? {} : { subject: request.subject }),
    since: new Date().toISOString(),
    mark: processMark() ?? '',
  };
  try {
    await writeHolder(request.holdFile, holder);
  } catch (error) {
    held.close();
    throw error;
  }
  let released: Promise<void> | undefined;
  const release = async (): Promise<void> => {
    try {
      await rm(request.holdFile, { force: true });
    } finally {
      held.close();
    }
  };
  return { release: () => (released ??= release()) };
}

/** Whoever removes the last container removes empty directories, this one's among them. */
const mostAttempts = 20;

async function writeHolder(path: string, holder: LockHolder): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // Not flushed: the file is for people, and says nothing once the holder is dead.
      await writeFile(path, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
      return;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || attempt === mostAttempts) throw error;
    }
  }
}

interface Listening {
  close(): void;
}

function listenOn(address: string): Promise<Listening | undefined> {
  return new Promise((resolve, reject) => {
    const waiters = new Set<Socket>();
    const server: Server = createServer((waiter) => {
      waiters.add(waiter);
      waiter.unref();
      // A waiter that goes away is no concern of the holder.
      waiter.on('error', () => undefined);
      waiter.on('close', () => waiters.delete(waiter));
    });
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve({
        close: () => {
          server.close();
          for (const waiter of waiters) waiter.destroy();
        },
      });
    });
  });
}

/** Resolves when the holder has let go, after `milliseconds`, or when it is to wait no longer. */
function untilReleased(
  address: string,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const giveUp = (): void => void socket.destroy();
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener('abort', giveUp);
    const timer = setTimeout(() => socket.destroy(), Math.min(milliseconds, 2 ** 31 - 1));
    socket.on('end', () => socket.destroy());
    // Refused and reset mean the same here: the holder is gone, and the caller tries again.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve();
    });
    socket.resume();
  });
}
