/*
 * What the simulated engine does and refuses, as Docker and the embedded engine do: names are
 * unique, what is in use stays, a port has one listener. Each operation is atomic and idempotent.
 */
import {
  emptyImageConfig,
  completeNetwork,
  EngineError,
  equalJson,
  generationOf,
  ownLabels,
  toJson,
  withLiveSettings,
  type CompletedContainer,
  type EngineErrorCode,
  type Operation,
  type OperationName,
  type Target,
} from '../../model/index.js';
import {
  findByName,
  findContainer,
  findImage,
  isUp,
  mintId,
  type Labels,
  type World,
  type WorldContainer,
} from './world.js';

/** How containers behave once they run, by name. Whatever is not named here works. */
export interface Behaviour {
  /** Their health check never succeeds. */
  readonly unhealthy: ReadonlySet<string>;
  /** They end right after their start. */
  readonly exits: ReadonlySet<string>;
  /** As jobs they end with exit code 1. */
  readonly failingJobs: ReadonlySet<string>;
  /** Containers that the stack made before this generation work whatever is said of their names. */
  readonly from?: number;
}

type Of<O extends OperationName> = Extract<Operation, { op: O }>;

function refuse(code: EngineErrorCode, message: string): never {
  throw new EngineError(code, message);
}

/** Does one operation. @throws EngineError */
export function operate(world: World, operation: Operation, behaviour: Behaviour): void {
  switch (operation.op) {
    case 'build-image': {
      buildImage(world, operation);
      return;
    }
    case 'pull-image': {
      const { reference } = operation;
      if (findImage(world, reference)) return;
      const id = mintId(world, 'image');
      const references = new Set([reference]);
      world.images.set(id, { id, labels: {}, config: emptyImageConfig, references });
      return;
    }
    case 'create-volume': {
      createVolume(world, operation);
      return;
    }
    case 'copy-volume': {
      copyVolume(world, operation);
      return;
    }
    case 'create-network': {
      createNetwork(world, operation);
      return;
    }
    case 'restore-network': {
      restoreNetwork(world, operation);
      return;
    }
    case 'create-container': {
      createContainer(world, operation);
      return;
    }
    case 'remove': {
      remove(world, operation.target);
      return;
    }
    case 'tag-image': {
      const image = world.images.get(operation.target.id ?? '');
      if (!image) refuse('image-not-found', `there is no image ${operation.target.name}`);
      findImage(world, operation.reference)?.references.delete(operation.reference);
      image.references.add(operation.reference);
      return;
    }
    case 'stop-container': {
      const container = findContainer(world, operation.target);
      if (container && isUp(container)) {
        container.state = 'exited';
        container.exitCode = 143;
      }
      return;
    }
    default: {
      operateOn(world, required(world, operation.target), operation, behaviour);
      return;
    }
  }
}

function required(world: World, target: Target): WorldContainer {
  return (
    findContainer(world, target) ?? refuse('not-found', `there is no container ${target.name}`)
  );
}

function operateOn(
  world: World,
  container: WorldContainer,
  operation: Of<
    | 'rename-container'
    | 'update-container'
    | 'write-files'
    | 'connect-network'
    | 'disconnect-network'
    | 'start-container'
    | 'signal-container'
    | 'await-container'
  >,
  behaviour: Behaviour,
): void {
  switch (operation.op) {
    case 'rename-container': {
      const holder = findByName(world.containers, operation.name);
      if (holder && holder !== container) refuse('name-in-use', `${operation.name} is taken`);
      container.name = operation.name;
      for (const [network, { networkId, endpoint }] of container.endpoints) {
        const aliases = endpoint.aliases.filter((alias) => alias !== operation.drop);
        container.endpoints.set(network, { networkId, endpoint: { ...endpoint, aliases } });
      }
      return;
    }
    case 'update-container':
      if (operation.settings.memory === null) refuse('unsupported', 'memory cannot be lifted');
      container.completed = withLiveSettings(container.completed, operation.settings);
      return;
    case 'write-files': {
      const { configs, secrets } = operation.completed;
      container.completed = {
        ...container.completed,
        ...(configs && { configs }),
        ...(secrets && { secrets }),
      };
      return;
    }
    case 'connect-network': {
      const { network, endpoint } = operation;
      const networkId = networkIdOf(world, network);
      const connected = container.endpoints.get(network);
      if (connected && !equalJson(toJson(connected), toJson({ networkId, endpoint }))) {
        refuse('invalid', `${container.name} is on ${network} already`);
      }
      container.endpoints.set(network, { networkId, endpoint });
      return;
    }
    case 'disconnect-network':
      container.endpoints.delete(operation.network);
      return;
    case 'start-container': {
      start(world, container, behaviour);
      return;
    }
    case 'signal-container':
      if (!isUp(container)) refuse('invalid', `${container.name} does not run`);
      return;
    case 'await-container': {
      settle(container, operation.until, behaviour);
      return;
    }
    default:
      return operation satisfies never;
  }
}

