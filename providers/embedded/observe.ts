/*
 * What the store holds, as an observation: the lens that turns the runtime's views into completed
 * specs. One read of the store, whatever the number of resources.
 */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  completeNetwork,
  copiedFromOf,
  emptyImageConfig,
  formatPlatform,
  isInTheWay,
  normalPlatform,
  ownLabels,
  parseContents,
  parseRecord,
  sortHoldings,
  withoutCopiedLabels,
  toJson,
  toldPlatform,
  withoutOwnLabels,
  type CompletedContainer,
  type CompletedImage,
  type ContainerStatus,
  type Holding,
  type ImageConfig,
  type Observation,
  type Observed,
  type ObservedContainer,
  type ObserveQuery,
  type RunState,
} from '../../model/index.js';
import {
  listImages,
  ownPlatform,
  type ContainerState,
  type ContainerView,
  type EngineView,
  type Image,
  type NetworkView,
  type Volume,
} from '../../runtime/index.js';
import { readLedgers } from './ledger.js';

type Identity = Pick<Observed, 'address' | 'stackId' | 'generation' | 'otherUsers'>;

interface StoreHolding extends Holding {
  readonly observe: (identity: Identity) => Observed;
}

/** Reads everything that the store holds, and the containers among it. */
export async function readHoldings(view: EngineView): Promise<{
  readonly holdings: readonly StoreHolding[];
  readonly containers: readonly ContainerView[];
}> {
  const [volumes, networks, containers, images] = await Promise.all([
    view.volumes.list(),
    view.networks.list(),
    view.containers.list(),
    listImages(view.store),
  ]);
  const holdings = [
    ...images.map(imageHolding),
    ...volumes.map(volumeHolding),
    ...networks.map(networkHolding),
    ...containers.map((container) => containerHolding(container, images)),
  ];
  return { holdings: withoutCopiedLabels(holdings), containers };
}

/** Reads everything of a stack, and who else holds the names it wants. */
export async function observeStore(view: EngineView, query: ObserveQuery): Promise<Observation> {
  const [{ holdings, containers }, ledgers] = await Promise.all([
    readHoldings(view),
    readLedgers(view.store),
  ]);
  const { stack } = query;
  const { own, foreign, asked } = sortHoldings(query, holdings, ledgers);
  const ids = new Set(own.map(({ owner }) => owner.stackId));
  const [only] = ids;
  const ledgerId = stack.id ?? (ids.size === 1 ? only : undefined);
  const ledger = ledgerId === undefined ? undefined : ledgers.get(ledgerId);
  const ours = new Set(own.map(({ holding }) => holding.id));
  const strangers = containers.filter(({ id }) => !ours.has(id));
  return {
    objects: own.map(({ holding, owner: { address, stackId, generation } }) => {
      const otherUsers = usersOf(holding, strangers);
      return holding.observe({ address, stackId, generation, otherUsers });
    }),
    foreign: foreign.filter(isInTheWay),
    candidates: asked.map(({ holding, wanted, generation, owner }) => {
      const otherUsers = usersOf(holding, strangers);
      const identity = { address: '', stackId: stack.id ?? '', generation, otherUsers };
      return { wanted, object: holding.observe(identity), ...(owner ? { owner } : {}) };
    }),
    ...(ledger ? { ledger } : {}),
  };
}

/** Names of the containers among these that use an object. */
function usersOf(
  { kind, id, name }: Holding,
  containers: readonly ContainerView[],
): readonly string[] {
  const uses = ({ imageId, live }: ContainerView): boolean => {
    if (kind === 'image') return imageId === id;
    if (kind === 'network') return live.networks[name] !== undefined;
    return (
      kind === 'volume' &&
      Object.values(live.mounts).some(({ type, source }) => type === 'volume' && source === name)
    );
  };
  return containers
    .filter(uses)
    .map((container) => container.name)
    .sort();
}

const fingerprint = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(toJson(value)))
    .digest('hex');

function imageHolding(image: Image): StoreHolding {
  const { id, references, config, platform = ownPlatform } = image;
  const name = references[0]?.replace(/(?::[^:/@]*)?(?:@sha256:[0-9a-f]*)?$/, '') ?? id;
  return {
    kind: 'image',
    id,
    name,
    names: [name, ...references],
    labels: config.labels,
    observe: (identity) => {
      const record = parseRecord('image', config.labels[ownLabels.spec]);
      const asked = record?.config.platform;
      const settings = {
        ...config,
        labels: withoutOwnLabels(config.labels),
        ...(asked !== undefined && { platform: toldPlatform(platform, asked) }),
      };
      const completed = record ? { ...record, config: settings } : unrecorded(image, name);
      return {
        kind: 'image',
        id,
        name: completed.name,
        ...identity,
        completed,
        record,
        references,
        fingerprint: fingerprint({ id, references }),
      };
    },
  };
}

