/*
 * Where the kernel's control groups are, and which layout they have: version 2 (one tree), version
 * 1 (a tree a controller), or the hybrid in which some controllers are in a second tree. Read from
 * the kernel each time; nothing is changed here.
 */
import { readFileSync, statfsSync } from 'node:fs';
import { isRootless } from '../caller/index.js';
import { errorCode } from '../store/index.js';

export type CgroupLayout = 'v1' | 'v2' | 'hybrid' | 'none';

const mountPoint = '/sys/fs/cgroup';
const cgroup2Magic = 0x63677270;

/** Which layout this host has. `hybrid` means that the unified tree holds controllers too. */
export function cgroupLayout(): CgroupLayout {
  // An ordinary user may make none, and what is there says nothing of his containers.
  if (isRootless()) return 'none';
  try {
    if (statfsSync(mountPoint).type === cgroup2Magic) return 'v2';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'none';
    throw error;
  }
  const unified = readIfThere(`${mountPoint}/unified/cgroup.controllers`);
  if (unified !== undefined && unified.trim() !== '') return 'hybrid';
  return readIfThere('/proc/cgroups') === undefined ? 'none' : 'v1';
}

/** The directories of one control group, by what is limited there. */
export interface CgroupPlaces {
  readonly layout: CgroupLayout;
  /** Where a tree is mounted, by controller (`memory`, `cpu`, `pids`, `freezer`); version 1 only. */
  readonly controllers: Readonly<Record<string, string>>;
  /** Every mounted tree; on version 2 there is one. */
  readonly trees: readonly string[];
}

/** Reads /proc/self/mountinfo for the trees. */
export function cgroupPlaces(): CgroupPlaces {
  const layout = cgroupLayout();
  const trees: string[] = [];
  const controllers: Record<string, string> = {};
  if (layout === 'none') return { layout, controllers, trees };
  for (const line of (readIfThere('/proc/self/mountinfo') ?? '').split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [type = '', , options = ''] = right.split(' ');
    const path = left.split(' ')[4];
    if (path === undefined || (type !== 'cgroup' && type !== 'cgroup2')) continue;
    trees.push(path);
    if (type === 'cgroup2') continue;
    for (const name of options.split(',')) controllers[name] ??= path;
  }
  return { layout, controllers, trees };
}

/** The directory in which a controller's files for `group` (such as `/stowage/1a2b`) are. */
export function controllerDirectory(
  places: CgroupPlaces,
  controller: string,
  group: string,
): string | undefined {
  if (places.layout === 'v2') return `${mountPoint}${group}`;
  const tree = places.controllers[controller];
  return tree === undefined ? undefined : `${tree}${group}`;
}

/** The text of a file of /proc or /sys; `undefined` when it is not there. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENODEV' || code === 'ESRCH' || code === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  }
}
