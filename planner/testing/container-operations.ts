/*
 * What the simulated engine does to containers: a port has one listener, a fixed address is one of its
 * network and has one holder among what runs.
 */
import {
  equalJson,
  generationOf,
  sharingOf,
  toJson,
  withLiveSettings,
  withShared,
  type CompletedContainer,
  type OperationOf,
  type Target,
} from '../../model/index.js';
import { networkIdOf, refuse, sameLabels, type Behaviour } from './operation.js';
import {
  findByName,
  findContainer,
  findImage,
  isUp,
  mintId,
  type World,
  type WorldContainer,
} from './world.js';

export function requiredContainer(world: World, target: Target): WorldContainer {
  return (
    findContainer(world, target) ?? refuse('not-found', `there is no container ${target.name}`)
  );
}

export function operateOnContainer(
  world: World,
  container: WorldContainer,
  operation: OperationOf<
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
      checkAddress(world, networkId, endpoint.ipv4);
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

export function createContainer(
  world: World,
  { completed, labels, as }: OperationOf<'create-container'>,
): void {
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
  const shared = withShared(
    completed,
    (other) =>
      findByName(world.containers, other)?.id ??
      refuse('not-found', `there is no container ${other}`),
  );
  const id = mintId(world, 'container');
  world.containers.set(id, {
    id,
    name,
    labels,
    imageId: image.id,
    completed: shared,
    endpoints,
    state: 'created',
  });
}

/** A fixed address has to be one of its network, and nobody's who runs. */
function checkAddress(world: World, networkId: string, ipv4: string | null): void {
  if (ipv4 === null) return;
  const { subnet } = world.networks.get(networkId)?.spec ?? {};
  if (subnet === undefined || !contains(subnet, ipv4)) {
    refuse('invalid', `no subnet of the network contains ${ipv4}`);
  }
  const holder = [...world.containers.values()].find(
    (other) =>
      isUp(other) &&
      [...other.endpoints.values()].some(
        (one) => one.networkId === networkId && one.endpoint.ipv4 === ipv4,
      ),
  );
  if (holder) refuse('in-use', `${ipv4} is held by ${holder.name}`);
}

function contains(subnet: string, address: string): boolean {
  const [base = '', bits = ''] = subnet.split('/');
  const number = (text: string): number =>
    text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(base) / size) === Math.floor(number(address) / size);
}

const hostPorts = (completed: CompletedContainer): readonly string[] =>
  Object.keys(completed.ports).map((key) => key.slice(key.lastIndexOf(':') + 1));

function start(world: World, container: WorldContainer, behaviour: Behaviour): void {
  if (isUp(container)) {
    container.state = 'running';
    return;
  }
  for (const [network, { networkId, endpoint }] of container.endpoints) {
    if (!world.networks.has(networkId)) refuse('start-failed', `network ${network} not found`);
    checkAddress(world, networkId, endpoint.ipv4);
  }
  const joined = new Map<string, number>();
  for (const { container: id } of sharingOf(container.completed)) {
    const shared = world.containers.get(id);
    if (!shared || !isUp(shared)) return refuse('start-failed', `${id} does not run`);
    joined.set(id, shared.life ?? 0);
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
  container.life = (container.life ?? 0) + 1;
  container.joined = joined;
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
  until: OperationOf<'await-container'>['until'],
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
