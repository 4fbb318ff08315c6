/*
 * What a control group has used so far, by the kernel's own counters. A controller that the kernel
 * does not have counts as nothing used.
 * The meaning of the files: Documentation/admin-guide/cgroup-v1 and cgroup-v2 of the kernel.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../store/index.js';
import { controllerDirectory, readIfThere, type CgroupPlaces } from './cgroups.js';

export interface GroupUsage {
  /** Milliseconds of processor time. */
  readonly cpuTime: number;
  /** Bytes, without file cache that can be had back at once. */
  readonly memory: number;
  readonly processes: number;
  /** Bytes. */
  readonly diskRead: number;
  readonly diskWritten: number;
}

/** @param group path below every tree, such as `/stowage/1a2b` */
export function readGroupUsage(places: CgroupPlaces, group: string): GroupUsage {
  const v2 = places.layout === 'v2';
  const read = (controller: string, file: string): string => {
    const directory = controllerDirectory(places, controller, group);
    return directory === undefined ? '' : (readIfThere(join(directory, file)) ?? '');
  };
  const memory = Number(read('memory', v2 ? 'memory.current' : 'memory.usage_in_bytes'));
  const cache = valueIn(
    read('memory', 'memory.stat'),
    v2 ? 'inactive_file' : 'total_inactive_file',
  );
  const disk = v2
    ? transferred(read('io', 'io.stat'))
    : transferredBefore(read('blkio', 'blkio.throttle.io_service_bytes'));
  return {
    cpuTime: v2
      ? valueIn(read('cpu', 'cpu.stat'), 'usage_usec') / 1000
      : Number(read('cpuacct', 'cpuacct.usage')) / 1e6,
    memory: Math.max(0, memory - cache),
    processes: Number(read('pids', 'pids.current')),
    ...disk,
  };
}

/** The number behind a name in lines of `name number`; 0 without one. */
function valueIn(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}

type Transferred = Pick<GroupUsage, 'diskRead' | 'diskWritten'>;

/** Version 2: `8:0 rbytes=1 wbytes=2 …`, a line a device. */
function transferred(text: string): Transferred {
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`\\b${name}=(\\d+)`, 'g'))].reduce(
      (total, [, bytes]) => total + Number(bytes),
      0,
    );
  return { diskRead: sum('rbytes'), diskWritten: sum('wbytes') };
}

/** Version 1: `8:0 Read 1`, a line a device and direction. */
function transferredBefore(text: string): Transferred {
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^\\d+:\\d+ ${name} (\\d+)$`, 'gm'))].reduce(
      (total, [, bytes]) => total + Number(bytes),
      0,
    );
  return { diskRead: sum('Read'), diskWritten: sum('Write') };
}

/** Numbers of the processes in a control group and in those below it, the lowest first. */
export function processesIn(places: CgroupPlaces, group: string): readonly number[] {
  const directory = controllerDirectory(places, 'pids', group);
  if (directory === undefined) return [];
  return [...new Set(gather(directory))].sort((a, b) => a - b);
}

function gather(directory: string): readonly number[] {
  const own = (readIfThere(join(directory, 'cgroup.procs')) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
  return [...own, ...subdirectories(directory).flatMap((name) => gather(join(directory, name)))];
}

function subdirectories(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    // The group ends with its last process.
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
