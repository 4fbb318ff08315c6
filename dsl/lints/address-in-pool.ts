/*
 * A fixed address among those that the engine gives out by itself: another container may have got it
 * first. Where all containers of a network have fixed addresses nothing is given out.
 */
import type { ResourceOf } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { placeOf } from '../semantics/checks/clashes.js';
import { addressNumber, subnetRange } from '../semantics/checks/ipv4.js';
import { pathTo } from '../semantics/paths.js';
import { containersOf, type Lint } from './lint.js';

type Container = ResourceOf<'container'>;

export const addressInPool: Lint = (input) => {
  const containers = containersOf(input);
  const networks = new Map(
    input.resources.flatMap((one) => (one.kind === 'network' ? [[one.spec.name, one]] : [])),
  );
  const withoutAddress = firstWithoutAddress(containers);
  return containers.flatMap((container) =>
    Object.entries(container.spec.networks ?? {}).flatMap(([name, { ipv4 }]) => {
      const network = networks.get(name);
      const range = network && poolOf(network);
      const other = withoutAddress.get(name);
      if (ipv4 === undefined || !range || !other || !isWithin(range, ipv4)) return [];
      const path = pathTo('networks', name);
      return diagnose('address-in-pool', placeOf(container, `${path}.ipv4`, path, 'networks'), {
        summary: `${ipv4} is among the addresses that the engine gives to others`,
        detail: `${other.address} has no fixed address, and may be given this one while ${container.address} is not running. Give it a fixed address, too.`,
        labels: [{ span: placeOf(other, path, 'networks'), text: `${other.address} is here` }],
      });
    }),
  );
};

/** The first container of each network that is given an address there. */
function firstWithoutAddress(containers: readonly Container[]): ReadonlyMap<string, Container> {
  const found = new Map<string, Container>();
  for (const container of containers) {
    for (const [name, { ipv4 }] of Object.entries(container.spec.networks ?? {})) {
      if (ipv4 === undefined && !found.has(name)) found.set(name, container);
    }
  }
  return found;
}

type Range = ReturnType<typeof subnetRange>;

/** What the engine gives out; `undefined` where it chooses the subnet, too. */
function poolOf({ spec }: ResourceOf<'network'>): Range | undefined {
  if (spec.ip_range !== undefined) return subnetRange(spec.ip_range);
  return spec.subnet === undefined ? undefined : subnetRange(spec.subnet);
}

function isWithin({ first, last }: Range, address: string): boolean {
  const number = addressNumber(address);
  return first <= number && number <= last;
}
