/*
 * Limits as they stand in the kernel. What is written is rounded there (memory to pages, shares to
 * weights), so reading compares with what the wish would have become: a limit that stands as asked
 * reads as asked, and one that the kernel does not have reads as asked too.
 */
import { join } from 'node:path';
import { controllerDirectory, readIfThere, type CgroupPlaces } from './cgroups.js';
import { inheritedSets } from './change-limits.js';
import { processorTime, kernelDefaults, type Limits } from './resources.js';

const pageSize = 4096;
const defaultWeight = 100;

/** Reads a file of a control group; `undefined` where the kernel has no such file. */
type Read = (controller: string, v1: string, v2?: string) => string | undefined;

/**
 * The limits that stand in the kernel for a control group.
 * @param group path of the control group, such as `/stowage/1a2b`
 * @param asked what was asked for
 */
export function readLimits(places: CgroupPlaces, group: string, asked: Limits): Limits {
  const v2 = places.layout === 'v2';
  const readIn =
    (path: string): Read =>
    (controller, first, second) => {
      const directory = controllerDirectory(places, controller, path);
      const file = v2 ? second : first;
      if (directory === undefined || file === undefined) return undefined;
      return readIfThere(join(directory, file))?.trim();
    };
  const read = readIn(group);
  const pids = read('pids', 'pids.max', 'pids.max');
  const inherited = inheritedSets(places, group);
  return {
    ...memoryIn(read, asked, v2),
    ...timeIn(read, asked, v2),
    pids: pids === undefined ? asked.pids : pids === 'max' ? null : Number(pids),
    ...present({
      memory_swappiness: swappinessIn(read, asked),
      oom_kill_disable: oomIn(read, asked),
      cpu_shares: v2 ? weightIn(read, asked) : sharesIn(read, asked),
      cpuset: setIn(read('cpuset', 'cpuset.cpus', 'cpuset.cpus'), asked.cpuset, inherited.cpus),
      cpuset_mems: setIn(
        read('cpuset', 'cpuset.mems', 'cpuset.mems'),
        asked.cpuset_mems,
        inherited.mems,
      ),
    }),
  };
}

/** The members that are there. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = { ...members };
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) Reflect.deleteProperty(kept, name);
  }
  return kept;
}

/** Bytes; version 1 says "no limit" by the largest whole number of pages. */
function bytesOf(text: string): number | null {
  const bytes = Number(text);
  return text === 'max' || bytes < 0 || bytes >= Number.MAX_SAFE_INTEGER ? null : bytes;
}

const pages = (bytes: number): number => Math.floor(bytes / pageSize) * pageSize;
const isAsAsked = (found: number, asked: number | undefined): boolean =>
  asked !== undefined && (found === asked || found === pages(asked));

function memoryIn(
  read: Read,
  asked: Limits,
  v2: boolean,
): Pick<Limits, 'memory' | 'memory_swap' | 'memory_reservation'> {
  const limit = read('memory', 'memory.limit_in_bytes', 'memory.max');
  if (limit === undefined) {
    const { memory, memory_swap, memory_reservation } = asked;
    return { memory, ...present({ memory_swap, memory_reservation }) };
  }
  const bytes = bytesOf(limit);
  const swapText = read('memory', 'memory.memsw.limit_in_bytes', 'memory.swap.max');
  const swap = swapText === undefined ? undefined : bytesOf(swapText);
  // Version 2 counts swap by itself.
  const total = v2 && typeof swap === 'number' && bytes !== null ? swap + bytes : swap;
  const memory =
    bytes !== null && isAsAsked(bytes, asked.memory ?? undefined) ? asked.memory : bytes;
  return {
    memory,
    ...present({
      memory_swap:
        total === undefined
          ? asked.memory_swap
          : bytes === null
            ? undefined
            : swapOf(bytes, total, asked),
      memory_reservation: reservationIn(read, asked, v2),
    }),
  };
}

/** Where memory alone was changed, the sum with swap is still the one that was asked for. */
function swapOf(memory: number, total: number | null, asked: Limits): number | undefined {
  if (total === null) return -1;
  const whole = asked.memory_swap ?? asked.memory ?? undefined;
  if (isAsAsked(total, whole)) return asked.memory_swap;
  return total === memory ? undefined : total;
}

