/*
 * What stands in the way on the simulated engine: its running containers and its networks, and what
 * a test says of the host. Subnets overlap here only where they are written alike.
 */
import {
  formatPlatform,
  nothingInTheWay,
  portKeysClash,
  type Holder,
  type Survey,
  type SurveyQuery,
  type Used,
} from '../../model/index.js';
import { findByName, isUp, type World, type WorldContainer } from './world.js';

const holderOf = ({ id, name }: WorldContainer): Holder => ({ kind: 'container', id, name });

/** What containers of the simulated engine are made for. */
export const simulatedPlatform = { os: 'linux', architecture: 'amd64' } as const;

/** Answers what a plan will need, without changing anything. */
export function surveyWorld(world: World, query: SurveyQuery): Survey {
  const { host } = world;
  const running = [...world.containers.values()].filter(isUp);
  return {
    ...nothingInTheWay,
    ports: query.ports.flatMap((port) => [
      ...running
        .filter(({ completed }) =>
          Object.keys(completed.ports).some((held) => portKeysClash(held, port)),
        )
        .map((container) => ({ port, holder: holderOf(container) })),
      ...[...host.listeners]
        .filter(([held]) => portKeysClash(held, port))
        .map(([, text]): Survey['ports'][number] => ({ port, holder: { kind: 'host', text } })),
    ]),
    sources: query.sources
      .filter((source) => host.missing.has(source))
      .map((source) => ({ source, problem: 'there is nothing at that path' })),
    ...(host.isElsewhere && { sources: [], unseen: query.sources }),
    absent: query.uses.filter(({ kind, name }) => {
      const things: Readonly<Record<Used['kind'], Iterable<{ readonly name: string }>>> = {
        volume: world.volumes.values(),
        network: world.networks.values(),
        container: world.containers.values(),
      };
      return ![...things[kind]].some((one) => one.name === name);
    }),
    subnets: query.subnets.flatMap((subnet) => [
      ...[...world.networks.values()]
        .filter(({ spec }) => spec.subnet === subnet)
        .map(({ id, name }): Survey['subnets'][number] => {
          return { subnet, other: subnet, holder: { kind: 'network', id, name } };
        }),
      ...[...host.routes]
        .filter(([other]) => other === subnet)
        .map(([other, text]): Survey['subnets'][number] => {
          return { subnet, other, holder: { kind: 'host', text } };
        }),
    ]),
    addresses: query.addresses.flatMap(({ network, address }) => {
      const id = findByName(world.networks, network)?.id;
      return running
        .filter(({ endpoints }) => {
          const joined = endpoints.get(network);
          return joined?.networkId === id && joined?.endpoint.ipv4 === address;
        })
        .map((container) => ({ network, address, holder: holderOf(container) }));
    }),
    foreign: query.platforms.flatMap((platform) => {
      const engine = formatPlatform(simulatedPlatform);
      return platform === engine ? [] : [{ platform, engine }];
    }),
    ...(query.room ? { room: { path: '/var/lib/simulated', free: host.free } } : {}),
  };
}
