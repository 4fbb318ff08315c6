/*
 * Changes the limits of a running container. Setting them is the OCI runtime's, so that it knows
 * them. Lifting them is too with runc, which would set an old one again at the next change; crun
 * 1.8 has no word for "no limit" and forgets what it has set, so there the kernel is told directly.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cgroupPlaces, controllerDirectory, type CgroupPlaces } from './cgroups.js';
import type { OciRuntime } from './oci-runtime.js';
import { ociUpdate, swapAccounted, type Limits } from './resources.js';

/**
 * @param group path of the container's control group
 * @param changes limits to set, or to lift by null; others stay
 * @throws RuntimeError `part-failed`
 */
export async function changeLimits(
  runtime: OciRuntime,
  id: string,
  group: string,
  changes: Partial<Limits>,
): Promise<void> {
  const trees = cgroupPlaces();
  const swap = swapAccounted(trees);
  const entries = Object.entries(changes);
  const lifted = runtime.name === 'crun' ? entries.filter(([, value]) => value === null) : [];
  for (const [name] of lifted) {
    for (const [controller, file, text] of liftings(trees, swap)[name] ?? []) {
      const directory = controllerDirectory(trees, controller, group);
      if (directory !== undefined) await writeFile(join(directory, file), text);
    }
  }
  const rest: Partial<Limits> = Object.fromEntries(
    entries.filter((entry) => !lifted.includes(entry)),
  );
  if (Object.keys(rest).length > 0) await runtime.update(id, ociUpdate(rest, swap));
}

type Lifting = readonly [controller: string, file: string, text: string];

/** What to write to lift each limit, in order: memory with swap can never be less than without. */
function liftings(
  { layout }: CgroupPlaces,
  swap: boolean,
): Readonly<Record<string, readonly Lifting[]>> {
  if (layout === 'v2') {
    return {
      memory: [
        ...(swap ? [['memory', 'memory.swap.max', 'max'] as const] : []),
        ['memory', 'memory.max', 'max'],
      ],
      cpus: [['cpu', 'cpu.max', 'max']],
      pids: [['pids', 'pids.max', 'max']],
    };
  }
  return {
    memory: [
      ...(swap ? [['memory', 'memory.memsw.limit_in_bytes', '-1'] as const] : []),
      ['memory', 'memory.limit_in_bytes', '-1'],
    ],
    cpus: [['cpu', 'cpu.cfs_quota_us', '-1']],
    pids: [['pids', 'pids.max', 'max']],
  };
}
