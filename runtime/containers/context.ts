/* What every operation on containers needs. */
import { openOciRuntime, type OciRuntime } from '../oci/index.js';
import type { Store } from '../store/index.js';
import { join } from 'node:path';

export interface Context {
  readonly store: Store;
  /** The command of Stowage itself, which monitors call when a container has ended. */
  readonly selfCommand: readonly string[];
  /**
   * An OCI runtime by name, or the best of this host, probed for when it is first needed.
   * Throws `part-missing`, `setting-unusable`.
   */
  runtime(name?: string): OciRuntime;
}

export function createContext(store: Store, selfCommand: readonly string[]): Context {
  const opened = new Map<string, OciRuntime>();
  return {
    store,
    selfCommand,
    runtime: (name = '') => {
      const known = opened.get(name);
      if (known !== undefined) return known;
      const root = join(store.runRoot, 'oci');
      const runtime = name === '' ? openOciRuntime(root) : openOciRuntime(root, name);
      opened.set(name, runtime);
      return runtime;
    },
  };
}
