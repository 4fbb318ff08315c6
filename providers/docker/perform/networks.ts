/* Makes and removes networks. */
import { completeNetwork, EngineError, ownLabels, type StepOutcome } from '../../../model/index.js';
import type { DockerClient, NetworkInspection } from '../client/index.js';
import { networkFromEngine, networkToEngine } from '../lenses/index.js';
import { repeatWhile } from './lost-reply.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { findTargetNetwork, isSameRecord, nameInUse } from './targets.js';

export async function createNetwork(
  { client }: StepContext,
  { spec, labels }: OperationOf<'create-network'>,
): Promise<StepOutcome> {
  const named = (await client.findNetworks(spec.name)).filter(({ name }) => name === spec.name);
  const foreign = named.find((network) => !isSameRecord(network.labels, labels));
  if (foreign) throw nameInUse('network', spec.name, foreign.id);
  const [existing] = named;
  const created = existing ? undefined : await client.createNetwork(networkToEngine(spec, labels));
  const id = existing?.id ?? created?.id ?? '';
  const [network] = await client.findNetworks(id);
  if (!network) throw new EngineError('not-applied', `network "${spec.name}" was not made`);
  mustBeAsAsked(`network "${spec.name}"`, completeNetwork(spec), networkFromEngine(network, spec));
  return { warnings: created?.warnings ?? [] };
}

/** Makes a network again as it was, in the place of what the stack has made of it since. */
export async function restoreNetwork(
  context: StepContext,
  { target, spec, labels }: OperationOf<'restore-network'>,
): Promise<StepOutcome> {
  const { client } = context;
  const there = (await client.findNetworks(spec.name)).filter(({ name }) => name === spec.name);
  if (there.some(({ id }) => id === target.id)) return noRemarks;
  for (const network of there) {
    const isOwn = network.labels[ownLabels.stackId] === labels[ownLabels.stackId];
    if (isOwn && !isSameRecord(network.labels, labels)) await removeUnused(context, network);
  }
  return createNetwork(context, { op: 'create-network', spec, labels });
}

export async function removeNetwork(
  context: StepContext,
  { target }: OperationOf<'remove'>,
): Promise<StepOutcome> {
  const network = await findTargetNetwork(context.client, target);
  if (network) await removeUnused(context, network);
  return noRemarks;
}

/**
 * Docker answers that a container is removed before it has let go of its networks, so that one which
 * nothing is on any more may be in use for a moment.
 */
async function removeUnused(
  { client, patience, progress }: StepContext,
  network: NetworkInspection,
): Promise<void> {
  const lingering = new Set<unknown>();
  const remove = async (): Promise<void> => {
    try {
      await client.removeNetwork(client.dialect.networkKey(network));
    } catch (error) {
      const inUse = error instanceof EngineError && error.code === 'in-use';
      if (inUse && !(await isUsed(client, network))) lingering.add(error);
      throw error;
    }
  };
  const within = { milliseconds: patience, signal: progress.signal };
  await repeatWhile(remove, (error) => lingering.has(error), within);
}

async function isUsed(client: DockerClient, { id, name }: NetworkInspection): Promise<boolean> {
  const containers = await client.listContainers();
  return containers.some(({ networks }) => networks[name] === id);
}
