/*
 * What the simulated engine reports: its objects, translated back into completed specs as a lens
 * does it. Reads only.
 */
import {
  completeNetwork,
  copiedFromOf,
  emptyImageConfig,
  ownLabels,
  parseContents,
  parseRecord,
  sharingOf,
  sortHoldings,
  withoutOwnLabels,
  withShared,
  type CompletedContainer,
  type Holding,
  type Kind,
  type Observation,
  type ObserveQuery,
  type Observed,
  type ObservedByKind,
  type RecordByKind,
} from '../../model/index.js';
import {
  findByName,
  findImage,
  isUp,
  type Labels,
  type World,
  type WorldContainer,
  type WorldImage,
} from './world.js';

interface SimulatedHolding extends Holding {
  readonly observe: (identity: Identity) => Observed;
}
type Identity = Pick<Observed, 'address' | 'stackId' | 'generation' | 'otherUsers'>;

/** Everything of a stack, and whatever else holds a name that it wants or is to be imported. */
export function observeWorld(world: World, query: ObserveQuery): Observation {
  const { stack } = query;
  const { own, foreign, asked } = sortHoldings(query, allHoldings(world), world.ledgers);
  const ours = new Set(own.map(({ holding }) => holding.id));
  const ledger = stack.id === undefined ? undefined : world.ledgers.get(stack.id);
  return {
    objects: own.map(({ holding, owner: { address, stackId, generation } }) => {
      const otherUsers = usersOf(world, holding, ours);
      return holding.observe({ address, stackId, generation, otherUsers });
    }),
    foreign,
    candidates: asked.map(({ holding, wanted, generation, owner }) => {
      const otherUsers = usersOf(world, holding, ours);
      const identity = { address: '', stackId: stack.id ?? '', generation, otherUsers };
      return { wanted, object: holding.observe(identity), ...(owner ? { owner } : {}) };
    }),
    ...(ledger ? { ledger } : {}),
  };
}

/** Everything that the world holds. */
export function allHoldings(world: World): readonly SimulatedHolding[] {
  return [
    ...[...world.images.values()].map(imageHolding),
    ...[...world.volumes.values()].map(({ name, labels, beyond }): SimulatedHolding => ({
      kind: 'volume',
      id: name,
      name,
      labels,
      observe: (identity) => ({
        ...identity,
        ...seen('volume', name, name, labels),
        completed: { name, labels: withoutOwnLabels(labels) },
        ...(beyond && { beyond }),
        ...copiedFromOf(labels),
      }),
    })),
    ...[...world.networks.values()].map(({ id, name, labels, spec }): SimulatedHolding => ({
      kind: 'network',
      id,
      name,
      labels,
      observe: (identity) => ({
        ...identity,
        ...seen('network', id, name, labels),
        completed: completeNetwork(spec),
        actualSubnet: spec.subnet ?? '10.0.0.0/24',
      }),
    })),
    ...[...world.containers.values()].map((container): SimulatedHolding => ({
      kind: 'container',
      id: container.id,
      name: container.name,
      labels: container.labels,
      observe: (identity) => observedContainer(world, container, identity),
    })),
  ];
}

/** Names of containers of others that use an object. */
function usersOf(
  world: World,
  { kind, id, name }: Holding,
  ours: ReadonlySet<string>,
): readonly string[] {
  const uses = ({ imageId, endpoints, completed }: WorldContainer): boolean => {
    if (kind === 'image') return imageId === id;
    if (kind === 'network') return endpoints.get(name)?.networkId === id;
    return (
      kind === 'volume' && Object.values(completed.mounts).some(({ source }) => source === name)
    );
  };
  return [...world.containers.values()]
    .filter((container) => !ours.has(container.id) && uses(container))
    .map((container) => container.name)
    .sort();
}

/** Records by the label that says them: an object is looked at many times in a life, and read once. */
const records: { readonly [K in Kind]: Map<string, RecordByKind[K] | null> } = {
  image: new Map(),
  volume: new Map(),
  network: new Map(),
  container: new Map(),
};

function recordOf<K extends Kind>(kind: K, text: string | undefined): RecordByKind[K] | null {
  const known: Map<string, RecordByKind[K] | null> = records[kind];
  const found = known.get(text ?? '');
  if (found !== undefined) return found;
  const record = parseRecord(kind, text);
  // Those of lives that are over.
  if (known.size > 1000) known.clear();
  known.set(text ?? '', record);
  return record;
}

function seen<K extends Kind>(kind: K, id: string, name: string, labels: Labels) {
  return {
    kind,
    id,
    name,
    record: recordOf(kind, labels[ownLabels.spec]),
    fingerprint: `fingerprint of ${id}`,
  };
}

function imageHolding(image: WorldImage): SimulatedHolding {
  const { id, labels, completed, references } = image;
  const names = [...references].sort();
  const name = completed?.name ?? names[0]?.replace(/:[^:/]*$/, '') ?? id;
  return {
    kind: 'image',
    id,
    name,
    names: [name, ...names],
    labels,
    observe: (identity) => ({
      ...identity,
      ...seen('image', id, name, labels),
      completed: completed ?? {
        name,
        key: '',
        from: { kind: 'scratch' },
        base: '',
        steps: [],
        files: {},
        config: emptyImageConfig,
      },
      references: names,
    }),
  };
}

function observedContainer(
  world: World,
  container: WorldContainer,
  identity: Identity,
): ObservedByKind['container'] {
  const { id, name, labels, imageId, state, exitCode, health, endpoints } = container;
  const image = world.images.get(imageId);
  if (!image) throw new Error(`container ${name} is left without its image`);
  const content = parseContents(labels[ownLabels.content]);
  const stale = [...endpoints].filter(
    ([network, { networkId }]) => findByName(world.networks, network)?.id !== networkId,
  );
  const lost = isUp(container)
    ? sharingOf(container.completed).filter(({ container: other }) => {
        const shared = world.containers.get(other);
        return shared && isUp(shared) && shared.life !== container.joined?.get(other);
      })
    : [];
  return {
    ...identity,
    ...seen('container', id, name, labels),
    completed: liveContainer(world, container),
    status: {
      state,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(health === undefined || !isUp(container) ? {} : { health }),
      addresses: {},
    },
    ...(content && { content }),
    imageId,
    imageConfig: image.config,
    staleNetworks: stale.map(([network]) => network).sort(),
    ...(lost.length > 0 && { lostNamespaces: lost.map(({ attribute }) => attribute) }),
  };
}

/** A container's completed spec as it stands, by-hand changes included. */
export function liveContainer(world: World, container: WorldContainer): CompletedContainer {
  const { completed, name, imageId, endpoints } = container;
  const named = findImage(world, completed.image);
  return {
    ...withShared(completed, (other) => world.containers.get(other)?.name),
    name,
    image: named?.id === imageId ? completed.image : imageId,
    networks: Object.fromEntries(
      [...endpoints].map(([network, { endpoint }]) => [
        network,
        { ...endpoint, aliases: endpoint.aliases.filter((alias) => alias !== name) },
      ]),
    ),
  };
}
