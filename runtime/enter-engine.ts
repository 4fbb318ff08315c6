/*
 * Where a command of an ordinary user is to change something, it is carried out once more in the namespaces of
 * his engine; what only reads is done where it is.
 */
import { callerOf } from './caller/index.js';
import { livingMonitors } from './containers/index.js';
import { enterNamespace, type EnteredCommand, type Ending } from './rootless/index.js';
import { openStore } from './store/index.js';
import { hasContainers } from './supervision/index.js';

/**
 * @returns how the command has ended; `undefined` where it need not be carried out anywhere else
 * @throws RuntimeError `no-user-namespace`, `part-missing`; what opening a store throws
 */
export async function enterEngine(command: EnteredCommand): Promise<Ending | undefined> {
  if (process.platform !== 'linux' || callerOf() !== 'user') return undefined;
  const store = await openStore();
  return enterNamespace(store, command, {
    survivors: () => livingMonitors(store),
    isUnused: async () => !(await hasContainers(store)),
  });
}
