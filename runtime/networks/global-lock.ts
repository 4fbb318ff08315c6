/*
 * One netavark at a time on this host, whichever store it works for: 1.4 loses rules when two run
 * at once. The lock is an abstract unix socket with a fixed name, and it is handed to the program
 * that runs under it, so that it lasts as long as that program even when its caller is killed.
 */
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { callerName, callerOf } from '../caller/index.js';
import { errorCode } from '../store/index.js';
import { descriptorOf } from './socket-descriptor.js';

/** An ordinary user's netavark works elsewhere, and he is not to hold up others. */
const lockName = (): string =>
  callerOf() === 'root' ? '\0stowage-netavark' : `\0stowage-netavark-${callerName()}`;

export interface GlobalLock {
  /** To be held open by a program that has to be over before others go on. */
  readonly descriptor: number | undefined;
  release(): void;
}

/** Takes the lock, waiting as long as it takes: whoever holds it has a moment's work to do. */
export async function takeGlobalLock(): Promise<GlobalLock> {
  for (;;) {
    const lock = await tryLock();
    if (lock !== undefined) return lock;
    await untilFree();
    await delay(Math.random() * 3);
  }
}

function tryLock(): Promise<GlobalLock | undefined> {
  return new Promise((resolve, reject) => {
    // Those who wait keep a connection open; its end wakes them.
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.unref();
      socket.on('error', () => socket.destroy());
      socket.on('close', () => waiting.delete(socket));
    });
    const release = (): void => {
      server.close();
      for (const socket of waiting) socket.destroy();
    };
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(lockName(), () => {
      server.unref();
      resolve({ descriptor: descriptorOf(server), release });
    });
  });
}

function untilFree(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(lockName());
    // Refused and reset both mean that the holder has gone.
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.once('close', () => resolve());
    socket.resume();
  });
}