function networkIdOf(world: World, name: string): string {
  const network = findByName(world.networks, name);
  return (network ?? refuse('not-found', `there is no network ${name}`)).id;
}

function buildImage(world: World, { completed, spec, reference, labels }: Of<'build-image'>): void {
  const { from } = spec;
  if (from.kind === 'image' && !findImage(world, from.name)) {
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

const sameLabels = (a: Labels, b: Labels): boolean => equalJson(toJson(a), toJson(b));

function createVolume(world: World, { spec: { name }, labels }: Of<'create-volume'>): void {
  const holder = world.volumes.get(name);
  if (holder && !sameLabels(holder.labels, labels)) refuse('name-in-use', `${name} is taken`);
  if (!holder) world.volumes.set(name, { name, labels, content: mintId(world, 'content') });
}

function copyVolume(world: World, { from, spec: { name }, labels }: Of<'copy-volume'>): void {
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

function createNetwork(world: World, { spec, labels }: Of<'create-network'>): void {
  const holder = findByName(world.networks, spec.name);
  if (holder && !sameLabels(holder.labels, labels)) refuse('name-in-use', `${spec.name} is taken`);
  const id = mintId(world, 'network');
  if (!holder) world.networks.set(id, { id, name: completeNetwork(spec).name, labels, spec });
}

function restoreNetwork(world: World, { target, spec, labels }: Of<'restore-network'>): void {
  if (world.networks.has(target.id ?? '')) return;
  const holder = findByName(world.networks, target.name);
  const { stackId } = ownLabels;
  if (holder && holder.labels[stackId] === labels[stackId]) {
    remove(world, { kind: 'network', name: holder.name, id: holder.id });
  }
  createNetwork(world, { op: 'create-network', spec, labels });
}

function createContainer(world: World, { completed, labels, as }: Of<'create-container'>): void {
  const name = as ?? completed.name;
  const holder = findByName(world.containers, name);
  if (holder && sameLabels(holder.labels, labels)) return;
  if (holder) refuse('name-in-use', `${name} is taken`);
  const image = findImage(world, completed.image);
  if (!image) return refuse('image-not-found', `there is no image ${completed.image}`);
  for (const mount of Object.values(completed.mounts)) {
    if (mount.type === 'volume' && !world.volumes.has(mount.source)) {
      refuse('not-found', `there is no volume ${mount.source}`);
    }
  }
  const endpoints = new Map(
    Object.entries(completed.networks).map(([network, endpoint]) => [
      network,
      { networkId: networkIdOf(world, network), endpoint },
    ]),
  );
  const id = mintId(world, 'container');
  world.containers.set(id, {
    id,
    name,
    labels,
    imageId: image.id,
    completed,
    endpoints,
    state: 'created',
  });
}

const hostPorts = (completed: CompletedContainer): readonly string[] =>
  Object.keys(completed.ports).map((key) => key.slice(key.lastIndexOf(':') + 1));

function start(world: World, container: WorldContainer, behaviour: Behaviour): void {
  if (isUp(container)) {
    container.state = 'running';
    return;
  }
  for (const [network, { networkId }] of container.endpoints) {
    if (!world.networks.has(networkId)) refuse('start-failed', `network ${network} not found`);
  }
  const ports = hostPorts(container.completed);
  for (const other of world.containers.values()) {
    if (!isUp(other)) continue;
    const taken = hostPorts(other.completed).find((port) => ports.includes(port));
    if (taken !== undefined) refuse('port-in-use', `port ${taken} is held by ${other.name}`);
  }
  delete container.exitCode;
  delete container.health;
  if (goesWrong(container, behaviour, 'exits')) {
    container.state = 'exited';
    container.exitCode = 1;
    return;
  }
  container.state = 'running';
  if (container.completed.health) container.health = 'starting';
}

/** Whether a container is one that misbehaves in a way. */
const goesWrong = (
  { name, labels }: WorldContainer,
  behaviour: Behaviour,
  how: 'unhealthy' | 'exits' | 'failingJobs',
): boolean => behaviour[how].has(name) && generationOf(labels) >= (behaviour.from ?? 0);

function settle(
  container: WorldContainer,
  until: Of<'await-container'>['until'],
  behaviour: Behaviour,
): void {
  const { name } = container;
  if (until === 'completed') {
    if (container.state === 'running') {
      container.state = 'exited';
      container.exitCode = goesWrong(container, behaviour, 'failingJobs') ? 1 : 0;
    }
    if (container.exitCode !== 0) refuse('job-failed', `${name} ended with exit code 1`);
    return;
  }
  if (container.state !== 'running') refuse('start-failed', `${name} is ${container.state}`);
  if (until !== 'healthy') return;
  container.health = goesWrong(container, behaviour, 'unhealthy') ? 'unhealthy' : 'healthy';
  if (container.health === 'unhealthy') refuse('unhealthy', `${name} is unhealthy`);
}

function remove(world: World, target: Target): void {
  const containers = [...world.containers.values()];
  switch (target.kind) {
    case 'container': {
      const container = findContainer(world, target);
      if (container && isUp(container)) refuse('in-use', `${container.name} is running`);
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
