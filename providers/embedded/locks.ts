/*
 * Locks of stacks on the embedded engine: sockets of their holders, which the kernel takes away with
 * them. None is ever stale, and none can be taken from a living process but by asking it to end.
 */
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import {
  EngineError,
  lockedError,
  notLockedError,
  type HeldStackLock,
  type Lock,
  type StackIdentity,
} from '../../model/index.js';
import {
  callerName,
  LockTimeout,
  processState,
  type LockHolder,
  type Store,
} from '../../runtime/index.js';

const prefix = 'stack ';

const lockName = ({ id, name }: StackIdentity): string => `${prefix}${id ?? name}`;

/** @throws EngineError `locked` that names the holder */
export async function lockStack(store: Store, stack: StackIdentity): Promise<Lock> {
  try {
    return await store.lock(lockName(stack), { timeout: 0, subject: stack.name });
  } catch (error) {
    if (!(error instanceof LockTimeout)) throw error;
    const { holder } = error;
    if (holder) throw lockedError(heldLock(stack.name, holder), error);
    throw new EngineError('locked', `stack ${stack.name} is being changed by another process`, {
      hint: 'Wait until it has ended. The lock is free as soon as that process is gone.',
      cause: error,
    });
  }
}

function heldLock(stack: string, holder: LockHolder): HeldStackLock {
  const { id, pid, command, since, mark } = holder;
  // The store is its owner's alone, so that whoever holds a lock of it is the same user.
  const owner = `${callerName()}@${hostname()}`;
  return { id, stack, owner, pid, command, since, holder: processState(mark) };
}

/** Locks of stacks that are held now, by the names of the stacks. */
export async function stackLocks(store: Store): Promise<readonly HeldStackLock[]> {
  return (await store.heldLocks()).flatMap(({ name, holder }) =>
    name.startsWith(prefix) && holder
      ? [heldLock(holder.subject ?? name.slice(prefix.length), holder)]
      : [],
  );
}

/** Milliseconds that a holder has to end what it has begun. */
const patience = 30_000;

/**
 * Asks the holder of a lock to end, as Ctrl-C would: it finishes what is in flight and lets go.
 * @throws EngineError `not-found`, or `locked` where it does not end in time or cannot be asked
 */
export async function unlockStack(store: Store, id: string): Promise<void> {
  const held = await stackLocks(store);
  const lock = held.find((one) => one.id === id);
  if (!lock) throw notLockedError(id, held);
  const { pid } = lock;
  if (lock.holder !== 'alive' || pid === null) {
    throw new EngineError('locked', `process ${pid} of another container holds lock ${id}`, {
      hint: 'It has to be ended there; the lock goes with it.',
    });
  }
  process.kill(pid, 'SIGTERM');
  for (const deadline = performance.now() + patience; performance.now() < deadline;) {
    if (!(await stackLocks(store)).some((one) => one.id === id)) return;
    await delay(50);
  }
  throw new EngineError('locked', `process ${pid} was asked to end, and goes on`, {
    hint: `The lock goes with it: kill -KILL ${pid}. The next apply completes what it has left.`,
  });
}
