/* Making and removing images, volumes and networks on the simulated engine, and removing containers. */
import {
  completeNetwork,
  emptyImageConfig,
  ownLabels,
  sharingOf,
  type OperationOf,
  type Target,
} from '../../model/index.js';
import { refuse, sameLabels } from './operation.js';
import { findByName, findContainer, findImage, isUp, mintId, type World } from './world.js';

export function pullImage(world: World, { reference }: OperationOf<'pull-image'>): void {
  if (findImage(world, reference)) return;
  const id = mintId(world, 'image');
  const references = new Set([reference]);
  world.images.set(id, { id, labels: {}, config: emptyImageConfig, references });
}

export function tagImage(
  world: World,
  { target, reference, from }: OperationOf<'tag-image'>,
): void {
  const image =
    target.id === undefined ? findImage(world, target.name) : world.images.get(target.id);
  if (!image) return refuse('image-not-found', `there is no image ${target.name}`);
  const holder = findImage(world, reference);
  if (holder && holder !== image && from && !from.includes(holder.id)) {
    refuse('name-in-use', `${reference} is taken`);
  }
  holder?.references.delete(reference);
  image.references.add(reference);
}

export function untagImage(world: World, { target, reference }: OperationOf<'untag-image'>): void {
  const image = world.images.get(target.id ?? '');
  if (image && image.references.size > 1) image.references.delete(reference);
}

export function buildImage(
  world: World,
  { completed, spec, reference, labels }: OperationOf<'build-image'>,
): void {
  const { from } = spec;
  if (from?.kind === 'image' && !findImage(world, from.name)) {
    refuse('image-not-found', `there is no image ${from.name}`);
  }
  const built = [...world.images.values()].find(
    (image) =>
      image.completed?.key === completed.key &&
      image.labels[ownLabels.address] === labels[ownLabels.address],
  );
  const holder = findImage(world, reference);
  if (holder && holder !== built) holder.references.delete(reference);
  if (built) {
    built.references.add(reference);
    return;
  }
  const id = mintId(world, 'image');
  const { config } = completed;
  world.images.set(id, { id, labels, completed, config, references: new Set([reference]) });
}

export function createVolume(
  world: World,
  { spec: { name }, labels }: OperationOf<'create-volume'>,
): void {
  const holder = world.volumes.get(name);
  if (holder && !sameLabels(holder.labels, labels)) refuse('name-in-use', `${name} is taken`);
  if (!holder) world.volumes.set(name, { name, labels, content: mintId(world, 'content') });
}

export function copyVolume(
  world: World,
  { from, spec: { name }, labels }: OperationOf<'copy-volume'>,
): void {
  const source = world.volumes.get(from.name);
  if (!source) return refuse('not-found', `there is no volume ${from.name}`);
  const users = [...world.containers.values()].filter(({ completed }) =>
    Object.values(completed.mounts).some((mount) => [from.name, name].includes(mount.source)),
  );
  const user = users.find(isUp);
  if (user) refuse('in-use', `volume ${from.name} is used by ${user.name}`);
  const holder = world.volumes.get(name);
  if (holder && holder.labels[ownLabels.copiedFrom] !== from.name) {
    refuse('name-in-use', `${name} is taken`);
  }
  // One that is there is removed first, which no engine does under a container, even if that stands still.
  const holds = users.find(({ completed }) =>
    Object.values(completed.mounts).some((mount) => mount.source === name),
  );
  if (holder && holds) refuse('in-use', `volume ${name} is used by ${holds.name}`);
  world.volumes.set(name, { name, labels, content: source.content });
}

export function createNetwork(world: World, { spec, labels }: OperationOf<'create-network'>): void {
  const holder = findByName(world.networks, spec.name);
  if (holder && !sameLabels(holder.labels, labels)) refuse('name-in-use', `${spec.name} is taken`);
  const id = mintId(world, 'network');
  if (!holder) world.networks.set(id, { id, name: completeNetwork(spec).name, labels, spec });
}

export function restoreNetwork(
  world: World,
  { target, spec, labels }: OperationOf<'restore-network'>,
): void {
  if (world.networks.has(target.id ?? '')) return;
  const holder = findByName(world.networks, target.name);
  const { stackId } = ownLabels;
  if (holder && holder.labels[stackId] === labels[stackId]) {
    remove(world, { kind: 'network', name: holder.name, id: holder.id });
  }
  createNetwork(world, { op: 'create-network', spec, labels });
}

export function remove(world: World, target: Target): void {
  const containers = [...world.containers.values()];
  switch (target.kind) {
    case 'container': {
      const container = findContainer(world, target);
      if (container && isUp(container)) refuse('in-use', `${container.name} is running`);
      const sharer = containers.find(({ completed }) =>
        sharingOf(completed).some((one) => one.container === container?.id),
      );
      if (sharer) refuse('in-use', `${sharer.name} is to be in a namespace of it`);
      if (container) world.containers.delete(container.id);
      return;
    }
    case 'network': {
      const network = target.id ?? findByName(world.networks, target.name)?.id ?? '';
      const user = containers.find(
        (container) =>
          isUp(container) &&
          [...container.endpoints.values()].some(({ networkId }) => networkId === network),
      );
      if (user) refuse('in-use', `network ${target.name} is used by ${user.name}`);
      world.networks.delete(network);
      return;
    }
    case 'volume': {
      const user = containers.find(({ completed }) =>
        Object.values(completed.mounts).some(({ source }) => source === target.name),
      );
      if (user) refuse('in-use', `volume ${target.name} is used by ${user.name}`);
      world.volumes.delete(target.name);
      return;
    }
    case 'image': {
      const image = world.images.get(target.id ?? findImage(world, target.name)?.id ?? '');
      if (!image) return;
      const user = containers.find(({ imageId }) => imageId === image.id);
      if (user) refuse('in-use', `image ${target.name} is used by ${user.name}`);
      const { key } = image.completed ?? { key: '' };
      const child = [...world.images.values()].find(({ completed }) => completed?.base === key);
      const twin = [...world.images.values()].find(
        (other) => other !== image && other.completed?.key === key,
      );
      if (child && !twin) refuse('in-use', `image ${target.name} is the base of another`);
      world.images.delete(image.id);
      return;
    }
    default:
      return target.kind satisfies never;
  }
}
