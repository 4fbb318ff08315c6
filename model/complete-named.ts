/*
 * Completed volumes and networks. What most of them do without is left out where it is at its default,
 * as in containers; subnets are in one spelling, and the first of IPv4 stands apart from the others.
 */
import type { CompletedNetwork, CompletedPool, CompletedVolume } from './completed.js';
import { canonicalAddress, canonicalSubnet, firstHost, isIpv6 } from './ip.js';
import type { NetworkSpec, Pool, VolumeSpec } from './schemas/index.js';

/** The driver of volumes where nothing is said. */
export const localDriver = 'local';

/** The option by which engines know how long a packet may be, where it is said among the driver's. */
export const mtuOption = 'com.docker.network.driver.mtu';

const sortedMembers = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const hasMembers = (record: object | undefined): boolean =>
  record !== undefined && Object.keys(record).length > 0;

export function completeVolume(spec: VolumeSpec): CompletedVolume {
  const { name, driver, driver_options: options = {}, labels = {} } = spec;
  return {
    name,
    ...(driver !== undefined && driver !== localDriver && { driver }),
    ...(hasMembers(options) && { driver_options: sortedMembers(options) }),
    labels,
  };
}

/** A gateway that is not the one which engines choose by themselves. */
const otherGateway = (subnet: string, gateway: string | undefined): string | null => {
  const address = canonicalAddress(gateway ?? '');
  return address === '' || address === firstHost(subnet) ? null : address;
};

/** What is said of a subnet beside itself. */
export function completePool(pool: Pool): CompletedPool {
  const { subnet, gateway, ip_range: range, aux_addresses: reserved = {} } = pool;
  const addresses = Object.entries(reserved).map(
    ([name, address]) => [name, canonicalAddress(address)] as const,
  );
  const canonical = range === undefined ? undefined : canonicalSubnet(range);
  return {
    gateway: otherGateway(subnet, gateway),
    ...(canonical !== undefined &&
      canonical !== canonicalSubnet(subnet) && { ip_range: canonical }),
    ...(addresses.length > 0 && { aux_addresses: sortedMembers(Object.fromEntries(addresses)) }),
  };
}

/** All subnets of a network, that which stands apart first. */
export function poolsOf(spec: NetworkSpec): readonly Pool[] {
  const { subnet, gateway, ip_range, aux_addresses, ipam = [] } = spec;
  if (subnet !== undefined) {
    const first: Pool = {
      subnet,
      ...(gateway !== undefined && { gateway }),
      ...(ip_range !== undefined && { ip_range }),
      ...(aux_addresses && { aux_addresses }),
    };
    return [first, ...ipam];
  }
  const apart = ipam.find((pool) => !isIpv6(pool.subnet));
  return apart ? [apart, ...ipam.filter((pool) => pool !== apart)] : ipam;
}

export function completeNetwork(spec: NetworkSpec): CompletedNetwork {
  const { driver, driver_options: said = {} } = spec;
  const { [mtuOption]: saidMtu, ...options } = said;
  const mtu = spec.mtu ?? (saidMtu === undefined ? undefined : Number(saidMtu));
  const pools = poolsOf(spec);
  const [first, ...rest] = pools[0] && !isIpv6(pools[0].subnet) ? pools : [undefined, ...pools];
  const ipv6 = spec.ipv6 ?? pools.some(({ subnet }) => isIpv6(subnet));
  const further = rest.flatMap((pool) =>
    pool ? [[canonicalSubnet(pool.subnet), completePool(pool)] as const] : [],
  );
  return {
    name: spec.name,
    ...(driver !== undefined && driver !== 'bridge' && { driver }),
    ...(hasMembers(options) && { driver_options: sortedMembers(options) }),
    internal: spec.internal ?? false,
    subnet: first ? canonicalSubnet(first.subnet) : null,
    ...(first ? completePool(first) : { gateway: null }),
    ...(ipv6 && { ipv6 }),
    ...(further.length > 0 && { ipam: sortedMembers(Object.fromEntries(further)) }),
    ...(mtu !== undefined && { mtu }),
    labels: spec.labels ?? {},
  };
}
