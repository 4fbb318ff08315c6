/* What the labels of a lock say: whose it is. */

export const lockLabels = {
  /** Name of the stack. */
  stack: 'stowage.lock',
  /** `user@host`. */
  owner: 'stowage.lock-owner',
  pid: 'stowage.lock-pid',
  time: 'stowage.lock-time',
} as const;
