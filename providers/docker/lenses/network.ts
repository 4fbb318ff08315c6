/*
 * The lens of networks. The engine gives every network a subnet and mostly a gateway and does not
 * tell whether somebody asked for them, so reading back needs the record: what was not declared
 * there and is as the engine chooses it reads as null. Without a record, a subnet that the engine
 * never chooses by itself was asked for.
 */
import {
  canonicalSubnet,
  completeNetwork,
  completePool,
  isIpv6,
  mtuOption,
  withoutOwnLabels,
  type CompletedNetwork,
  type CompletedPool,
  type NetworkSpec,
} from '../../../model/index.js';
import type { Ipam, NetworkInspection, NetworkRequest, PoolRequest } from '../client/index.js';

/** @param labels all labels, the record among them */
export function networkToEngine(
  spec: NetworkSpec,
  labels: Readonly<Record<string, string>>,
): NetworkRequest {
  const { subnet, ipam = {}, ...completed } = completeNetwork(spec);
  const pools = [
    ...(subnet === null ? [] : [poolToEngine(subnet, completed)]),
    ...Object.entries(ipam).map(([further, pool]) => poolToEngine(further, pool)),
  ];
  const options = {
    ...completed.driver_options,
    ...(completed.mtu !== undefined && { [mtuOption]: String(completed.mtu) }),
  };
  return {
    Name: spec.name,
    CheckDuplicate: true,
    Driver: completed.driver ?? 'bridge',
    Internal: completed.internal,
    Labels: labels,
    ...(completed.ipv6 === true && { EnableIPv6: true }),
    ...(Object.keys(options).length > 0 && { Options: options }),
    ...(pools.length > 0 && { IPAM: { Driver: 'default', Config: pools } }),
  };
}

function poolToEngine(
  subnet: string,
  { gateway, ip_range: range, aux_addresses: reserved }: CompletedPool,
): PoolRequest {
  return {
    Subnet: subnet,
    ...(gateway !== null && { Gateway: gateway }),
    ...(range !== undefined && { IPRange: range }),
    ...(reserved && { AuxiliaryAddresses: reserved }),
  };
}

/** @param record what the network was made from; null when nothing says so */
export function networkFromEngine(
  network: NetworkInspection,
  record: NetworkSpec | null,
): CompletedNetwork {
  const { name, driver, internal, labels, ipam } = network;
  const asked = record ? completeNetwork(record) : null;
  const options = Object.entries(network.options).filter(([option]) => option !== mtuOption);
  const mtu = network.options[mtuOption];
  const pools = ipam.map((pool) => ({ ...pool, subnet: canonicalSubnet(pool.subnet) }));
  const first = firstPool(pools, asked);
  const isChosen = first ? (asked ? asked.subnet === null : isChosenByEngine(first.subnet)) : true;
  const further = pools.filter((pool) => pool !== first && !isChosenIpv6(pool, network, asked));
  return {
    name,
    ...(driver !== '' && driver !== 'bridge' && { driver }),
    ...(options.length > 0 && { driver_options: Object.fromEntries(options) }),
    internal,
    subnet: first && !isChosen ? first.subnet : null,
    ...(first && !isChosen ? poolFromEngine(first) : { gateway: null }),
    ...(network.ipv6 && { ipv6: true }),
    ...(further.length > 0 && {
      ipam: Object.fromEntries(further.map((pool) => [pool.subnet, poolFromEngine(pool)])),
    }),
    ...(mtu !== undefined && { mtu: Number(mtu) }),
    labels: withoutOwnLabels(labels),
  };
}

/** The subnet of IPv4 that stands apart: the one that was asked for as such, else the first. */
function firstPool(pools: readonly Ipam[], asked: CompletedNetwork | null): Ipam | undefined {
  const known = Object.keys(asked?.ipam ?? {});
  return (
    pools.find(({ subnet }) => subnet === asked?.subnet) ??
    pools.find(({ subnet }) => subnet !== '' && !isIpv6(subnet) && !known.includes(subnet))
  );
}

/** Whether the engine has chosen a subnet of IPv6 where one was asked for, and none in particular. */
function isChosenIpv6(
  { subnet }: Ipam,
  { ipv6 }: NetworkInspection,
  asked: CompletedNetwork | null,
): boolean {
  if (subnet === '') return true;
  return ipv6 && asked !== null && isIpv6(subnet) && !Object.keys(asked.ipam ?? {}).some(isIpv6);
}

function poolFromEngine({ subnet, gateway, range, reserved }: Ipam): CompletedPool {
  return completePool({
    subnet,
    // The engine may tell it with the length of the subnet.
    ...(gateway !== '' && { gateway: gateway.split('/')[0] ?? '' }),
    ...(range !== '' && { ip_range: range }),
    aux_addresses: reserved,
  });
}

/** Whether a subnet is one of those that Docker takes where nobody says anything. */
function isChosenByEngine(subnet: string): boolean {
  return (
    subnet === '' ||
    /^172\.(?:1[7-9]|2\d|3[01])\.0\.0\/16$/.test(subnet) ||
    /^192\.168\.\d+\.0\/20$/.test(subnet)
  );
}

/** The IPv4 subnet that a network uses. */
export function actualSubnet({ ipam }: NetworkInspection): string | null {
  return ipam.find(({ subnet }) => subnet !== '' && !subnet.includes(':'))?.subnet ?? null;
}
