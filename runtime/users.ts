/* Who uses a volume or a network, asked before it is removed or copied. */
import { listContainers, readRecords, readRuns, type ContainerRecord } from './containers/index.js';
import { RuntimeError } from './errors.js';
import { findNetwork, forgetNetwork } from './networks/index.js';
import type { Store } from './store/index.js';
import { removeVolume } from './volumes/index.js';

/** @throws RuntimeError `in-use` while a container mounts it, `not-found` */
export async function removeUnusedVolume(store: Store, name: string): Promise<void> {
  const users = (await readRecords(store)).filter(({ spec }) =>
    Object.values(spec.mounts).some(({ type, source }) => type === 'volume' && source === name),
  );
  refuseUsed('volume', name, users);
  await removeVolume(store, name);
}

/** @throws RuntimeError `in-use` while a container that mounts a volume may write to it */
export async function refuseWriters(store: Store, name: string): Promise<void> {
  const users = (await listContainers(store)).filter(
    ({ state, asked }) =>
      ['running', 'paused', 'restarting', 'degraded'].includes(state) &&
      Object.values(asked.mounts).some(({ type, source }) => type === 'volume' && source === name),
  );
  if (users.length === 0) return;
  const by = users.map((user) => user.name);
  throw new RuntimeError({ kind: 'in-use', what: 'volume', name, by });
}

/** @throws RuntimeError `in-use` while a container that runs is on it, `not-found` */
export async function removeUnusedNetwork(store: Store, name: string): Promise<void> {
  if ((await findNetwork(store, name)) === undefined) {
    throw new RuntimeError({ kind: 'not-found', what: 'network', name });
  }
  const runs = await readRuns(store);
  const users = (await readRecords(store)).filter(
    ({ id }) => runs.get(id)?.endpoints[name] !== undefined,
  );
  refuseUsed('network', name, users);
  await forgetNetwork(store, name);
}

function refuseUsed(
  what: 'volume' | 'network',
  name: string,
  users: readonly ContainerRecord[],
): void {
  if (users.length === 0) return;
  throw new RuntimeError({ kind: 'in-use', what, name, by: users.map(({ spec }) => spec.name) });
}
