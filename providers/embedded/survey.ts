/*
 * What stands in the way of a plan on the embedded engine: containers of the store first, then
 * whatever else is on this host.
 */
import {
  isMeant,
  portKeysClash,
  type Holder,
  type Survey,
  type SurveyQuery,
} from '../../model/index.js';
import {
  findPortHolders,
  foreignPlatforms,
  freeSpace,
  locateStore,
  mountSourceProblem,
  occupiedHere,
  overlaps,
  ownPlatform,
  parseSubnet,
  subnetText,
  type ContainerView,
  type EngineView,
  type HostListener,
  type NetworkView,
  type Occupied,
} from '../../runtime/index.js';

/** @param view absent where there is no store: then only the host can be in the way */
export async function surveyHost(
  view: EngineView | undefined,
  query: SurveyQuery,
): Promise<Survey> {
  const [containers, networks, volumes] = view
    ? await Promise.all([view.containers.list(), view.networks.list(), view.volumes.list()])
    : [[], [], []];
  const occupied = query.subnets.length > 0 ? await occupiedHere(locateStore()) : [];
  const ports = query.ports.flatMap((port) => heldPorts(port, containers, networks));
  const others = query.ports.filter((port) => !ports.some((held) => held.port === port));
  const [listeners, problems, free, foreign] = await Promise.all([
    findPortHolders(others),
    Promise.all(query.sources.map(mountSourceProblem)),
    query.room ? freeSpace(locateStore().root) : undefined,
    foreignPlatforms(query.platforms, ownPlatform),
  ]);
  return {
    ports: [...ports, ...listeners.flatMap((listener) => listenerOf(listener, containers))],
    sources: query.sources.flatMap((source, index) => {
      const problem = problems[index];
      return problem === undefined ? [] : [{ source, problem }];
    }),
    absent: query.uses.filter(({ kind, name }) => {
      if (kind === 'container') return !containers.some((one) => isMeant(name, one));
      return !(kind === 'volume' ? volumes : networks).some((one) => one.name === name);
    }),
    subnets: query.subnets.flatMap((subnet) => takenSubnets(subnet, networks, occupied)),
    addresses: query.addresses.flatMap(({ network, address }) =>
      containers
        .filter(({ addresses }) => addresses[network] === address)
        .map((container) => ({ network, address, holder: holderOf(container) })),
    ),
    ...(foreign.length > 0 && { foreign }),
    ...(free === undefined ? {} : { room: { path: locateStore().root, free } }),
  };
}

const holderOf = ({ id, name }: ContainerView): Holder => ({ kind: 'container', id, name });

/** A container holds its ports while it is on a network that leads out. */
function heldPorts(
  port: string,
  containers: readonly ContainerView[],
  networks: readonly NetworkView[],
): Survey['ports'] {
  const outward = new Set(networks.filter(({ internal }) => !internal).map(({ name }) => name));
  return containers
    .filter(
      ({ addresses, live }) =>
        Object.keys(addresses).some((network) => outward.has(network)) &&
        Object.keys(live.ports).some((held) => portKeysClash(held, port)),
    )
    .map((container) => ({ port, holder: holderOf(container) }));
}

/** The monitor of a container holds its ports for a moment after its end, which is in nobody's way. */
function listenerOf(
  { port, text, container: id }: HostListener,
  containers: readonly ContainerView[],
): Survey['ports'] {
  const container = containers.find((one) => one.id === id);
  if (!container) return [{ port, holder: { kind: 'host', text } }];
  const hasEnded = ['created', 'exited', 'lost'].includes(container.state);
  return hasEnded ? [] : [{ port, holder: holderOf(container) }];
}

function takenSubnets(
  subnet: string,
  networks: readonly NetworkView[],
  occupied: readonly Occupied[],
): Survey['subnets'] {
  const wanted = parseSubnet(subnet);
  const bridges = new Set(networks.map(({ bridge }) => bridge));
  const taken = networks
    .filter((network) => overlaps(parseSubnet(network.subnet), wanted))
    .map(({ id, name, subnet: other }): Survey['subnets'][number] => {
      return { subnet, other, holder: { kind: 'network', id, name } };
    });
  const routes = occupied
    .filter((route) => !bridges.has(route.device) && overlaps(route.subnet, wanted))
    .map((route): Survey['subnets'][number] => {
      const text = `interface ${route.device}`;
      return { subnet, other: subnetText(route.subnet), holder: { kind: 'host', text } };
    });
  return [...taken, ...routes];
}
