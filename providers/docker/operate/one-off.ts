/*
 * Makes containers of no stack. They bear no mark, and nothing that has one is touched: a name that is taken is an
 * error of the engine.
 */
import type { OneOff } from '../../../model/index.js';
import type { ContainerRequest, Created, DockerClient } from '../client/index.js';
import { containerToEngine } from '../lenses/index.js';
import { getNetworkNamed } from '../perform/targets.js';

/** The engine's word for the network that it has for containers which name none. */
const usualNetwork = 'default';

export async function createOneOff(client: DockerClient, oneOff: OneOff): Promise<Created> {
  const { completed, onUsualNetwork } = oneOff;
  // The engine takes a container on a network that does not exist, and fails when it starts.
  for (const network of Object.keys(completed.networks)) await getNetworkNamed(client, network);
  const { request, laterNetworks } = containerToEngine(completed, completed.labels);
  const mode = onUsualNetwork ? usualNetwork : request.HostConfig.NetworkMode;
  const created = await client.createContainer(completed.name, withLife(request, mode, oneOff));
  try {
    for (const [network, endpoint] of laterNetworks) {
      await client.connectNetwork(network, created.id, endpoint);
    }
  } catch (error) {
    await client.removeContainer(created.id, true);
    throw error;
  }
  return created;
}

const withLife = (
  request: ContainerRequest,
  NetworkMode: string,
  { inputOnce, removeAtEnd }: OneOff,
): ContainerRequest => ({
  ...request,
  ...(inputOnce && { AttachStdin: true, StdinOnce: true }),
  HostConfig: { ...request.HostConfig, NetworkMode, ...(removeAtEnd && { AutoRemove: true }) },
});
