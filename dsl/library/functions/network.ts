/*
 * Functions on IPv4 addresses and subnets. Subnets are given as such or as text.
 */
import { listTooLong } from '../bounds.js';
import { fail, makeBool, makeInt, makeList, numberAt, quote, textAt } from '../call.js';
import { holds, hostRange, parseCidr, subnetAt, subnetText, type Subnet } from '../ipv4.js';
import { addressNumber, addressText } from '../../semantics/checks/ipv4.js';
import { isIpv4 } from '../../semantics/literals.js';
import type { Call, Category, Failure, Outcome } from '../library-function.js';

export const network: Category = {
  title: 'Addresses and subnets',
  introduction:
    'Subnets are IPv4. They are written as literals, `10.89.0.0/16`, or as text; bits behind the prefix count for nothing.',
  functions: [
    {
      signature: 'cidr_subnet(subnet: cidr | string, prefix: int, index: int): cidr',
      documentation:
        'One of the subnets that a subnet is cut into, counted from 0. `prefix` is the length of its prefix.',
      examples: [
        ['cidr_subnet(10.0.0.0/16, 24, 2)', '10.0.2.0/24'],
        {
          expression: 'cidr_subnet(10.0.0.0/24, 26, 4)',
          fails: '10.0.0.0/24 has 4 subnets of /26, counted from 0, and no number 4',
        },
      ],
      apply: (call) => withSubnet(call, 0, (subnet) => nthSubnet(call, subnet)),
    },
    {
      signature: 'cidr_subnets(subnet: cidr | string, prefix: int): [cidr]',
      documentation: 'All subnets of a prefix length that a subnet is cut into.',
      examples: [
        [
          'cidr_subnets(10.0.0.0/24, 26)',
          '[10.0.0.0/26, 10.0.0.64/26, 10.0.0.128/26, 10.0.0.192/26]',
        ],
      ],
      apply: (call) =>
        withSubnet(call, 0, (subnet) => {
          const prefix = numberAt(call, 1);
          const count = countOf(subnet, prefix);
          if (typeof count !== 'number') return count;
          const length = 2 ** (32 - prefix);
          const one = (_: unknown, index: number) =>
            cidrValue(call, subnetAt(subnet.first + index * length, prefix));
          return listTooLong(count) ?? makeList(call, Array.from({ length: count }, one));
        }),
    },
    {
      signature: 'cidr_host(subnet: cidr | string, number: int): ip',
      documentation:
        'An address of a subnet, counted from 0, which is that of the network itself; negative numbers count from the end.',
      examples: [
        ['cidr_host(10.89.7.0/24, 10)', '10.89.7.10'],
        ['cidr_host(10.89.7.0/24, -2)', '10.89.7.254'],
        {
          expression: 'cidr_host(10.89.7.0/30, 4)',
          fails: '10.89.7.0/30 has 4 addresses, and no number 4',
        },
      ],
      apply: (call) =>
        withSubnet(call, 0, (subnet) => {
          const number = numberAt(call, 1);
          const address = number < 0 ? subnet.last + 1 + number : subnet.first + number;
          return holds(subnet, address, address)
            ? ipValue(call, address)
            : fail(
                `${subnetText(subnet)} has ${subnet.last - subnet.first + 1} addresses, and no number ${number}`,
                1,
              );
        }),
    },
    {
      signature: 'cidr_hosts(subnet: cidr | string): int',
      documentation:
        'How many addresses a subnet has for hosts: without that of the network and that for broadcasts.',
      examples: [
        ['cidr_hosts(10.89.7.0/24)', '254'],
        ['cidr_hosts(10.89.7.0/31)', '2'],
      ],
      apply: (call) =>
        withSubnet(call, 0, (subnet) => {
          const { first, last } = hostRange(subnet);
          return makeInt(call, last - first + 1);
        }),
    },
    {
      signature: 'cidr_network(subnet: cidr | string): ip',
      documentation: 'The first address of a subnet.',
      examples: [['cidr_network(10.89.7.130/25)', '10.89.7.128']],
      apply: (call) => withSubnet(call, 0, (subnet) => ipValue(call, subnet.first)),
    },
    {
      signature: 'cidr_broadcast(subnet: cidr | string): ip',
      documentation: 'The last address of a subnet.',
      examples: [['cidr_broadcast(10.89.7.0/24)', '10.89.7.255']],
      apply: (call) => withSubnet(call, 0, (subnet) => ipValue(call, subnet.last)),
    },
    {
      signature: 'cidr_netmask(subnet: cidr | string): ip',
      documentation: 'The mask of a subnet.',
      examples: [['cidr_netmask(10.89.0.0/20)', '255.255.240.0']],
      apply: (call) =>
        withSubnet(call, 0, ({ prefix }) => ipValue(call, 2 ** 32 - 2 ** (32 - prefix))),
    },
    {
      signature: 'cidr_prefix(subnet: cidr | string): int',
      documentation: 'The length of the prefix of a subnet.',
      examples: [['cidr_prefix(10.89.0.0/20)', '20']],
      apply: (call) => withSubnet(call, 0, ({ prefix }) => makeInt(call, prefix)),
    },
    {
      signature: 'cidr_contains(subnet: cidr | string, inner: ip | cidr | string): bool',
      documentation: 'Whether an address, or all of another subnet, lies in a subnet.',
      examples: [
        ['cidr_contains(10.89.0.0/16, 10.89.7.10)', 'true'],
        ['cidr_contains(10.89.0.0/16, 10.0.0.0/8)', 'false'],
      ],
      apply: (call) =>
        withSubnet(call, 0, (subnet) => {
          const text = textAt(call, 1);
          if (isIpv4(text)) {
            const address = addressNumber(text);
            return makeBool(call, holds(subnet, address, address));
          }
          return withSubnet(call, 1, ({ first, last }) =>
            makeBool(call, holds(subnet, first, last)),
          );
        }),
    },
    {
      signature: 'cidr_overlaps(first: cidr | string, second: cidr | string): bool',
      documentation: 'Whether two subnets share an address.',
      examples: [
        ['cidr_overlaps(10.0.0.0/8, 10.89.0.0/16)', 'true'],
        ['cidr_overlaps(10.0.0.0/24, 10.0.1.0/24)', 'false'],
      ],
      apply: (call) =>
        withSubnet(call, 0, (first) =>
          withSubnet(call, 1, (second) =>
            makeBool(call, first.first <= second.last && second.first <= first.last),
          ),
        ),
    },
    {
      signature: 'ip_add(address: ip | string, number: int): ip',
      documentation: 'The address so many after, or with a negative number before, another.',
      examples: [
        ['ip_add(10.0.0.255, 1)', '10.0.1.0'],
        { expression: 'ip_add(0.0.0.0, -1)', fails: 'there is no such address' },
      ],
      apply: (call) => {
        const text = textAt(call, 0);
        if (!isIpv4(text)) return fail(`${quote(text)} is no IPv4 address`, 0);
        const number = addressNumber(text) + numberAt(call, 1);
        if (number < 0 || number >= 2 ** 32) return fail('there is no such address', 1);
        return ipValue(call, number);
      },
    },
  ],
};

