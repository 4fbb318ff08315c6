/* What every operation on containers needs. */
import { openOciRuntime, type OciRuntime } from '../oci/index.js';
import type { Store } from '../store/index.js';
import { join } from 'node:path';

export interface Context {
  readonly store: Store;
  /** The command of Stowage itself, which monitors call when a container has ended. */
  readonly selfCommand: readonly string[];
  /** The OCI runtime, probed for when it is first needed. Throws `part-missing`. */
  runtime(): OciRuntime;
}

export function createContext(store: Store, selfCommand: readonly string[]): Context {
  let opened: OciRuntime | undefined;
  return {
    store,
    selfCommand,
    runtime: () => (opened ??= openOciRuntime(join(store.runRoot, 'oci'))),
  };
}
