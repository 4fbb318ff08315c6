/*
 * Addresses and subnets of both families, in the one spelling in which they are compared: IPv4 as it is
 * written, IPv6 as RFC 5952 has it. Text that is neither is given back as it is.
 */

const bitsOf = (text: string): 32 | 128 => (text.includes(':') ? 128 : 32);

export const isIpv6 = (text: string): boolean => bitsOf(text) === 128;

/** An address as a number; `undefined` where the text is none. */
export function addressValue(text: string): bigint | undefined {
  return isIpv6(text) ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  if (parts.some((part) => Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const ending = tail ? parseIpv4(tail[2] ?? '') : undefined;
  if (tail && ending === undefined) return undefined;
  const words = ending === undefined ? [] : [ending >> 16n, ending & 0xffffn];
  const plain = tail ? `${tail[1] ?? ''}${words.map((word) => word.toString(16)).join(':')}` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function formatAddress(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((by) => (value >> by) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(':');
  // The longest run of zeros, the first of equal ones, and none of a single group.
  const runs = [...groups.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce((most, [run]) => (run.length > most.length ? run : most), '');
  if (longest === '') return groups;
  const at = runs.find(([run]) => run === longest)?.index ?? 0;
  const before = groups.slice(0, at).replace(/:$/, '');
  const behind = groups.slice(at + longest.length).replace(/^:/, '');
  return `${before}::${behind}`;
}

/** An address in its one spelling. */
export function canonicalAddress(text: string): string {
  const value = isIpv6(text) ? addressValue(text) : undefined;
  return value === undefined ? text : formatAddress(value, 128);
}

/** The address before one; `undefined` where there is none. */
export function addressBefore(text: string): string | undefined {
  const value = addressValue(text);
  return value === undefined || value === 0n ? undefined : formatAddress(value - 1n, bitsOf(text));
}

/** All addresses of a subnet, from its first to its last. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range of `10.89.7.0/24` or `fd00::/64`; the bits of a host count for nothing. */
export function addressRange(subnet: string): AddressRange | undefined {
  const [text = '', length = ''] = subnet.split('/');
  const bits = bitsOf(text);
  const prefix = Number(length);
  const address = addressValue(text);
  if (address === undefined || !/^\d{1,3}$/.test(length) || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = address - (address % size);
  return { bits, prefix, first, last: first + size - 1n };
}

/** The subnet of a range that is one; `undefined` where it is not. */
export function subnetBetween(first: string, last: string): string | undefined {
  const [from, to] = [addressValue(first), addressValue(last)];
  if (from === undefined || to === undefined || from > to) return undefined;
  const bits = bitsOf(first);
  const prefix = bits - (from ^ to).toString(2).replace(/^0$/, '').length;
  const range = addressRange(`${first}/${prefix}`);
  return range?.first === from && range.last === to ? `${first}/${prefix}` : undefined;
}

/** A subnet in its one spelling, with the bits of its hosts cleared. */
export function canonicalSubnet(subnet: string): string {
  const range = addressRange(subnet);
  return range ? `${formatAddress(range.first, range.bits)}/${range.prefix}` : subnet;
}

/** The first address that a host of a subnet may have, which engines take for the gateway. */
export function firstHost(subnet: string): string | undefined {
  const range = addressRange(subnet);
  return range && formatAddress(range.first + 1n, range.bits);
}

export const rangesOverlap = (a: AddressRange, b: AddressRange): boolean =>
  a.bits === b.bits && a.first <= b.last && b.first <= a.last;

/** Whether all of a range lies in another. */
export const isRangeInside = (inner: AddressRange, outer: AddressRange): boolean =>
  inner.bits === outer.bits && outer.first <= inner.first && inner.last <= outer.last;

/** Whether an address is one that a host of the subnet can have. */
export function isHostAddress(range: AddressRange, address: string): boolean {
  const value = addressValue(address);
  if (value === undefined || bitsOf(address) !== range.bits) return false;
  // The last one of IPv6 is an address like the others.
  return value > range.first && (range.bits === 128 ? value <= range.last : value < range.last);
}
