/*
 * What the simulated engine reports: its objects, translated back into completed specs as a lens
 * does it. Reads only.
 */
import {
  completeNetwork,
  generationOf,
  ownLabels,
  parseRecord,
  withoutOwnLabels,
  type CompletedContainer,
  type Foreign,
  type Kind,
  type Observation,
  type ObserveQuery,
  type Observed,
  type ObservedByKind,
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

/** Everything of a stack, and whatever else holds a name that it wants. */
export function observeWorld(world: World, { stack, names }: ObserveQuery): Observation {
  const isOurs = (labels: Labels): boolean =>
    labels[ownLabels.stack] === stack.name && labels[ownLabels.stackId] === stack.id;
  const objects: Observed[] = [
    ...[...world.images.values()].flatMap((image) =>
      isOurs(image.labels) ? observedImage(image) : [],
    ),
    ...[...world.volumes.values()]
      .filter(({ labels }) => isOurs(labels))
      .map(({ name, labels }): Observed => ({
        ...identity('volume', name, name, labels),
        completed: { name, labels: withoutOwnLabels(labels) },
      })),
    ...[...world.networks.values()]
      .filter(({ labels }) => isOurs(labels))
      .map(({ id, name, labels, spec }): Observed => ({
        ...identity('network', id, name, labels),
        completed: completeNetwork(spec),
        actualSubnet: spec.subnet ?? '10.0.0.0/24',
      })),
    ...[...world.containers.values()]
      .filter(({ labels }) => isOurs(labels))
      .map((container) => observedContainer(world, container)),
  ];
  const ledger = stack.id === undefined ? undefined : world.ledgers.get(stack.id);
  const foreign = foreignObjects(world).filter(
    (object) =>
      (object.stack === stack.name && object.stackId !== stack.id) ||
      (object.stackId !== stack.id &&
        names.some(({ kind, name }) => kind === object.kind && name === object.name)),
  );
  return { objects, foreign, ...(ledger ? { ledger } : {}) };
}

function identity<K extends Kind>(kind: K, id: string, name: string, labels: Labels) {
  return {
    kind,
    id,
    name,
    address: labels[ownLabels.address] ?? '',
    stackId: labels[ownLabels.stackId] ?? '',
    generation: generationOf(labels),
    record: parseRecord(kind, labels[ownLabels.spec]),
    fingerprint: `fingerprint of ${id}`,
  };
}

function observedImage(image: WorldImage): readonly ObservedByKind['image'][] {
  const { id, labels, completed, references } = image;
  if (!completed) return [];
  const base = identity('image', id, completed.name, labels);
  return [{ ...base, completed, references: [...references].sort() }];
}

function observedContainer(world: World, container: WorldContainer): ObservedByKind['container'] {
  const { id, name, labels, imageId, state, exitCode, health, endpoints } = container;
  const image = world.images.get(imageId);
  if (!image) throw new Error(`container ${name} is left without its image`);
  const stale = [...endpoints].filter(
    ([network, { networkId }]) => findByName(world.networks, network)?.id !== networkId,
  );
  return {
    ...identity('container', id, name, labels),
    completed: liveContainer(world, container),
    status: {
      state,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(health === undefined || !isUp(container) ? {} : { health }),
      addresses: {},
    },
    imageId,
    imageConfig: image.config,
    staleNetworks: stale.map(([network]) => network).sort(),
  };
}

/** A container's completed spec as it stands, by-hand changes included. */
export function liveContainer(world: World, container: WorldContainer): CompletedContainer {
  const { completed, name, imageId, endpoints } = container;
  const named = findImage(world, completed.image);
  return {
    ...completed,
    name,
    image: named && named.id !== imageId ? imageId : completed.image,
    networks: Object.fromEntries(
      [...endpoints].map(([network, { endpoint }]) => [network, endpoint]),
    ),
  };
}

function foreignObjects(world: World): readonly Foreign[] {
  const entry = (kind: Kind, id: string, name: string, labels: Labels): Foreign => {
    const stack = labels[ownLabels.stack];
    const stackId = labels[ownLabels.stackId];
    return {
      kind,
      id,
      name,
      ...(stack === undefined ? {} : { stack }),
      ...(stackId === undefined ? {} : { stackId }),
    };
  };
  return [
    ...[...world.images.values()].flatMap(({ id, labels, references }) =>
      [...references].map((reference) =>
        entry('image', id, reference.replace(/:[^:/]*$/, ''), labels),
      ),
    ),
    ...[...world.volumes.values()].map(({ name, labels }) => entry('volume', name, name, labels)),
    ...[...world.networks.values()].map(({ id, name, labels }) =>
      entry('network', id, name, labels),
    ),
    ...[...world.containers.values()].map(({ id, name, labels }) =>
      entry('container', id, name, labels),
    ),
  ];
}
