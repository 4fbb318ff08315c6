/*
 * Changes the limits of a running container. Setting them is the OCI runtime's, so that it knows
 * them. Lifting one is not said alike by runtimes (crun 1.8 has no word for "no limit", runc makes a
 * reservation of everything of it), so the kernel is told directly; runc, which would set an old
 * limit again at the next change, is told too.
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LiveSettings } from '../../model/index.js';
import { cgroupPlaces, controllerDirectory, readIfThere, type CgroupPlaces } from './cgroups.js';
import type { OciRuntime } from './oci-runtime.js';
import {
  kernelDefaults,
  processorTime,
  swapAccounted,
  type Limits,
  type OciCpu,
  type OciMemory,
  type OciResources,
} from './resources.js';

/** Limits that can be changed on a living container; null lifts one, others stay. */
export type LimitChanges = Omit<LiveSettings, 'restart'>;

/** What is to be done for some changes. */
export interface LimitUpdate {
  /** What the OCI runtime is told. */
  readonly resources: OciResources;
  /** What is written by ourselves before, in this order. */
  readonly files: readonly Lifting[];
}

export type Lifting = readonly [controller: string, file: string, text: string];

const noLimit = -1;

/**
 * @param group path of the container's control group
 * @param after the limits that are to hold, changed ones and others
 * @throws RuntimeError `part-failed`
 */
export async function changeLimits(
  runtime: OciRuntime,
  id: string,
  group: string,
  after: Limits,
  changes: LimitChanges,
): Promise<void> {
  const trees = cgroupPlaces();
  const { resources, files } = limitUpdate(after, changes, {
    layout: trees.layout,
    swap: swapAccounted(trees),
    liftsItself: runtime.name === 'runc',
    inherited: inheritedSets(trees, group),
  });
  for (const [controller, file, text] of files) {
    const directory = controllerDirectory(trees, controller, group);
    if (directory !== undefined) await writeFile(join(directory, file), text);
  }
  if (Object.keys(resources).length > 0) await runtime.update(id, resources);
}

interface UpdateContext {
  readonly layout: CgroupPlaces['layout'];
  readonly swap: boolean;
  /** Whether the runtime lifts limits when it is told -1. */
  readonly liftsItself: boolean;
  /** What a group without wishes of its own has. */
  readonly inherited: ProcessorSets;
}

export interface ProcessorSets {
  readonly cpus: string | undefined;
  readonly mems: string | undefined;
}

/** The processors and memory nodes that the group above may use. */
export function inheritedSets(trees: CgroupPlaces, group: string): ProcessorSets {
  const directory = controllerDirectory(trees, 'cpuset', dirname(group));
  const read = (v1: string, v2: string): string | undefined =>
    directory === undefined
      ? undefined
      : readIfThere(join(directory, trees.layout === 'v2' ? v2 : v1))?.trim();
  return {
    cpus: read('cpuset.effective_cpus', 'cpuset.cpus.effective'),
    mems: read('cpuset.effective_mems', 'cpuset.mems.effective'),
  };
}

/** What to tell whom, for limits to become what `changes` say. */
export function limitUpdate(
  after: Limits,
  changes: LimitChanges,
  context: UpdateContext,
): LimitUpdate {
  const has = (...names: readonly (keyof LimitChanges)[]): boolean =>
    names.some((name) => changes[name] !== undefined);
  const parts = [
    ...(has('memory', 'memory_swap') ? [memoryUpdate(after, context)] : []),
    ...(has('memory_reservation') ? [reservationUpdate(after, context)] : []),
    ...(has('cpus', 'cpu_quota', 'cpu_period') ? [timeUpdate(after, context)] : []),
    ...(has('cpu_shares', 'cpuset', 'cpuset_mems') ? [shareUpdate(after, changes, context)] : []),
    ...(has('pids') ? [pidsUpdate(after, context)] : []),
  ];
  const memory = parts.reduce<OciMemory>(
    (all, { resources }) => ({ ...all, ...resources.memory }),
    {},
  );
  const cpu = parts.reduce<OciCpu>((all, { resources }) => ({ ...all, ...resources.cpu }), {});
  const pids = parts.map(({ resources }) => resources.pids).find((part) => part !== undefined);
  return {
    resources: {
      ...(Object.keys(memory).length > 0 && { memory }),
      ...(Object.keys(cpu).length > 0 && { cpu }),
      ...(pids && { pids }),
    },
    files: parts.flatMap(({ files }) => files),
  };
}

const told = (resources: OciResources): LimitUpdate => ({ resources, files: [] });
const written = (...files: readonly Lifting[]): LimitUpdate => ({ resources: {}, files });

/** Memory with swap can never be less than without, so swap is lifted first. */
function memoryUpdate({ memory, memory_swap }: Limits, context: UpdateContext): LimitUpdate {
  const { layout, swap, liftsItself } = context;
  if (memory !== null || liftsItself) {
    const limit = memory ?? noLimit;
    const total = memory === null ? noLimit : (memory_swap ?? memory);
    return told({ memory: { limit, ...(swap && { swap: total }) } });
  }
  const files: readonly Lifting[] =
    layout === 'v2'
      ? [
          ['memory', 'memory.swap.max', 'max'],
          ['memory', 'memory.max', 'max'],
        ]
      : [
          ['memory', 'memory.memsw.limit_in_bytes', '-1'],
          ['memory', 'memory.limit_in_bytes', '-1'],
        ];
  return written(...files.slice(swap ? 0 : 1));
}

function reservationUpdate({ memory_reservation }: Limits, { layout }: UpdateContext): LimitUpdate {
  if (memory_reservation !== undefined) {
    return told({ memory: { reservation: memory_reservation } });
  }
  return layout === 'v2'
    ? written(['memory', 'memory.low', '0'])
    : written(['memory', 'memory.soft_limit_in_bytes', '-1']);
}

function timeUpdate(limits: Limits, { layout, liftsItself }: UpdateContext): LimitUpdate {
  const { quota, period } = processorTime(limits);
  if (quota !== null || liftsItself) return told({ cpu: { quota: quota ?? noLimit, period } });
  return layout === 'v2'
    ? written(['cpu', 'cpu.max', `max ${period}`])
    : written(['cpu', 'cpu.cfs_quota_us', '-1'], ['cpu', 'cpu.cfs_period_us', String(period)]);
}

function shareUpdate(
  limits: Limits,
  changes: LimitChanges,
  { inherited }: UpdateContext,
): LimitUpdate {
  const cpus = limits.cpuset ?? inherited.cpus;
  const mems = limits.cpuset_mems ?? inherited.mems;
  const shares = limits.cpu_shares ?? kernelDefaults.cpuShares;
  return told({
    cpu: {
      ...(changes.cpu_shares !== undefined && { shares }),
      ...(changes.cpuset !== undefined && cpus !== undefined && { cpus }),
      ...(changes.cpuset_mems !== undefined && mems !== undefined && { mems }),
    },
  });
}

function pidsUpdate({ pids }: Limits, { liftsItself }: UpdateContext): LimitUpdate {
  return pids !== null || liftsItself
    ? told({ pids: { limit: pids ?? noLimit } })
    : written(['pids', 'pids.max', 'max']);
}
