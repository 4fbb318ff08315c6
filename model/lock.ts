/*
 * The lock of a stack as people read of it: who holds it, and whether that can be proved. A lock goes
 * with its holder; only one whose holder cannot be asked has to be freed by its id.
 */
import { EngineError } from './engine-error.js';

/** A lock that is held now. */
export interface HeldStackLock {
  /** Twelve hexadecimal digits, by which `unlock` frees it. */
  readonly id: string;
  /** Name of the stack, or its id where no name is known. */
  readonly stack: string;
  /** `user@host`. */
  readonly owner: string;
  readonly pid: number | null;
  /** What the holder does, such as `stowage apply`; absent where it did not say. */
  readonly command?: string;
  /** RFC 3339. */
  readonly since: string;
  /** Of a process on another host nothing is known. */
  readonly holder: 'alive' | 'ended' | 'unknown';
}

/** `ann@shop (process 4711, stowage apply) since 2026-01-01T00:00:00Z`. */
export function holderText({ owner, pid, command, since }: HeldStackLock): string {
  const what = [...(pid === null ? [] : [`process ${pid}`]), ...(command ? [command] : [])];
  return `${owner}${what.length > 0 ? ` (${what.join(', ')})` : ''} since ${since}`;
}

/** The error of whoever wants a lock that is held. */
export function lockedError(lock: HeldStackLock, cause?: unknown): EngineError {
  const { stack, id } = lock;
  return new EngineError('locked', `stack ${stack} is locked by ${holderText(lock)}; lock ${id}`, {
    hint: `It is free as soon as that process ends. If the process cannot be asked: stowage unlock ${id}`,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The error of whoever would free a lock that is not held, or no longer under that id. */
export function notLockedError(id: string, held: readonly HeldStackLock[]): EngineError {
  return new EngineError('not-found', `no lock ${id} is held`, {
    lines: held.map((lock) => `${lock.id}: stack ${lock.stack}, ${holderText(lock)}`),
    hint:
      held.length === 0
        ? 'No stack is locked here.'
        : 'Above are the locks that are held. A lock has another id each time it is taken.',
  });
}
