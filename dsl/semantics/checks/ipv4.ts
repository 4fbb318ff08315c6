/* IPv4 subnets as ranges of numbers. */

export interface Subnet {
  readonly first: number;
  readonly last: number;
}

/** The number of an address; the text is known to be one. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

/** The text of an address. */
export function addressText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** The range of a subnet such as `10.89.7.0/24`. */
export function subnetRange(subnet: string): Subnet {
  const [address = '', bits = '32'] = subnet.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(addressNumber(address) / size) * size;
  return { first, last: first + size - 1 };
}

/** Whether an address is one that a host of the subnet can have. */
export function isHostOf({ first, last }: Subnet, address: string): boolean {
  const number = addressNumber(address);
  return number > first && number < last;
}
