/*
 * A mark by which a process can be told from every other one: its id, when it was started, the boot
 * of the kernel, and the space in which its id means it. From that others can prove that it has ended,
 * but only under the same kernel and in the same space; of all others nothing is known.
 */
import { readlinkSync } from 'node:fs';
import { bootId, startOf } from './liveness.js';

export type ProcessState = 'alive' | 'ended' | 'unknown';

/** The space of process ids that this process lives in, as a number of the kernel. */
function idSpace(): string {
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
}

/** The mark of this process; `undefined` where the system tells no such things. */
export function processMark(): string | undefined {
  try {
    return [process.pid, startOf(process.pid) ?? '0', bootId(), idSpace()].join('-');
  } catch {
    // Without /proc there is nothing to prove by, so nothing is claimed.
    return undefined;
  }
}

/** What is known of the process that a mark was made of. */
export function processState(mark: string | undefined): ProcessState {
  const [, pid, start, boot, space] = /^(\d+)-(\d+)-([0-9a-f]+)-(\d+)$/.exec(mark ?? '') ?? [];
  const own = processMark();
  if (pid === undefined || !own?.endsWith(`-${boot}-${space}`)) return 'unknown';
  return startOf(Number(pid)) === start ? 'alive' : 'ended';
}
