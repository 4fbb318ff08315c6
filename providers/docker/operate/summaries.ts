/* Containers as `ps` lists them: all on the engine but those that are locks. */
import { ownLabels, type ContainerSummary } from '../../../model/index.js';
import type { ContainerInspection, DockerReader, PortBinding } from '../client/index.js';
import { lockLabels } from '../lock/index.js';
import { healthOf, runStateOf } from '../observe/containers.js';
import { mapParallel, readWidth } from '../parallel.js';
import { isStowages } from '../perform/targets.js';

export async function listSummaries(reader: DockerReader): Promise<readonly ContainerSummary[]> {
  const entries = (await reader.listContainers()).filter(
    ({ labels }) => !(lockLabels.stack in labels),
  );
  const containers = await mapParallel(entries, readWidth, ({ id }) => reader.findContainer(id));
  return containers
    .filter((container) => container !== undefined)
    .map(summaryOf)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function summaryOf(container: ContainerInspection): ContainerSummary {
  const { id, name, imageReference, state, labels, publishedPorts } = container;
  const runState = runStateOf(state);
  const health = healthOf(state);
  const stack = labels[ownLabels.stack];
  const address = labels[ownLabels.address];
  const ours = isStowages(labels, 'container') && stack !== undefined && address !== undefined;
  // The engine has a time for what never was: the year 1.
  const started = Date.parse(state.startedAt) > 0;
  return {
    id,
    name,
    image: imageReference,
    state: runState,
    ...(runState === 'exited' || runState === 'dead' ? { exitCode: state.exitCode } : {}),
    ...(health === undefined ? {} : { health }),
    ...(started ? { startedAt: state.startedAt } : {}),
    ports: portsOf(publishedPorts),
    ...(ours ? { stack, address } : {}),
  };
}

function portsOf(published: Readonly<Record<string, readonly PortBinding[]>>): readonly string[] {
  return Object.entries(published)
    .flatMap(([port, bindings]) =>
      bindings.map(({ hostIp, hostPort }) => `${hostIp}:${hostPort}->${port}`),
    )
    .sort();
}
