/*
 * Arithmetic on IPv4 subnets, and the choice of free ones. Pure, but for `occupiedSubnets`, which
 * reads the kernel's routes.
 */
import { readIfThere } from '../oci/index.js';

export interface Subnet {
  /** First address, as a number. */
  readonly base: number;
  readonly prefix: number;
}

/** Where subnets for networks without one of their own are taken from, each a /24. */
export const subnetPool = '10.89.0.0/16';
const pooledPrefix = 24;

export function addressNumber(text: string): number {
  return text.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

export function addressText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

export function sizeOf(subnet: Subnet): number {
  return 2 ** (32 - subnet.prefix);
}

/** Reads `10.89.7.0/24`; bits behind the prefix are dropped. */
export function parseSubnet(text: string): Subnet {
  const [address = '', length = '32'] = text.split('/');
  const prefix = Number(length);
  const size = 2 ** (32 - prefix);
  return { base: Math.floor(addressNumber(address) / size) * size, prefix };
}

export function subnetText(subnet: Subnet): string {
  return `${addressText(subnet.base)}/${subnet.prefix}`;
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
}

/** Whether an address can be given to a host of the subnet: neither its first nor its last. */
export function isUsable(subnet: Subnet, address: number): boolean {
  return address > subnet.base && address < subnet.base + sizeOf(subnet) - 1;
}

export interface Occupied {
  readonly subnet: Subnet;
  /** The interface that leads there. */
  readonly device: string;
}

/**
 * Subnets that a host has routes to, default routes apart.
 * @param net where the kernel tells of the network namespace
 */
export function occupiedSubnets(net = '/proc/net'): readonly Occupied[] {
  const [, ...lines] = (readIfThere(`${net}/route`) ?? '').trim().split('\n');
  return lines.flatMap((line) => {
    const [device = '', destination = '', , , , , , mask = ''] = line.split('\t');
    const bits = littleEndian(mask);
    const prefix = bits.toString(2).replaceAll('0', '').length;
    if (prefix === 0) return [];
    return [{ subnet: { base: littleEndian(destination), prefix }, device }];
  });
}

function littleEndian(hexadecimal: string): number {
  const octets = hexadecimal.match(/../g) ?? [];
  return octets.reverse().reduce((number, octet) => number * 256 + parseInt(octet, 16), 0);
}

/**
 * A subnet of the pool that overlaps none of the others; `undefined` when all do.
 * @param first number of the subnet to begin with
 */
export function freeSubnet(taken: readonly Subnet[], first: number): Subnet | undefined {
  const pool = parseSubnet(subnetPool);
  const step = 2 ** (32 - pooledPrefix);
  const count = sizeOf(pool) / step;
  for (let index = 0; index < count; index += 1) {
    const base = pool.base + ((first + index) % count) * step;
    const candidate = { base, prefix: pooledPrefix };
    if (!taken.some((other) => overlaps(other, candidate))) return candidate;
  }
  return undefined;
}

/**
 * The first address of a subnet that is not taken; `undefined` when all are.
 * @param range the part of the subnet from which it is to be
 */
export function freeAddress(
  subnet: Subnet,
  taken: ReadonlySet<string>,
  range = subnet,
): string | undefined {
  for (let number = range.base; number < range.base + sizeOf(range); number += 1) {
    const text = addressText(number);
    if (isUsable(subnet, number) && !taken.has(text)) return text;
  }
  return undefined;
}
