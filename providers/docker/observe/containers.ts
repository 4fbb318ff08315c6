/* Containers of a stack, as the engine has them. */
import {
  completeContainer,
  emptyImageConfig,
  formatPlatform,
  isOfPlatform,
  normalPlatform,
  toldPlatform,
  type Beyond,
  ownLabels,
  parseContents,
  type CompletedContainer,
  type ContainerSpec,
  type ContainerStatus,
  type HealthState,
  type ImageConfig,
  type ObservedContainer,
  type RunState,
} from '../../../model/index.js';
import type {
  ContainerInspection,
  ContainerState,
  ImageInspection,
  DockerReader,
  NetworkInspection,
} from '../client/index.js';
import {
  containerFromEngine,
  containerRecord,
  imageConfigFromEngine,
  isNameless,
} from '../lenses/index.js';
import { withFiles } from '../files/index.js';
import type { ImageLookup } from './image-lookup.js';
import { fingerprintOf } from './fingerprint.js';
import type { Identity } from './identity.js';
import { nameShared } from './shared-namespaces.js';

/** Gives nothing when the container has gone in the meantime. */
export async function observeContainer(
  reader: DockerReader,
  id: string,
  lookup: ImageLookup,
  networks: readonly NetworkInspection[],
  identity: Identity,
): Promise<ObservedContainer | undefined> {
  const found = await reader.findContainer(id);
  if (!found) return undefined;
  const { container, lost } = await nameShared(reader, found);
  const { completed: bare, imageConfig } = await completedContainer(container, lookup);
  const record = containerRecord(container.labels);
  const completed = await withFiles(reader, id, bare, record);
  const content = parseContents(container.labels[ownLabels.content]);
  const status = statusOf(container);
  const beyond = [...container.beyond, ...namelessVolumes(container, imageConfig)];
  const stale = staleNetworks(container, networks);
  const { state, exitCode } = status;
  return {
    kind: 'container',
    id,
    name: container.name,
    ...identity,
    completed,
    record,
    status,
    ...(content && { content }),
    imageId: container.imageId,
    imageConfig,
    staleNetworks: stale,
    ...(lost.length > 0 && { lostNamespaces: lost }),
    ...(beyond.length > 0 && { beyond }),
    // Health and addresses come and go by themselves, and no plan rests on them.
    fingerprint: fingerprintOf({
      id,
      completed,
      record,
      state,
      exitCode,
      imageId: container.imageId,
      stale,
      ...(lost.length > 0 && { lost }),
    }),
  };
}

/**
 * A living container as a completed one, with the settings of its image.
 * @param container with the names of those that it shares namespaces with
 */
export async function completedContainer(
  container: ContainerInspection,
  lookup: ImageLookup,
): Promise<{ readonly completed: CompletedContainer; readonly imageConfig: ImageConfig }> {
  const [own, named] = await Promise.all([
    lookup.find(container.imageId),
    lookup.find(container.imageReference),
  ]);
  const imageConfig = own ? imageConfigFromEngine(own) : emptyImageConfig;
  const moved = named?.id !== container.imageId;
  const record = containerRecord(container.labels);
  const platform = own && (await platformOf(own, record, imageConfig, lookup));
  const read = containerFromEngine(container, {
    image: moved ? container.imageId : container.imageReference,
    imageConfig,
    record,
    ...(platform !== undefined && { platform }),
  });
  const asked = record ? completeContainer(record, imageConfig) : undefined;
  return { completed: lookup.dialect.restore(read, asked, container), imageConfig };
}

/**
 * What a container's image is made for, where somebody asked for that, or nobody has made it known and it is another
 * than the engine's.
 */
async function platformOf(
  { platform: told }: ImageInspection,
  record: ContainerSpec | null,
  { platform: built }: ImageConfig,
  lookup: ImageLookup,
): Promise<string | undefined> {
  const asked = record?.platform ?? built;
  if (asked !== undefined) return toldPlatform(told, asked);
  if (record) return undefined;
  const isOwn = told.architecture === '' || isOfPlatform(told, await lookup.platform());
  return isOwn ? undefined : formatPlatform(normalPlatform(told));
}

const runStates: Readonly<Record<string, RunState>> = {
  created: 'created',
  running: 'running',
  paused: 'paused',
  restarting: 'restarting',
  exited: 'exited',
};

/** The state of a container in the words of the model; one that is being removed counts as dead. */
export function runStateOf({ status }: ContainerState): RunState {
  return runStates[status] ?? 'dead';
}

/** Its health, which the engine goes on reporting when the container has ended. */
export function healthOf({ status, health }: ContainerState): HealthState | undefined {
  if (status !== 'running') return undefined;
  switch (health?.status) {
    case 'starting':
    case 'healthy':
    case 'unhealthy':
      return health.status;
    default:
      return undefined;
  }
}

function statusOf({ state, networks }: ContainerInspection): ContainerStatus {
  const runState = runStateOf(state);
  const health = healthOf(state);
  const ended = runState === 'exited' || runState === 'dead';
  return {
    state: runState,
    ...(ended ? { exitCode: state.exitCode } : {}),
    ...(health === undefined ? {} : { health }),
    ...(state.oomKilled ? { oomKilled: true } : {}),
    addresses: Object.fromEntries(
      Object.entries(networks)
        .filter(([, { address }]) => address !== '')
        .map(([name, { address }]) => [name, address]),
    ),
  };
}

/** An endpoint keeps the id of its network; a network made anew under the name has another one. */
function staleNetworks(
  { networks }: ContainerInspection,
  live: readonly NetworkInspection[],
): readonly string[] {
  return Object.entries(networks)
    .filter(
      ([name, { networkId }]) =>
        networkId !== '' &&
        !live.some((network) => network.name === name && network.id === networkId),
    )
    .map(([name]) => name)
    .sort();
}

/** Volumes that the engine made because the image declares them; a successor gets others. */
function namelessVolumes(container: ContainerInspection, config: ImageConfig): readonly Beyond[] {
  return container.mounts.flatMap((mount): readonly Beyond[] =>
    isNameless(mount, container, config)
      ? [
          {
            text: `the volume ${mount.name.slice(0, 12)} at ${mount.target}, which its image asks for`,
            weight: 'minor',
          },
        ]
      : [],
  );
}
