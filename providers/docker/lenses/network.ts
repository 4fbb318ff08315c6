/*
 * The lens of networks. The engine gives every network a subnet and mostly a gateway and does not
 * tell whether somebody asked for them, so reading back needs the record: what was not declared
 * there and is as the engine chooses it reads as null.
 */
import { withoutOwnLabels, type CompletedNetwork, type NetworkSpec } from '../../../model/index.js';
import type { NetworkInspection, NetworkRequest } from '../client/index.js';
import { firstHost, maskSubnet } from './ipv4.js';

/** @param labels all labels, the record among them */
export function networkToEngine(
  spec: NetworkSpec,
  labels: Readonly<Record<string, string>>,
): NetworkRequest {
  const pool =
    spec.subnet === undefined
      ? undefined
      : {
          Subnet: maskSubnet(spec.subnet),
          ...(spec.gateway === undefined ? {} : { Gateway: spec.gateway }),
        };
  return {
    Name: spec.name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Internal: spec.internal ?? false,
    Labels: labels,
    ...(pool ? { IPAM: { Driver: 'default', Config: [pool] } } : {}),
  };
}

/** @param record what the network was made from; null when nothing says so */
export function networkFromEngine(
  { name, internal, labels, ipam }: NetworkInspection,
  record: NetworkSpec | null,
): CompletedNetwork {
  const pool = ipam.find(({ subnet }) => !subnet.includes(':'));
  return {
    name,
    internal,
    labels: withoutOwnLabels(labels),
    subnet: subnetOf(pool?.subnet ?? '', record?.subnet),
    gateway: gatewayOf(pool?.subnet ?? '', pool?.gateway ?? '', record),
  };
}

function subnetOf(actual: string, declared: string | undefined): string | null {
  if (declared === undefined) return null;
  if (maskSubnet(actual) === maskSubnet(declared)) return declared;
  return actual === '' ? null : actual;
}

function gatewayOf(subnet: string, actual: string, record: NetworkSpec | null): string | null {
  if (actual === '' || record?.subnet === undefined) return null;
  const chosen = record.gateway === undefined && actual === firstHost(subnet);
  return chosen ? null : actual;
}

/** The IPv4 subnet that a network uses. */
export function actualSubnet({ ipam }: NetworkInspection): string | null {
  return ipam.find(({ subnet }) => subnet !== '' && !subnet.includes(':'))?.subnet ?? null;
}
