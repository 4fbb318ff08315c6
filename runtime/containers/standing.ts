/*
 * How a run stands, by what the kernel and the monitor's files say now. Only reads; a few small
 * files of /proc for each run, and no other program.
 */
import { join } from 'node:path';
import { cgroupPlaces, controllerDirectory, readIfThere, type CgroupPlaces } from '../oci/index.js';
import { existsSync, statSync } from 'node:fs';
import { errorCode } from '../store/index.js';
import type { ContainerPlaces } from './places.js';
import { isRunning } from './processes.js';
import { bootId, type Run } from './run-state.js';

export type Standing =
  /** It runs, and its monitor is with it. */
  | 'alive'
  /** It runs, but its monitor is dead: output is lost, and its end will not be seen. */
  | 'orphaned'
  /** It has ended, and its monitor is about to say how. */
  | 'dying'
  /** It has ended; its monitor still runs, to wait for a restart or to call the command for ends. */
  | 'ending'
  /** It has ended and nobody has cleared up. */
  | 'ended'
  /** A start is under way, or was cut short. */
  | 'starting'
  /** It was of an earlier boot. */
  | 'gone';

export function standingOf(run: Run, places: ContainerPlaces): Standing {
  if (run.bootId !== bootId()) return 'gone';
  if (run.phase === 'starting') return 'starting';
  if (isRunning(run.process)) return isRunning(run.monitor) ? 'alive' : 'orphaned';
  if (!isRunning(run.monitor)) return 'ended';
  return existsSync(places.exit) ? 'ending' : 'dying';
}

/** How a container's first process ended, as its monitor wrote it down. */
export interface End {
  /** Exit code, or 128 + signal; null when nobody saw it. */
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  /** RFC 3339. */
  readonly finishedAt: string;
}

export function endOf(places: ContainerPlaces): End {
  const text = readIfThere(places.exit)?.trim();
  return {
    exitCode: text === undefined || text === '' ? null : Number(text),
    oomKilled: readIfThere(places.oom) !== undefined,
    finishedAt: (modified(places.exit) ?? new Date()).toISOString(),
  };
}

function modified(path: string): Date | undefined {
  try {
    return statSync(path).mtime;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the processes of a control group are frozen. */
export function isPaused(group: string, trees: CgroupPlaces = cgroupPlaces()): boolean {
  const directory = controllerDirectory(trees, 'freezer', group);
  if (directory === undefined) return false;
  return trees.layout === 'v2'
    ? readIfThere(join(directory, 'cgroup.freeze'))?.trim() === '1'
    : readIfThere(join(directory, 'freezer.state'))?.trim() === 'FROZEN';
}
