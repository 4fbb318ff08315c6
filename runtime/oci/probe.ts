/*
 * Chooses the OCI runtime for this host. crun is preferred for its speed, but refuses hosts where
 * control groups of both versions hold controllers; runc runs everywhere.
 */
import { RuntimeError } from '../errors.js';
import { findExecutable, findPart, parts, type Part } from '../parts/index.js';
import { cgroupLayout, type CgroupLayout } from './cgroups.js';

export type RuntimeName = Extract<Part, 'crun' | 'runc'>;

export interface ChosenRuntime {
  /** Such as `crun`; others than those that are chosen by themselves can be asked for. */
  readonly name: string;
  readonly path: string;
}

/** The runtimes that work with a layout, best first. */
export function suitableRuntimes(layout: CgroupLayout): readonly RuntimeName[] {
  return layout === 'hybrid' ? ['runc'] : ['crun', 'runc'];
}

/** The best installed runtime for this host; `undefined` when there is none. */
export function findRuntime(layout: CgroupLayout = cgroupLayout()): ChosenRuntime | undefined {
  for (const name of suitableRuntimes(layout)) {
    const path = findPart(name);
    if (path !== undefined) return { name, path };
  }
  return undefined;
}

/**
 * The best installed runtime for this host.
 * @throws RuntimeError `part-missing`
 */
export function chooseRuntime(): ChosenRuntime {
  const layout = cgroupLayout();
  const chosen = findRuntime(layout);
  if (chosen !== undefined) return chosen;
  const part = suitableRuntimes(layout)[0] ?? 'runc';
  const { package: name, why } = parts[part];
  throw new RuntimeError({ kind: 'part-missing', part, package: name, why });
}

/**
 * The runtime of a name: a program of this host that has the verbs of OCI runtimes.
 * @throws RuntimeError `setting-unusable`
 */
export function namedRuntime(name: string): ChosenRuntime {
  const path = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) ? findExecutable(name) : undefined;
  if (path !== undefined) return { name, path };
  const reason = 'there is no such program on this host';
  throw new RuntimeError({ kind: 'setting-unusable', setting: 'runtime', value: name, reason });
}
