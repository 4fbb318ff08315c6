/* What a command of ours is given so that it works on a store, and as whoever works on it now. */
import { namespaceVariable } from '../caller/index.js';
import type { Store } from './store.js';

export function storeEnvironment(
  store: Pick<Store, 'root' | 'runRoot'>,
): Readonly<Record<string, string>> {
  const inside = process.env[namespaceVariable];
  return {
    STOWAGE_ROOT: store.root,
    STOWAGE_RUN_ROOT: store.runRoot,
    ...(inside !== undefined && { [namespaceVariable]: inside }),
  };
}
