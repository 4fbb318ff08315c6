/*
 * Limits of a container, to the kernel and back. What is written is rounded by the kernel (memory
 * to pages, processor time to microseconds), so reading back compares with what the wish would have
 * become: a limit that stands as asked reads as asked.
 */
import { join } from 'node:path';
import { controllerDirectory, readIfThere, type CgroupPlaces } from './cgroups.js';

/** Limits as a spec has them; null means none. */
export interface Limits {
  /** Bytes of memory; swap comes neither on top nor beside. */
  readonly memory: number | null;
  /** Processors. */
  readonly cpus: number | null;
  /** Processes and threads. */
  readonly pids: number | null;
}

export interface OciResources {
  readonly devices?: readonly { readonly allow: boolean; readonly access: string }[];
  readonly memory?: { readonly limit: number; readonly swap?: number };
  readonly cpu?: { readonly quota: number; readonly period: number };
  readonly pids?: { readonly limit: number };
}

const cpuPeriod = 100_000;
const pageSize = 4096;
const noLimit = -1;

/** Microseconds of processor time in each period. The kernel refuses less than a millisecond. */
function quotaOf(cpus: number): number {
  return Math.max(1000, Math.round(cpus * cpuPeriod));
}

/** The limits in OCI's form, for a new container: what is not limited is left out. */
export function ociLimits(limits: Limits, swapAccounted: boolean): OciResources {
  return {
    ...(limits.memory === null
      ? {}
      : {
          memory: {
            limit: limits.memory,
            ...(swapAccounted ? { swap: limits.memory } : {}),
          },
        }),
    ...(limits.cpus === null ? {} : { cpu: { quota: quotaOf(limits.cpus), period: cpuPeriod } }),
    ...(limits.pids === null ? {} : { pids: { limit: limits.pids } }),
  };
}

/** The limits in OCI's form, for a living container: what is not limited is lifted. */
export function ociUpdate(changes: Partial<Limits>, swapAccounted: boolean): OciResources {
  const { memory, cpus, pids } = changes;
  const limit = memory ?? noLimit;
  return {
    ...(memory === undefined
      ? {}
      : { memory: { limit, ...(swapAccounted ? { swap: limit } : {}) } }),
    ...(cpus === undefined
      ? {}
      : { cpu: { quota: cpus === null ? noLimit : quotaOf(cpus), period: cpuPeriod } }),
    ...(pids === undefined ? {} : { pids: { limit: pids ?? noLimit } }),
  };
}

/** Whether the kernel counts swap, so that it can be limited. */
export function swapAccounted(places: CgroupPlaces): boolean {
  if (places.layout === 'v2') return readIfThere('/proc/swaps') !== undefined;
  const root = controllerDirectory(places, 'memory', '');
  return root !== undefined && readIfThere(join(root, 'memory.memsw.limit_in_bytes')) !== undefined;
}

/**
 * The limits that stand in the kernel for a control group. Where one equals what `asked` would have
 * been rounded to, it is given as asked; where the kernel has no such controller, as asked too.
 */
export function readLimits(places: CgroupPlaces, group: string, asked: Limits): Limits {
  const read = (controller: string, file: string): string | undefined => {
    const directory = controllerDirectory(places, controller, group);
    return directory === undefined ? undefined : readIfThere(join(directory, file))?.trim();
  };
  const v2 = places.layout === 'v2';
  const memory = read('memory', v2 ? 'memory.max' : 'memory.limit_in_bytes');
  const cpu = v2
    ? read('cpu', 'cpu.max')
    : joined(read('cpu', 'cpu.cfs_quota_us'), read('cpu', 'cpu.cfs_period_us'));
  const pids = read('pids', 'pids.max');
  return {
    memory: memory === undefined ? asked.memory : memoryFrom(memory, asked.memory),
    cpus: cpu === undefined ? asked.cpus : cpusFrom(cpu, asked.cpus),
    pids: pids === undefined ? asked.pids : pids === 'max' ? null : Number(pids),
  };
}

function joined(quota: string | undefined, period: string | undefined): string | undefined {
  return quota === undefined || period === undefined ? undefined : `${quota} ${period}`;
}

/** Version 1 says "no limit" by the largest whole number of pages. */
function memoryFrom(text: string, asked: number | null): number | null {
  const bytes = Number(text);
  if (text === 'max' || bytes >= Number.MAX_SAFE_INTEGER) return null;
  if (asked !== null && Math.floor(asked / pageSize) * pageSize === bytes) return asked;
  return bytes;
}

function cpusFrom(text: string, asked: number | null): number | null {
  const [quota = '', period = ''] = text.split(' ');
  if (quota === 'max' || Number(quota) < 0) return null;
  if (asked !== null && Number(quota) === quotaOf(asked) && Number(period) === cpuPeriod) {
    return asked;
  }
  return Number(quota) / Number(period);
}
