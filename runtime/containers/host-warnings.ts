/*
 * What a host cannot do of what a spec asks for, where a container is better run without it than not
 * at all: told to the user at the start, and read back as asked, so that it is no difference for ever.
 */
import type { CompletedContainer } from '../../model/index.js';
import {
  cgroupPlaces,
  hostLimits,
  memorySupport,
  processLimits,
  weightSupport,
} from '../oci/index.js';
import { logKeeping, monitorRotates, wantsSeveralFiles } from './log-driver.js';

/**
 * A sentence for each of them.
 * @param runtime name of the OCI runtime that makes it
 */
export async function hostWarnings(
  spec: CompletedContainer,
  runtime: string,
): Promise<readonly string[]> {
  const trees = cgroupPlaces();
  const { blkio } = spec;
  const { swap, tuning } = memorySupport(trees);
  const warnings = [...processLimits(spec, hostLimits()).warnings];
  const missing: readonly (readonly [boolean, string])[] = [
    [
      spec.memory_swap !== undefined && !swap,
      'memory_swap has no effect: the kernel of this host does not count swap',
    ],
    [
      !tuning && spec.memory_swappiness !== undefined,
      'memory_swappiness has no effect: control groups of version 2 have no such setting',
    ],
    [
      !tuning && spec.oom_kill_disable === true,
      'oom_kill_disable has no effect: control groups of version 2 have no such setting',
    ],
  ];
  warnings.push(...missing.flatMap(([isSo, text]) => (isSo ? [text] : [])));
  if (wantsSeveralFiles(logKeeping(spec)) && !(await monitorRotates())) {
    warnings.push('log max-file has no effect: conmon before 2.2 keeps one file');
  }
  if (blkio?.weight === undefined && blkio?.weight_device === undefined) return warnings;
  const support = weightSupport(trees, runtime);
  if (blkio.weight !== undefined && !support.weight) {
    warnings.push('blkio.weight has no effect: the kernel of this host has no such weights');
  }
  if (blkio.weight_device !== undefined && !support.weightDevice) {
    warnings.push('blkio.weight_device has no effect: the kernel of this host has no such weights');
  }
  return warnings;
}
