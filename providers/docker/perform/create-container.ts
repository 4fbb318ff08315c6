/*
 * Creates a container with all its networks. One that is there already under the name with the same
 * record is what an interrupted step left: it is finished, not made again.
 */
import { EngineError, type StepOutcome } from '../../../model/index.js';
import type { ContainerInspection, DockerClient } from '../client/index.js';
import { containerToEngine } from '../lenses/index.js';
import { completedContainer } from '../observe/containers.js';
import { openImageLookup } from '../observe/index.js';
import type { OperationOf, StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { findContainerNamed, getNetworkNamed, isSameRecord, nameInUse } from './targets.js';

export async function createContainer(
  { client }: StepContext,
  operation: OperationOf<'create-container'>,
): Promise<StepOutcome> {
  const { labels } = operation;
  const completed = { ...operation.completed, name: operation.as ?? operation.completed.name };
  const { request, laterNetworks } = containerToEngine(completed, labels);
  const existing = await findContainerNamed(client, completed.name);
  if (existing && !isSameRecord(existing.labels, labels)) {
    throw nameInUse('container', completed.name, existing.id);
  }
  // The engine takes a container on a network that does not exist, and fails when it starts.
  for (const network of Object.keys(completed.networks)) await getNetworkNamed(client, network);
  const { id, warnings } = existing
    ? { id: existing.id, warnings: [] }
    : await client.createContainer(completed.name, request);
  try {
    for (const [network, endpoint] of laterNetworks) {
      if (existing && network in existing.networks) continue;
      await client.connectNetwork(network, id, endpoint);
    }
    const container = await getCreated(client, id, completed.name);
    const reported = await completedContainer(container, openImageLookup(client));
    mustBeAsAsked(`container "${completed.name}"`, completed, reported.completed);
  } catch (error) {
    if (!existing && error instanceof EngineError && error.code !== 'unreachable') {
      await client.removeContainer(id, true);
    }
    throw error;
  }
  return { warnings };
}

async function getCreated(
  client: DockerClient,
  id: string,
  name: string,
): Promise<ContainerInspection> {
  const container = await client.findContainer(id);
  if (!container) throw new EngineError('not-applied', `container "${name}" was not made`);
  return container;
}
