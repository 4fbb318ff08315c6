/* A container as Podman has to be told of it, to make what Docker would. */
import type { ContainerRequest } from '../../client/requests.js';

export function podmanRequest(request: ContainerRequest): ContainerRequest {
  const { HostConfig: host } = request;
  return {
    ...request,
    HostConfig: {
      ...host,
      // Unsaid it would be 2048; Docker has no limit then.
      PidsLimit: host.PidsLimit ?? -1,
    },
  };
}