const ipValue = ({ span }: Call, number: number): Outcome => ({
  kind: 'ip',
  value: addressText(number),
  span,
});

const cidrValue = ({ span }: Call, subnet: Subnet) => ({
  kind: 'cidr' as const,
  value: subnetText(subnet),
  span,
});

/** Goes on with the subnet that an argument says. */
function withSubnet(call: Call, index: number, next: (subnet: Subnet) => Outcome): Outcome {
  const text = textAt(call, index);
  const subnet = parseCidr(text);
  if (subnet) return next(subnet);
  return fail(
    `${quote(text)} is no IPv4 subnet`,
    index,
    text.includes(':')
      ? 'These functions know IPv4 only.'
      : 'A subnet is written like `10.89.0.0/16`.',
  );
}

/** How many subnets of a prefix length there are in a subnet. */
function countOf(subnet: Subnet, prefix: number): number | Failure {
  if (prefix >= subnet.prefix && prefix <= 32) return 2 ** (prefix - subnet.prefix);
  return fail(
    `\`prefix\` is from ${subnet.prefix} to 32 in ${subnetText(subnet)}, found ${prefix}`,
    1,
  );
}

function nthSubnet(call: Call, subnet: Subnet): Outcome {
  const [prefix, index] = [numberAt(call, 1), numberAt(call, 2)];
  const count = countOf(subnet, prefix);
  if (typeof count !== 'number') return count;
  if (index < 0 || index >= count) {
    return fail(
      `${subnetText(subnet)} has ${count} subnets of /${prefix}, counted from 0, and no number ${index}`,
      2,
    );
  }
  return cidrValue(call, subnetAt(subnet.first + index * 2 ** (32 - prefix), prefix));
}
