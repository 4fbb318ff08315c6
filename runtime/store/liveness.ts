/*
 * Whether the process that made something is still the one that runs under its id. Ids are given
 * again, across reboots too, so a mark holds the time of the process's start and the boot.
 */
import { readFileSync } from 'node:fs';

let boot: string | undefined;

/** The id of this boot of the kernel, in hexadecimal. */
export function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().replaceAll('-', '');
  return boot;
}

/** A mark of this process that is fit for file names: `PID-START-BOOT`. */
export function ownMark(): string {
  return `${process.pid}-${startOf(process.pid) ?? '0'}-${bootId().slice(0, 8)}`;
}

/** Whether the process that a name begins with the mark of is still alive. */
export function isMarkAlive(name: string): boolean {
  const [, pid, start, madeIn] = /^(\d+)-(\d+)-([0-9a-f]{8})(?:-|$)/.exec(name) ?? [];
  if (pid === undefined || madeIn !== bootId().slice(0, 8)) return false;
  return startOf(Number(pid)) === start;
}

/** When a process was started, in ticks since boot; `undefined` when there is none or it has ended. */
export function startOf(pid: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // There is no such process, or it went away while it was looked at: the same answer.
    return undefined;
  }
  // The name of the program, in parentheses, may hold anything; what follows it is numbers.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}
