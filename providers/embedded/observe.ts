/*
 * What the store holds, as an observation: the lens that turns the runtime's views into completed
 * specs. One read of the store, whatever the number of resources.
 */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  emptyImageConfig,
  generationOf,
  ownLabels,
  parseRecord,
  toJson,
  withoutOwnLabels,
  type CompletedContainer,
  type CompletedImage,
  type ContainerStatus,
  type Foreign,
  type ImageConfig,
  type Kind,
  type Observation,
  type Observed,
  type ObservedContainer,
  type ObserveQuery,
  type RunState,
} from '../../model/index.js';
import {
  listImages,
  type ContainerState,
  type ContainerView,
  type EngineView,
  type Image,
  type NetworkView,
  type Volume,
} from '../../runtime/index.js';
import { readLedger } from './ledger.js';

type Labels = Readonly<Record<string, string>>;

type Identity = Pick<Observed, 'address' | 'stackId' | 'generation'>;

interface Holding {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly observe: (identity: Identity) => Observed;
}

/** Reads everything of a stack, and who else holds the names it wants. */
export async function observeStore(view: EngineView, query: ObserveQuery): Promise<Observation> {
  const [volumes, networks, containers, images] = await Promise.all([
    view.volumes.list(),
    view.networks.list(),
    view.containers.list(),
    listImages(view.store),
  ]);
  const holdings: readonly Holding[] = [
    ...images.map(imageHolding),
    ...volumes.map(volumeHolding),
    ...networks.map(networkHolding),
    ...containers.map((container) => containerHolding(container, images)),
  ];
  const objects: Observed[] = [];
  const foreign: Foreign[] = [];
  const ids = new Set<string>();
  for (const { kind, id, name, labels, observe } of holdings) {
    const stack = labels[ownLabels.stack];
    const stackId = labels[ownLabels.stackId];
    const address = labels[ownLabels.address];
    const named = stack === query.stack.name;
    if (named && stackId !== undefined) ids.add(stackId);
    const ours = named && (query.stack.id === undefined || stackId === query.stack.id);
    if (ours && stackId !== undefined && address !== undefined) {
      objects.push(observe({ address, stackId, generation: generationOf(labels) }));
    }
    const wanted = query.names.some((one) => one.kind === kind && one.name === name);
    const stranger = query.stack.id === undefined || stackId !== query.stack.id;
    if (stranger && (named || wanted)) {
      foreign.push({
        kind,
        id,
        name,
        ...(stack === undefined ? {} : { stack }),
        ...(stackId === undefined ? {} : { stackId }),
      });
    }
  }
  const [only] = ids;
  const ledgerId = query.stack.id ?? (ids.size === 1 ? only : undefined);
  const ledger = ledgerId === undefined ? undefined : await readLedger(view.store, ledgerId);
  return { objects, foreign, ...(ledger ? { ledger } : {}) };
}

const fingerprint = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(toJson(value)))
    .digest('hex');

function imageHolding(image: Image): Holding {
  const { id, references, config } = image;
  const name = references[0]?.replace(/:[^:/]*$/, '') ?? id;
  return {
    kind: 'image',
    id,
    name,
    labels: config.labels,
    observe: (identity) => {
      const record = parseRecord('image', config.labels[ownLabels.spec]);
      const completed = record ?? unrecorded(image, name);
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

function volumeHolding({ name, labels }: Volume): Holding {
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
      fingerprint: fingerprint({ name, labels }),
    }),
  };
}

function networkHolding({ id, name, internal, declared, subnet, labels }: NetworkView): Holding {
  const completed = { name, internal, ...declared, labels: withoutOwnLabels(labels) };
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

function containerHolding(view: ContainerView, images: readonly Image[]): Holding {
  const { id, name, imageId, live } = view;
  return {
    kind: 'container',
    id,
    name,
    labels: live.labels,
    observe: (identity): ObservedContainer => {
      const completed = liveSpec(live, imageId, images);
      const status = statusOf(view);
      const { state, exitCode } = status;
      return {
        kind: 'container',
        id,
        name,
        ...identity,
        completed,
        record: parseRecord('container', live.labels[ownLabels.spec]),
        status,
        imageId,
        imageConfig: imageConfigOf(imageId, images),
        staleNetworks: view.staleNetworks,
        fingerprint: fingerprint({ id, completed, state, exitCode }),
      };
    },
  };
}

/** The image counts by name only while that name still leads to it. */
function liveSpec(
  live: CompletedContainer,
  imageId: string,
  images: readonly Image[],
): CompletedContainer {
  const image = images.find(({ id }) => id === imageId);
  return {
    ...live,
    image: image?.references.includes(live.image) ? live.image : imageId,
    labels: withoutOwnLabels(live.labels),
  };
}

function imageConfigOf(imageId: string, images: readonly Image[]): ImageConfig {
  return images.find(({ id }) => id === imageId)?.config ?? emptyImageConfig;
}
