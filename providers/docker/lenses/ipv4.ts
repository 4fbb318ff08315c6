/*
 * The little of IPv4 arithmetic that is needed to see that two spellings mean one subnet.
 */

/** An address as a number; `undefined` when the text is none. */
function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

const formatIpv4 = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/**
 * A subnet with the bits of its hosts cleared: `10.89.7.5/24` is `10.89.7.0/24`. Text that is no
 * IPv4 subnet is given back as it is.
 */
export function maskSubnet(subnet: string): string {
  const [text = '', bits = ''] = subnet.split('/');
  const address = parseIpv4(text);
  if (address === undefined || !/^\d+$/.test(bits)) return subnet;
  const size = 2 ** (32 - Number(bits));
  return `${formatIpv4(address - (address % size))}/${Number(bits)}`;
}

/** The first address of a subnet that a host may have, which engines take for the gateway. */
export function firstHost(subnet: string): string | undefined {
  const [text = ''] = maskSubnet(subnet).split('/');
  const address = parseIpv4(text);
  return address === undefined ? undefined : formatIpv4(address + 1);
}
