/*
 * Connects containers to networks and takes them off. An endpoint cannot be changed, only made anew;
 * and one kept from a network that was replaced leads nowhere although it has the right name.
 */
import {
  equalJson,
  toJson,
  type CompletedEndpoint,
  type StepOutcome,
} from '../../../model/index.js';
import type { ContainerInspection } from '../client/index.js';
import type { Dialect } from '../dialect/index.js';
import { endpointFromEngine, endpointToEngine } from '../lenses/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { findTargetContainer, getNetworkNamed, getTargetContainer } from './targets.js';

export async function connectNetwork(
  { client }: StepContext,
  { target, network: name, endpoint }: OperationOf<'connect-network'>,
): Promise<StepOutcome> {
  const container = await getTargetContainer(client, target);
  const network = await getNetworkNamed(client, name);
  const present = container.networks[name];
  if (present) {
    const live = present.networkId === '' || present.networkId === network.id;
    if (
      live &&
      equalJson(toJson(endpointOf(client.dialect, container, name, endpoint)), toJson(endpoint))
    )
      return noRemarks;
    await client.disconnectNetwork(network.id, container.id);
  }
  // A container on no network cannot be connected to a second one beside it.
  const { joins } = client.dialect.offline;
  if (joins !== undefined && joins in container.networks) {
    await client.disconnectNetwork(joins, container.id);
  }
  await client.connectNetwork(network.id, container.id, endpointToEngine(endpoint));
  const connected = await getTargetContainer(client, { ...target, id: container.id });
  mustBeAsAsked(
    `the connection of container "${target.name}" to network "${name}"`,
    endpoint,
    endpointOf(client.dialect, connected, name, endpoint),
  );
  return noRemarks;
}

/** The connection of a container as far as it was asked for. */
function endpointOf(
  dialect: Dialect,
  { id, name, hostname, networks }: ContainerInspection,
  network: string,
  asked: CompletedEndpoint,
): object {
  const endpoint = networks[network];
  const implied = [name, id.slice(0, 12), hostname].filter((own) => !asked.aliases.includes(own));
  if (!endpoint) return { connected: false };
  return dialect.endpoint(endpointFromEngine(endpoint, implied, asked.mac), asked, endpoint);
}

export async function disconnectNetwork(
  { client }: StepContext,
  { target, network: name }: OperationOf<'disconnect-network'>,
): Promise<StepOutcome> {
  const container = await findTargetContainer(client, target);
  if (!container) return noRemarks;
  if (name in container.networks) await client.disconnectNetwork(name, container.id);
  const { networks } = await getTargetContainer(client, { ...target, id: container.id });
  mustBeAsAsked(
    `container "${target.name}"`,
    { connected: false },
    { connected: name in networks },
  );
  // Without any network it would be back, at the next start, on the one it was created with.
  const { joins } = client.dialect.offline;
  if (joins !== undefined && Object.keys(networks).length === 0) {
    await client.connectNetwork(joins, container.id, { Aliases: [] });
  }
  return noRemarks;
}
