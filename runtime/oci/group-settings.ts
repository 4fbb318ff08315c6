/*
 * What a container's control group is needed for, and refusing it where there is none: a limit that is not
 * kept must not read as one that is.
 */
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { cgroupLayout } from './cgroups.js';

/** Attributes that nothing but a control group can keep. */
export const groupSettings = [
  'memory',
  'memory_reservation',
  'memory_swap',
  'memory_swappiness',
  'oom_kill_disable',
  'cpus',
  'cpu_period',
  'cpu_quota',
  'cpu_shares',
  'cpuset',
  'cpuset_mems',
  'pids',
  'blkio',
  'cgroup_parent',
  'device_cgroup_rules',
] as const satisfies readonly (keyof CompletedContainer)[];

/** @throws RuntimeError `setting-unusable` for the first that this host cannot keep for this user */
export function refuseWithoutGroups(spec: Partial<CompletedContainer>): void {
  if (cgroupLayout() !== 'none') return;
  for (const setting of groupSettings) {
    const value = spec[setting] ?? null;
    if (value === null || value === false) continue;
    const reason = 'control groups keep it, and this user may make none';
    throw new RuntimeError({
      kind: 'setting-unusable',
      setting,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
      reason,
    });
  }
}
