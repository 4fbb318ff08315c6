/*
 * The schema of a network. `subnet` and what belongs to it describe the one subnet that most networks
 * have; `ipam` has room for more of them, and for IPv6.
 */
import type { Attributes, KindSchema, SpecOf } from '../schema.js';
import { driverOptions, engineId, labels, objectName } from './attributes.js';

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const ipv6 = '(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?';
const bits4 = '(?:[89]|[12]\\d|30)';
const bits6 = '(?:[89]|[1-9]\\d|1[01]\\d|12[0-6])';
export const ipv4Pattern = `^${ipv4}$`;
export const ipv6Pattern = `^${ipv6}$`;
export const ipPattern = `^(?:${ipv4}|${ipv6})$`;
export const cidrPattern = `^${ipv4}/${bits4}$`;
const anyCidrPattern = `^(?:${ipv4}/(?:[89]|[12]\\d|3[0-2])|${ipv6}/(?:[89]|[1-9]\\d|1[01]\\d|12[0-8]))$`;
const ipv4RangePattern = `^${ipv4}/(?:[89]|[12]\\d|3[0-2])$`;

const auxAddresses = (pattern: string) =>
  ({
    type: 'object',
    additionalProperties: { type: 'string', pattern, description: 'The address.' },
    description:
      'Addresses that the engine gives to nobody, by names of what has them: a router, say.',
    defaultText: 'none',
  }) as const;

export const poolSchema = {
  type: 'object',
  description: 'A subnet, of IPv4 or IPv6.',
  properties: {
    subnet: {
      type: 'string',
      pattern: `^(?:${ipv4}/${bits4}|${ipv6}/${bits6})$`,
      description: 'The subnet, such as `fd00:7::/64`.',
    },
    gateway: {
      type: 'string',
      pattern: ipPattern,
      description: 'Address of the way out, inside the subnet.',
      defaultText: 'the first address of the subnet',
    },
    ip_range: {
      type: 'string',
      pattern: anyCidrPattern,
      description: 'Part of the subnet from which containers are given addresses.',
      defaultText: 'all of it',
    },
    aux_addresses: auxAddresses(ipPattern),
  },
  required: ['subnet'],
  additionalProperties: false,
} as const;

const addressAttributes = {
  subnet: {
    type: 'string',
    pattern: cidrPattern,
    description: 'IPv4 subnet, such as `10.89.7.0/24`.',
    defaultText: 'chosen by the engine',
    effect: 'replace',
  },
  gateway: {
    type: 'string',
    pattern: ipv4Pattern,
    description: 'Address of the bridge inside the subnet. Needs `subnet`.',
    defaultText: 'the first address of the subnet',
    effect: 'replace',
  },
  ip_range: {
    type: 'string',
    pattern: ipv4RangePattern,
    description:
      'Part of `subnet` from which containers are given addresses; fixed ones may lie outside.',
    defaultText: 'all of the subnet',
    effect: 'replace',
  },
  aux_addresses: { ...auxAddresses(ipv4Pattern), effect: 'replace' },
  ipv6: {
    type: 'boolean',
    description: 'Whether containers have IPv6 addresses on the network, too.',
    defaultText: 'whether `ipam` has a subnet of IPv6',
    effect: 'replace',
  },
  ipam: {
    type: 'array',
    items: poolSchema,
    description:
      'Further subnets. A bridge takes one of IPv6 beside `subnet`; other drivers take more.',
    defaultText: 'none',
    effect: 'replace',
  },
} as const satisfies Attributes;

export const networkSchema = {
  title: 'network',
  type: 'object',
  description: 'A network. Containers on it reach each other by name.',
  properties: {
    name: objectName,
    driver: {
      type: 'string',
      enum: ['bridge', 'macvlan', 'ipvlan'],
      description:
        'How containers are connected: by a bridge of their own, or as neighbours of the host on one of its interfaces.',
      defaultText: '`bridge`',
      effect: 'replace',
    },
    driver_options: driverOptions(
      'Options of the driver in the engine’s own words, such as `{ parent: "eth0" }` of `macvlan`.',
    ),
    internal: {
      type: 'boolean',
      description: 'Whether the network has no way to the outside.',
      defaultText: 'false',
      effect: 'replace',
    },
    ...addressAttributes,
    mtu: {
      type: 'integer',
      minimum: 68,
      maximum: 65535,
      description: 'Most bytes of a packet on the network.',
      defaultText: 'as the engine is set up',
      effect: 'replace',
    },
    labels,
  },
  computed: {
    id: engineId,
    actual_subnet: {
      type: 'string',
      description: 'The subnet in use, whether it was written or chosen by the engine.',
    },
  },
  required: ['name'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type NetworkSpec = SpecOf<typeof networkSchema>;
export type Pool = SpecOf<typeof poolSchema>;