/** An image whose record is unreadable still has a key; the rest is as if nothing were known. */
function unrecorded(image: Image, name: string): CompletedImage {
  return {
    name,
    key: image.key,
    from: { kind: 'scratch' },
    base: '',
    steps: [],
    files: {},
    config: { ...image.config, labels: withoutOwnLabels(image.config.labels) },
  };
}

function volumeHolding({ name, labels }: Volume): StoreHolding {
  const completed = { name, labels: withoutOwnLabels(labels) };
  return {
    kind: 'volume',
    id: name,
    name,
    labels,
    observe: (identity) => ({
      kind: 'volume',
      id: name,
      name,
      ...identity,
      completed,
      record: parseRecord('volume', labels[ownLabels.spec]),
      ...copiedFromOf(labels),
      fingerprint: fingerprint({ name, labels }),
    }),
  };
}

function networkHolding({
  id,
  name,
  internal,
  declared,
  subnet,
  labels,
}: NetworkView): StoreHolding {
  const { range, reserved, mtu } = declared;
  const completed = completeNetwork({
    name,
    internal,
    ...(declared.subnet !== null && { subnet: declared.subnet }),
    ...(declared.gateway !== null && { gateway: declared.gateway }),
    ...(range !== undefined && { ip_range: range }),
    ...(reserved && { aux_addresses: reserved }),
    ...(mtu !== undefined && { mtu }),
    labels: withoutOwnLabels(labels),
  });
  return {
    kind: 'network',
    id,
    name,
    labels,
    observe: (identity) => ({
      kind: 'network',
      id,
      name,
      ...identity,
      completed,
      record: parseRecord('network', labels[ownLabels.spec]),
      actualSubnet: subnet,
      fingerprint: fingerprint({ id, completed, labels }),
    }),
  };
}

const states: Readonly<Record<ContainerState, RunState>> = {
  created: 'created',
  running: 'running',
  paused: 'paused',
  restarting: 'restarting',
  exited: 'exited',
  degraded: 'dead',
  lost: 'dead',
};

/** How a container stands, in the contract's words. */
export function statusOf(view: ContainerView): ContainerStatus {
  return {
    state: states[view.state],
    ...(view.exitCode === null ? {} : { exitCode: view.exitCode }),
    ...(view.health && view.state === 'running' ? { health: view.health.status } : {}),
    ...(view.oomKilled ? { oomKilled: true } : {}),
    addresses: view.addresses,
  };
}

function containerHolding(view: ContainerView, images: readonly Image[]): StoreHolding {
  const { id, name, imageId, live, lostNamespaces: lost } = view;
  return {
    kind: 'container',
    id,
    name,
    labels: live.labels,
    observe: (identity): ObservedContainer => {
      const record = parseRecord('container', live.labels[ownLabels.spec]);
      const completed = liveSpec(live, imageId, images, record === null);
      const status = statusOf(view);
      const { state, exitCode } = status;
      const content = parseContents(live.labels[ownLabels.content]);
      return {
        kind: 'container',
        id,
        name,
        ...identity,
        completed,
        record,
        status,
        ...(content && { content }),
        imageId,
        imageConfig: imageConfigOf(imageId, images),
        staleNetworks: view.staleNetworks,
        ...(lost.length > 0 && { lostNamespaces: lost }),
        fingerprint: fingerprint({
          id,
          completed,
          state,
          exitCode,
          ...(lost.length > 0 && { lost }),
        }),
      };
    },
  };
}

/**
 * The image counts by name only while that name still leads to it. Its own name is no alias, though a
 * container has it as one that came up beside its predecessor.
 */
function liveSpec(
  live: CompletedContainer,
  imageId: string,
  images: readonly Image[],
  isUnknown: boolean,
): CompletedContainer {
  const image = images.find(({ id }) => id === imageId);
  const foreign = isUnknown && image?.platform;
  return {
    ...live,
    networks: Object.fromEntries(
      Object.entries(live.networks).map(([network, endpoint]) => [
        network,
        { ...endpoint, aliases: endpoint.aliases.filter((alias) => alias !== live.name) },
      ]),
    ),
    image: image?.references.includes(live.image) ? live.image : imageId,
    ...(foreign && { platform: formatPlatform(normalPlatform(foreign)) }),
    labels: withoutOwnLabels(live.labels),
  };
}

function imageConfigOf(imageId: string, images: readonly Image[]): ImageConfig {
  return images.find(({ id }) => id === imageId)?.config ?? emptyImageConfig;
}
