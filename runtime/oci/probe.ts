/*
 * Chooses the OCI runtime for this host. crun is preferred for its speed, but refuses hosts where
 * control groups of both versions hold controllers; runc runs everywhere.
 */
import { RuntimeError } from '../errors.js';
import { findPart, parts, type Part } from '../parts/index.js';
import { cgroupLayout, type CgroupLayout } from './cgroups.js';

export type RuntimeName = Extract<Part, 'crun' | 'runc'>;

export interface ChosenRuntime {
  readonly name: RuntimeName;
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
