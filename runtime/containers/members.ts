/*
 * The processes of a container: those in its control group. Where there are no control groups, those that see
 * the same file system as its first process; with that, the kernel ends all others of the same process
 * namespace, and only where it shares one of others something may be left.
 */
import { readlinkSync } from 'node:fs';
import { cgroupLayout, cgroupPlaces, processesIn } from '../oci/index.js';
import { errorCode } from '../store/index.js';
import { allProcesses, identify } from './processes.js';
import type { ProcessIdentity } from './run-state.js';

/** Numbers of the processes of a container that runs. */
export function membersOf(group: string, first: number): readonly number[] {
  if (cgroupLayout() !== 'none') return processesIn(cgroupPlaces(), group);
  const mounts = mountsOf(first);
  return allProcesses().filter((pid) => mounts !== undefined && mountsOf(pid) === mounts);
}

/** The mount namespace of a process; `undefined` when it has ended, or is none of ours. */
export function mountsOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/**
 * What is left in a mount namespace of those that were in it at a time. The kernel gives numbers of namespaces
 * again, so that what began later is another container's.
 * @param until in ticks since boot
 */
export function leftIn(mounts: string, until: number): readonly ProcessIdentity[] {
  return allProcesses()
    .filter((pid) => mountsOf(pid) === mounts)
    .flatMap((pid) => identify(pid) ?? [])
    .filter(({ started }) => started < until);
}
