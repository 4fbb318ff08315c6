/*
 * Arithmetic on IPv4 subnets, whose ends are numbers of 32 bits held exactly in a float. Nothing is
 * rounded, and no bit operation is used, since those would see a sign.
 */
import { addressNumber, addressText } from '../semantics/checks/ipv4.js';
import { isIpv4 } from '../semantics/literals.js';

export interface Subnet {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** The subnet of a first address and a prefix length. */
export const subnetAt = (first: number, prefix: number): Subnet => ({
  first,
  last: first + 2 ** (32 - prefix) - 1,
  prefix,
});

/** Reads `10.89.0.0/16`. The bits of the host count for nothing: `10.89.7.1/16` is the same subnet. */
export function parseCidr(text: string): Subnet | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const [, address = '', bits = ''] = match ?? [];
  const prefix = Number(bits);
  if (!match || !isIpv4(address) || prefix > 32) return undefined;
  const length = 2 ** (32 - prefix);
  return subnetAt(Math.floor(addressNumber(address) / length) * length, prefix);
}

export const subnetText = ({ first, prefix }: Subnet): string => `${addressText(first)}/${prefix}`;

/** Whether all of a range lies in a subnet. */
export const holds = (subnet: Subnet, first: number, last: number): boolean =>
  subnet.first <= first && last <= subnet.last;

/** The addresses that a host can have: neither that of the network nor broadcast, where there are such. */
export function hostRange({ first, last, prefix }: Subnet): { first: number; last: number } {
  return prefix >= 31 ? { first, last } : { first: first + 1, last: last - 1 };
}
