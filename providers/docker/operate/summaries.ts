/* Containers as `ps` lists them: all on the engine but locks and helpers. */
import { ownershipOf, type ContainerSummary, type Ledgers } from '../../../model/index.js';
import type { ContainerInspection, DockerReader, PortBinding } from '../client/index.js';
import { allLedgers } from '../ledger/read.js';
import { healthOf, runStateOf } from '../observe/containers.js';
import { isOwnContainer } from '../own-containers.js';
import { mapParallel, readWidth } from '../parallel.js';

export async function listSummaries(reader: DockerReader): Promise<readonly ContainerSummary[]> {
  const [all, images] = await Promise.all([reader.listContainers(), reader.listImages()]);
  const ledgers = allLedgers(images);
  const entries = all.filter(({ labels }) => !isOwnContainer(labels));
  const containers = await mapParallel(entries, readWidth, ({ id }) => reader.findContainer(id));
  return containers
    .filter((container) => container !== undefined)
    .map((container) => summaryOf(container, ledgers))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function summaryOf(container: ContainerInspection, ledgers: Ledgers): ContainerSummary {
  const { id, name, imageReference, state, labels, publishedPorts } = container;
  const runState = runStateOf(state);
  const health = healthOf(state);
  const { owner } = ownershipOf({ kind: 'container', id, labels }, ledgers);
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
    ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
    ...(owner ? { address: owner.address } : {}),
  };
}

function portsOf(published: Readonly<Record<string, readonly PortBinding[]>>): readonly string[] {
  return Object.entries(published)
    .flatMap(([port, bindings]) =>
      bindings.map(({ hostIp, hostPort }) => `${hostIp}:${hostPort}->${port}`),
    )
    .sort();
}
