/*
 * Looks at processes of the host through /proc. A process is known by its number and its start, for
 * numbers are used again; a zombie counts as ended.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readIfThere } from '../oci/index.js';
import { errorCode } from '../store/index.js';
import type { ProcessIdentity } from './run-state.js';

interface Status {
  readonly state: string;
  readonly started: number;
}

function statusOf(pid: number): Status | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? 'X', started: Number(fields[19]) };
}

/** The process that has this number now; `undefined` when there is none, or a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const status = statusOf(pid);
  if (status === undefined || isDead(status.state)) return undefined;
  return { pid, started: status.started };
}

/** Whether this very process still runs. */
export function isRunning(process: ProcessIdentity | null): boolean {
  if (process === null) return false;
  const status = statusOf(process.pid);
  return status !== undefined && status.started === process.started && !isDead(status.state);
}

const isDead = (state: string): boolean => state === 'Z' || state === 'X';

/** What a process runs now, as a link of /proc; `undefined` when it has ended. */
export function programOf(process: ProcessIdentity | null): string | undefined {
  if (process === null || !isRunning(process)) return undefined;
  try {
    return readlinkSync(`/proc/${process.pid}/exe`);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

export interface ProcessDescription {
  readonly parent: number;
  /** Its effective user, by number. */
  readonly user: number;
  /** Seconds of processor time, and since its start. */
  readonly cpuTime: number;
  readonly elapsed: number;
  readonly command: string;
}

/** A time, in milliseconds since 1970, as the starts of processes are counted. */
export function ticksAt(time: number): number {
  const uptime = Number((readIfThere('/proc/uptime') ?? '0').split(' ')[0]);
  return (uptime - (Date.now() - time) / 1000) * clockTicks;
}

/** Ticks a second in which /proc counts; Linux has told programs 100 on every machine. */
const clockTicks = 100;

/** A process as people see it; `undefined` when it has ended. Fields by proc(5). */
export function describeProcess(pid: number): ProcessDescription | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const status = readIfThere(`/proc/${pid}/status`);
  if (stat === undefined || status === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (isDead(fields[0] ?? 'X')) return undefined;
  const field = (number: number): number => Number(fields[number - 3]);
  const uptime = Number((readIfThere('/proc/uptime') ?? '0').split(' ')[0]);
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const words = commandLine(pid).split('\0').filter(Boolean);
  return {
    parent: field(4),
    user: Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1]),
    cpuTime: (field(14) + field(15)) / clockTicks,
    elapsed: Math.max(0, uptime - field(22) / clockTicks),
    command: words.length > 0 ? words.join(' ') : `[${name}]`,
  };
}

/** Signals a process if it still runs. @returns whether it did */
export function signal(target: ProcessIdentity | null, number: number): boolean {
  if (target === null || !isRunning(target)) return false;
  try {
    process.kill(target.pid, number);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until `done` holds, looking ever less often. @returns false when time ran out */
export async function waitUntil(done: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    if (done()) return true;
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await delay(Math.min(pause, left));
  }
}

/** Processes whose command line holds a text, this one apart; zombies have none. */
export function processesNaming(text: string): readonly ProcessIdentity[] {
  return allProcesses()
    .filter((pid) => commandLine(pid).includes(text))
    .flatMap(present);
}

/** Processes started by any thread of another one that has not ended. */
export function childrenOf(parent: number): readonly ProcessIdentity[] {
  return listIfThere(`/proc/${parent}/task`)
    .flatMap((thread) => readIfThere(`/proc/${parent}/task/${thread}/children`)?.split(' ') ?? [])
    .filter((pid) => pid !== '')
    .map(Number)
    .flatMap(present);
}

/** In how many namespaces of processes, one within another, a process is: pid_namespaces(7); 0 when it has ended. */
export function namespacesOf(pid: number): number {
  const line = /^NSpid:\s+(.*)$/m.exec(readIfThere(`/proc/${pid}/status`) ?? '')?.[1];
  return line === undefined ? 0 : line.split(/\s+/).length;
}

function listIfThere(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return [];
    throw error;
  }
}

const present = (pid: number): readonly ProcessIdentity[] => {
  const found = identify(pid);
  return found === undefined ? [] : [found];
};

/** Numbers of all processes but this one. */
export function allProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return '';
    throw error;
  }
}
