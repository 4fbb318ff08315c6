/*
 * Creates a container with all its networks. One that is there already under the name with the same
 * record is what an interrupted step left: it is finished, not made again.
 */
import {
  EngineError,
  containerOf,
  ofContainer,
  ownLabels,
  type CompletedContainer,
  type StepOutcome,
} from '../../../model/index.js';
import type { ContainerInspection, ContainerRequest, DockerClient } from '../client/index.js';
import {
  clearFromHost,
  directoryFor,
  writeContainerFiles,
  writeMountedFiles,
} from '../files/index.js';
import { containerToEngine } from '../lenses/index.js';
import { completedContainer } from '../observe/containers.js';
import { openImageLookup } from '../observe/index.js';
import { nameShared } from '../observe/shared-namespaces.js';
import type { OperationOf, StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { findContainerNamed, getNetworkNamed, isSameRecord, nameInUse } from './targets.js';

export async function createContainer(
  { client }: StepContext,
  operation: OperationOf<'create-container'>,
): Promise<StepOutcome> {
  const { labels } = operation;
  const completed = { ...operation.completed, name: operation.as ?? operation.completed.name };
  const { request: said, laterNetworks } = containerToEngine(completed, labels);
  const { offline } = client.dialect;
  const isOffline = Object.keys(completed.networks).length === 0;
  const isAlone = isOffline && completed.network_mode === undefined;
  const mode = isAlone ? withMode(said, offline.mode) : said;
  const request = await withSharedIds(client, mode);
  const existing = await findContainerNamed(client, completed.name);
  if (existing && !isSameRecord(existing.labels, labels)) {
    throw nameInUse('container', completed.name, existing.id);
  }
  // The engine takes a container on a network that does not exist, and fails when it starts.
  for (const network of Object.keys(completed.networks)) await getNetworkNamed(client, network);
  const stackId = labels[ownLabels.stackId] ?? '';
  const { name } = completed;
  const directory = directoryFor(labels, name);
  const remarks = existing ? [] : await writeMountedFiles(client, stackId, directory, completed);
  const { id, warnings } = existing
    ? { id: existing.id, warnings: [] }
    : await client.createContainer(completed.name, request, completed.platform);
  try {
    for (const [network, endpoint] of laterNetworks) {
      if (existing && network in existing.networks) continue;
      await client.connectNetwork(network, id, endpoint);
    }
    if (isAlone && offline.leaves) await leaveAll(client, id);
    const created = await getCreated(client, id, completed.name);
    const { container } = await nameShared(client, created);
    const reported = await completedContainer(container, openImageLookup(client));
    mustBeAsAsked(`container "${completed.name}"`, withoutFiles(completed), reported.completed);
    await writeContainerFiles(client, { id, name, stackId, directory }, completed);
  } catch (error) {
    if (!existing && error instanceof EngineError && error.code !== 'unreachable') {
      await client.removeContainer(id, true);
      if (completed.secrets) await clearFromHost(client, stackId, directory);
    }
    throw error;
  }
  return { warnings: [...warnings, ...remarks] };
}

/** Files are written later, and read back then. */
const withoutFiles = (completed: CompletedContainer): CompletedContainer => ({
  ...completed,
  configs: undefined,
  secrets: undefined,
});

const withMode = (request: ContainerRequest, mode: string): ContainerRequest => ({
  ...request,
  HostConfig: { ...request.HostConfig, NetworkMode: mode },
});

/**
 * Names by ids of those whose namespaces are shared: a name may be another's by the next start.
 * @throws EngineError `not-found`
 */
async function withSharedIds(
  client: DockerClient,
  request: ContainerRequest,
): Promise<ContainerRequest> {
  const { NetworkMode, PidMode, IpcMode } = request.HostConfig;
  const idOf = async <T extends string | undefined>(mode: T): Promise<T | string> => {
    const name = containerOf(mode);
    if (name === undefined) return mode;
    const shared = await findContainerNamed(client, name);
    if (shared) return ofContainer(shared.id);
    throw new EngineError('not-found', `there is no container "${name}" to share with`);
  };
  const [network, pid, ipc] = await Promise.all([idOf(NetworkMode), idOf(PidMode), idOf(IpcMode)]);
  return {
    ...request,
    HostConfig: {
      ...request.HostConfig,
      NetworkMode: network,
      ...(pid !== undefined && { PidMode: pid }),
      ...(ipc !== undefined && { IpcMode: ipc }),
    },
  };
}

/** Takes a container off networks that nobody asked for. */
async function leaveAll(client: DockerClient, id: string): Promise<void> {
  const container = await client.findContainer(id);
  for (const network of Object.keys(container?.networks ?? {})) {
    await client.disconnectNetwork(network, id);
  }
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
