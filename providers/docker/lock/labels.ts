/* What the labels of a lock say: whose it is, and how to tell whether that process has ended. */
import { hostname, userInfo } from 'node:os';
import type { HeldStackLock } from '../../../model/index.js';
import { processMark, processState } from '../../../runtime/index.js';

export const lockLabels = {
  /** Name of the stack. */
  stack: 'stowage.lock',
  /** `user@host`. */
  owner: 'stowage.lock-owner',
  pid: 'stowage.lock-pid',
  time: 'stowage.lock-time',
  /** Start of the process, boot and space of ids; absent where the system does not tell them. */
  mark: 'stowage.lock-process',
} as const;

/** The labels of a lock that this process takes. */
export function labelsOfLock(stack: string): Readonly<Record<string, string>> {
  const mark = processMark();
  return {
    [lockLabels.stack]: stack,
    [lockLabels.owner]: `${userInfo().username}@${hostname()}`,
    [lockLabels.pid]: String(process.pid),
    [lockLabels.time]: new Date().toISOString(),
    ...(mark === undefined ? {} : { [lockLabels.mark]: mark }),
  };
}

/** Who holds a lock, by the labels of its container. */
export function holderOf({
  id,
  labels,
}: {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}): HeldStackLock {
  const pid = Number(labels[lockLabels.pid] ?? '');
  return {
    id: id.slice(0, 12),
    stack: labels[lockLabels.stack] ?? '',
    owner: labels[lockLabels.owner] ?? 'somebody',
    pid: Number.isSafeInteger(pid) && pid > 0 ? pid : null,
    since: labels[lockLabels.time] ?? 'an unknown time',
    holder: processState(labels[lockLabels.mark]),
  };
}
