/*
 * What stands in the way of a plan on Docker: what the engine says of its own containers and
 * networks, and what can be seen of its host where it is this one.
 */
import {
  addressRange,
  isIpv6,
  isMeant,
  portKeysClash,
  rangesOverlap,
  type Holder,
  type Survey,
  type SurveyQuery,
  type Used,
} from '../../../model/index.js';
import {
  findPortHolders,
  foreignPlatforms,
  freeSpace,
  mountSourceProblem,
} from '../../../runtime/host/index.js';
import {
  occupiedSubnets,
  overlaps,
  parseSubnet,
  subnetText,
} from '../../../runtime/networks/index.js';
import type { ContainerEntry, DockerReader, NetworkInspection } from '../client/index.js';
import { findDaemon, type DaemonPlace } from './daemon-place.js';

/** @throws EngineError when the engine cannot be asked */
export async function survey(reader: DockerReader, query: SurveyQuery): Promise<Survey> {
  const isUsed = (kind: Used['kind']): boolean => query.uses.some((one) => one.kind === kind);
  const [containers, networks, volumes, info] = await Promise.all([
    reader.listContainers(),
    query.subnets.length > 0 || isUsed('network') ? reader.listNetworks() : [],
    isUsed('volume') ? reader.listVolumes() : [],
    reader.info(),
  ]);
  const place = await findDaemon(reader.transport.address, info);
  const ports = query.ports.flatMap((port) => heldPorts(port, containers));
  // Docker listens itself on the ports of its containers.
  const others = query.ports.filter((port) => !ports.some((held) => held.port === port));
  const [listeners, sources, free, foreign] = await Promise.all([
    place.net === undefined ? [] : findPortHolders(others, place.net),
    place.sharesFiles ? missingSources(query.sources) : [],
    place.sharesFiles && query.room ? freeSpace(info.rootDirectory) : undefined,
    query.platforms.length > 0
      ? foreignPlatforms(query.platforms, await reader.platform(), place.sharesFiles)
      : [],
  ]);
  return {
    ports: [
      ...ports,
      ...listeners.map(({ port, text }) => ({ port, holder: { kind: 'host', text } as const })),
    ],
    sources,
    ...(!place.sharesFiles && query.sources.length > 0 && { unseen: query.sources }),
    absent: query.uses.filter((used) => !isThere(used, { containers, networks, volumes })),
    subnets: query.subnets.flatMap((subnet) => takenSubnets(subnet, networks, place)),
    addresses: query.addresses.flatMap(({ network, address }) =>
      containers
        .filter(({ addresses }) => addresses[network] === address)
        .map((container) => ({ network, address, holder: holderOf(container) })),
    ),
    ...(foreign.length > 0 && { foreign }),
    ...(free === undefined ? {} : { room: { path: info.rootDirectory, free } }),
  };
}

/** Whether what is used is there; a container may also be called by the beginning of its id. */
function isThere(
  { kind, name }: Used,
  {
    containers,
    ...named
  }: {
    readonly containers: readonly ContainerEntry[];
    readonly networks: readonly { readonly name: string }[];
    readonly volumes: readonly { readonly name: string }[];
  },
): boolean {
  switch (kind) {
    case 'container':
      return containers.some(({ id, names }) =>
        names.some((own) => isMeant(name, { id, name: own })),
      );
    case 'volume':
      return named.volumes.some((one) => one.name === name);
    case 'network':
      return named.networks.some((one) => one.name === name);
    default:
      return kind satisfies never;
  }
}

const holderOf = ({ id, names }: ContainerEntry): Holder => ({
  kind: 'container',
  id,
  name: names[0] ?? id.slice(0, 12),
});

function heldPorts(port: string, containers: readonly ContainerEntry[]): Survey['ports'] {
  return containers
    .filter(({ ports }) => ports.some((held) => portKeysClash(held, port)))
    .map((container) => ({ port, holder: holderOf(container) }));
}

async function missingSources(sources: readonly string[]): Promise<Survey['sources']> {
  const problems = await Promise.all(sources.map(mountSourceProblem));
  return sources.flatMap((source, index) => {
    const problem = problems[index];
    return problem === undefined ? [] : [{ source, problem }];
  });
}

/**
 * Docker refuses what overlaps a network of its own, and lets a route of the host pass. A wider
 * route, such as one of a VPN, may be narrowed on purpose; one that leads no further than the wanted
 * subnet is cut off from its interface.
 */
function takenSubnets(
  subnet: string,
  networks: readonly NetworkInspection[],
  { net }: DaemonPlace,
): Survey['subnets'] {
  const range = addressRange(subnet);
  const taken = networks.flatMap(({ id, name, ipam }) =>
    ipam
      .filter(({ subnet: other }) => {
        const held = addressRange(other);
        return range !== undefined && held !== undefined && rangesOverlap(held, range);
      })
      .map(({ subnet: other }): Survey['subnets'][number] => {
        return { subnet, other, holder: { kind: 'network', id, name } };
      }),
  );
  if (isIpv6(subnet)) return taken;
  const wanted = parseSubnet(subnet);
  const routes = net === undefined ? [] : occupiedSubnets(net);
  const foreign = routes
    .filter((route) => !isBridgeOf(route.device, networks))
    .filter((route) => route.subnet.prefix >= wanted.prefix && overlaps(route.subnet, wanted))
    .map((route): Survey['subnets'][number] => {
      const text = `interface ${route.device}`;
      return { subnet, other: subnetText(route.subnet), holder: { kind: 'host', text } };
    });
  return [...taken, ...foreign];
}

/** Docker names a bridge after its network, unless it was told a name. */
const isBridgeOf = (device: string, networks: readonly NetworkInspection[]): boolean =>
  networks.some(({ id, bridge }) => device === (bridge ?? `br-${id.slice(0, 12)}`));
