/*
 * The lens of networks. The engine gives every network a subnet and mostly a gateway and does not
 * tell whether somebody asked for them, so reading back needs the record: what was not declared
 * there and is as the engine chooses it reads as null. Without a record, a subnet that the engine
 * never chooses by itself was asked for.
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
    ...(record || isChosenByEngine(pool?.subnet ?? '')
      ? {
          subnet: subnetOf(pool?.subnet ?? '', record?.subnet),
          gateway: gatewayOf(pool?.subnet ?? '', pool?.gateway ?? '', record),
        }
      : {
          subnet: pool?.subnet ?? null,
          gateway: otherGateway(pool?.subnet ?? '', pool?.gateway ?? ''),
        }),
  };
}

/** Whether a subnet is one of those that Docker takes where nobody says anything. */
function isChosenByEngine(subnet: string): boolean {
  return (
    subnet === '' ||
    /^172\.(?:1[7-9]|2\d|3[01])\.0\.0\/16$/.test(subnet) ||
    /^192\.168\.\d+\.0\/20$/.test(subnet)
  );
}

/** A gateway that the engine would not have chosen in the subnet. */
const otherGateway = (subnet: string, gateway: string): string | null =>
  gateway === '' || gateway === firstHost(subnet) ? null : gateway;

function subnetOf(actual: string, declared: string | undefined): string | null {
  if (declared === undefined) return null;
  if (maskSubnet(actual) === maskSubnet(declared)) return declared;
  return actual === '' ? null : actual;
}

function gatewayOf(subnet: string, actual: string, record: NetworkSpec | null): string | null {
  if (actual === '' || record?.subnet === undefined) return null;
  return record.gateway === undefined ? otherGateway(subnet, actual) : actual;
}

/** The IPv4 subnet that a network uses. */
export function actualSubnet({ ipam }: NetworkInspection): string | null {
  return ipam.find(({ subnet }) => subnet !== '' && !subnet.includes(':'))?.subnet ?? null;
}