function reservationIn(read: Read, asked: Limits, v2: boolean): number | undefined {
  const text = read('memory', 'memory.soft_limit_in_bytes', 'memory.low');
  if (text === undefined) return asked.memory_reservation;
  const bytes = bytesOf(text);
  if (bytes === null || (v2 && bytes === 0)) return undefined;
  return isAsAsked(bytes, asked.memory_reservation) ? asked.memory_reservation : bytes;
}

function swappinessIn(read: Read, asked: Limits): number | undefined {
  const text = read('memory', 'memory.swappiness');
  // A group begins with what the one above has, which may have been changed since.
  if (text === undefined || asked.memory_swappiness === undefined) return asked.memory_swappiness;
  return Number(text);
}

function oomIn(read: Read, asked: Limits): boolean | undefined {
  const text = read('memory', 'memory.oom_control');
  const found = /^oom_kill_disable (\d)/m.exec(text ?? '')?.[1];
  return found === undefined ? asked.oom_kill_disable : found === '1' ? true : undefined;
}

function timeIn(
  read: Read,
  asked: Limits,
  v2: boolean,
): Pick<Limits, 'cpus' | 'cpu_quota' | 'cpu_period'> {
  const [quotaText, periodText] = v2
    ? (read('cpu', '', 'cpu.max')?.split(' ') ?? [])
    : [read('cpu', 'cpu.cfs_quota_us'), read('cpu', 'cpu.cfs_period_us')];
  const { cpus, cpu_quota, cpu_period } = asked;
  if (quotaText === undefined || periodText === undefined) {
    return { cpus, ...present({ cpu_quota, cpu_period }) };
  }
  const quota = quotaText === 'max' || Number(quotaText) < 0 ? null : Number(quotaText);
  const period = Number(periodText);
  if (cpus === null && (cpu_quota !== undefined || cpu_period !== undefined)) {
    return {
      cpus: null,
      ...present({
        cpu_quota: quota ?? undefined,
        cpu_period: period === kernelDefaults.cpuPeriod ? undefined : period,
      }),
    };
  }
  const wish = processorTime(asked);
  const isWish = quota === wish.quota && period === wish.period;
  return { cpus: isWish ? cpus : quota === null ? null : quota / period };
}

function sharesIn(read: Read, asked: Limits): number | undefined {
  const text = read('cpu', 'cpu.shares');
  if (text === undefined) return asked.cpu_shares;
  return Number(text) === kernelDefaults.cpuShares ? undefined : Number(text);
}

function weightIn(read: Read, asked: Limits): number | undefined {
  const text = read('cpu', '', 'cpu.weight');
  if (text === undefined) return asked.cpu_shares;
  const weight = Number(text);
  const { cpu_shares: wish } = asked;
  if (wish !== undefined && weightsOf(wish).includes(weight)) return wish;
  return weight === defaultWeight ? undefined : Math.round(2 + ((weight - 1) * 262_142) / 9999);
}

/**
 * Weights of version 2 that runtimes make of shares: in a straight line until runc 1.3 and crun
 * 1.22, after that on a curve on which 1024 shares are the default weight.
 * https://github.com/opencontainers/cgroups/pull/20
 */
export function weightsOf(shares: number): readonly number[] {
  const straight = Math.floor(1 + ((shares - 2) * 9999) / 262_142);
  const power = Math.log2(shares);
  const curved = Math.ceil(10 ** ((power * power + 125 * power) / 612 - 7 / 34));
  return [straight, curved];
}

function setIn(
  text: string | undefined,
  asked: string | undefined,
  inherited: string | undefined,
): string | undefined {
  if (text === undefined) return asked;
  if (asked !== undefined && normalSet(text) === normalSet(asked)) return asked;
  return text === '' || text === inherited ? undefined : text;
}

/** `0-2,4` as each of its numbers. */
function normalSet(text: string): string {
  const numbers = text.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(numbers)].sort((a, b) => a - b).join();
}
