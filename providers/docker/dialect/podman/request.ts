/* A container as Podman has to be told of it, to make what Docker would. */
import type { ContainerRequest, ResourceRequest } from '../../client/requests.js';
import { settingDefaults } from '../../../../model/index.js';
import { directoryMount } from '../../files/places.js';

export function podmanRequest(request: ContainerRequest): ContainerRequest {
  const { HostConfig: host, Healthcheck: check } = request;
  const files = directoryMount(host.Mounts ?? []);
  return {
    ...request,
    ...(check ? { Healthcheck: { ...check, Test: testFor(check.Test) } } : {}),
    HostConfig: {
      ...host,
      // It refuses what is dropped and added; Docker adds it.
      ...(host.CapDrop && { CapDrop: host.CapDrop.filter((name) => !host.CapAdd?.includes(name)) }),
      // By it they can be read, also while the container does not run.
      ...(files && host.Mounts && { Mounts: [...host.Mounts, files] }),
      // Unsaid it would be 2048; Docker has no limit then.
      PidsLimit: host.PidsLimit ?? -1,
    },
  };
}

/**
 * The command of a check. Podman joins its words with spaces, and takes the text apart at them again
 * unless it is a JSON list; and of a list of one word it makes a command of a shell.
 */
function testFor(test: readonly string[]): readonly string[] {
  const [form, ...words] = test;
  return form === 'CMD' && words.length > 1 ? [JSON.stringify(words)] : test;
}

/** It takes a share of processors in the words of the kernel alone, and leaves it out in Docker's. */
export function podmanLimits({ NanoCpus: cpus, ...request }: ResourceRequest): ResourceRequest {
  if (cpus === undefined) return request;
  const CpuPeriod = settingDefaults.cpuPeriod;
  return { ...request, CpuPeriod, CpuQuota: Math.round((cpus / 1e9) * CpuPeriod) };
}
