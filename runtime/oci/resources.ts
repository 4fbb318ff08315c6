/*
 * Limits of a container in OCI's form. Several attributes of a spec decide one limit of the kernel:
 * `memory_swap` counts from `memory`, `cpus` is a quota of the usual period.
 * https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config-linux.md#control-groups
 */
import { join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import { controllerDirectory, readIfThere, type CgroupPlaces } from './cgroups.js';

/** Limits as a spec has them: null, or left out, means none. */
export type Limits = Pick<
  CompletedContainer,
  | 'memory'
  | 'memory_swap'
  | 'memory_reservation'
  | 'memory_swappiness'
  | 'oom_kill_disable'
  | 'cpus'
  | 'cpu_shares'
  | 'cpu_period'
  | 'cpu_quota'
  | 'cpuset'
  | 'cpuset_mems'
  | 'pids'
>;

/** Those of them that are left out where there are none. */
export const limitNames = [
  'memory_swap',
  'memory_reservation',
  'memory_swappiness',
  'oom_kill_disable',
  'cpu_shares',
  'cpu_period',
  'cpu_quota',
  'cpuset',
  'cpuset_mems',
] as const satisfies readonly (keyof Limits)[];

export interface DeviceRule {
  readonly allow: boolean;
  readonly type?: string;
  readonly major?: number;
  readonly minor?: number;
  readonly access: string;
}

export interface DeviceRate {
  readonly major: number;
  readonly minor: number;
  readonly rate: number;
}

export interface OciBlockIo {
  readonly weight?: number;
  readonly weightDevice?: readonly {
    readonly major: number;
    readonly minor: number;
    readonly weight: number;
  }[];
  readonly throttleReadBpsDevice?: readonly DeviceRate[];
  readonly throttleWriteBpsDevice?: readonly DeviceRate[];
  readonly throttleReadIOPSDevice?: readonly DeviceRate[];
  readonly throttleWriteIOPSDevice?: readonly DeviceRate[];
}

export interface OciMemory {
  readonly limit?: number;
  readonly swap?: number;
  readonly reservation?: number;
  readonly swappiness?: number;
  readonly disableOOMKiller?: boolean;
}

export interface OciCpu {
  readonly shares?: number;
  readonly quota?: number;
  readonly period?: number;
  readonly cpus?: string;
  readonly mems?: string;
}

export interface OciResources {
  readonly devices?: readonly DeviceRule[];
  readonly memory?: OciMemory;
  readonly cpu?: OciCpu;
  readonly pids?: { readonly limit: number };
  readonly blockIO?: OciBlockIo;
}

/** What the kernel has where nothing is asked for. */
export const kernelDefaults = { cpuShares: 1024, cpuPeriod: 100_000 } as const;

/** Microseconds of processor time in each period. The kernel refuses less than a millisecond. */
export function quotaOf(cpus: number): number {
  return Math.max(1000, Math.round(cpus * kernelDefaults.cpuPeriod));
}

/** Processor time as the kernel has it: microseconds in each period; null for no limit. */
export function processorTime(limits: Pick<Limits, 'cpus' | 'cpu_quota' | 'cpu_period'>): {
  readonly quota: number | null;
  readonly period: number;
} {
  if (limits.cpus !== null) {
    return { quota: quotaOf(limits.cpus), period: kernelDefaults.cpuPeriod };
  }
  return {
    quota: limits.cpu_quota ?? null,
    period: limits.cpu_period ?? kernelDefaults.cpuPeriod,
  };
}

/** What the kernel of a host can do about memory. */
export interface MemorySupport {
  /** Whether it counts swap. */
  readonly swap: boolean;
  /** Whether it lets swappiness and killing be set, as version 1 does. */
  readonly tuning: boolean;
}

export function memorySupport(places: CgroupPlaces): MemorySupport {
  return { swap: swapAccounted(places), tuning: places.layout !== 'v2' };
}

/**
 * The limits in OCI's form, for a new container: what is not limited is left out, and so is what the
 * kernel cannot do.
 */
export function ociLimits(limits: Limits, support: MemorySupport): OciResources {
  const memory = memoryOf(limits, support);
  const cpu = cpuOf(limits);
  return {
    ...(Object.keys(memory).length > 0 && { memory }),
    ...(Object.keys(cpu).length > 0 && { cpu }),
    ...(limits.pids !== null && { pids: { limit: limits.pids } }),
  };
}

function memoryOf(limits: Limits, support: MemorySupport): OciMemory {
  const { memory, memory_swap: swap, memory_reservation: reservation } = limits;
  return {
    ...(memory !== null && { limit: memory }),
    ...(memory !== null && support.swap && { swap: swap ?? memory }),
    ...(reservation !== undefined && { reservation }),
    ...(support.tuning &&
      limits.memory_swappiness !== undefined && { swappiness: limits.memory_swappiness }),
    ...(support.tuning && limits.oom_kill_disable === true && { disableOOMKiller: true }),
  };
}

function cpuOf(limits: Limits): OciCpu {
  const { quota, period } = processorTime(limits);
  const isUsual = quota === null && period === kernelDefaults.cpuPeriod;
  return {
    ...(limits.cpu_shares !== undefined && { shares: limits.cpu_shares }),
    ...(!isUsual && { ...(quota !== null && { quota }), period }),
    ...(limits.cpuset !== undefined && { cpus: limits.cpuset }),
    ...(limits.cpuset_mems !== undefined && { mems: limits.cpuset_mems }),
  };
}

/** Whether the kernel counts swap, so that it can be limited. */
export function swapAccounted(places: CgroupPlaces): boolean {
  if (places.layout === 'v2') return readIfThere('/proc/swaps') !== undefined;
  const root = controllerDirectory(places, 'memory', '');
  return root !== undefined && readIfThere(join(root, 'memory.memsw.limit_in_bytes')) !== undefined;
}
