/* Attributes of how a container is reached and whom it reaches. */
import type { Attributes } from '../../schema.js';
import { ipPattern, ipv4Pattern, ipv6Pattern } from '../network.js';

export const portSchema = {
  type: 'object',
  description: 'A port of the host that leads to a port of the container.',
  sugar: 'arrow-port',
  properties: {
    host_ip: {
      type: 'string',
      pattern: ipv4Pattern,
      description: 'Address of the host to listen on.',
      defaultText: '`0.0.0.0`, every interface',
    },
    host: { type: 'integer', minimum: 1, maximum: 65535, description: 'Port of the host.' },
    container: {
      type: 'integer',
      minimum: 1,
      maximum: 65535,
      description: 'Port of the container.',
    },
    protocol: {
      type: 'string',
      enum: ['tcp', 'udp'],
      description: 'Transport protocol.',
      defaultText: '`tcp`',
    },
  },
  required: ['host', 'container'],
  additionalProperties: false,
} as const;

export const endpointSchema = {
  type: 'object',
  description: 'How the container takes part in one network.',
  properties: {
    aliases: {
      type: 'array',
      items: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
        description: 'A name that resolves to the container.',
      },
      description: 'Further names on this network, beside the name written here.',
      defaultText: 'none',
    },
    ipv4: {
      type: 'string',
      pattern: ipv4Pattern,
      description: 'Fixed address in the network’s subnet.',
      defaultText: 'chosen by the engine',
    },
    ipv6: {
      type: 'string',
      pattern: ipv6Pattern,
      description: 'Fixed address in the network’s subnet of IPv6.',
      defaultText: 'chosen by the engine',
    },
    link_local: {
      type: 'array',
      items: { type: 'string', pattern: ipPattern, description: 'An address.' },
      description: 'Further addresses, which are known on this network alone.',
      defaultText: 'none',
    },
    mac: {
      type: 'string',
      pattern: '^[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$',
      description:
        'Fixed hardware address, such as `02:42:0a:59:07:0a`. A change makes the container anew.',
      defaultText: 'chosen by the engine',
    },
    gw_priority: {
      type: 'integer',
      minimum: -2147483648,
      maximum: 2147483647,
      description:
        'The way out leads through the network with the highest one; of equal ones through the first by name.',
      defaultText: '0',
    },
    driver_options: {
      type: 'object',
      additionalProperties: { type: 'string', description: 'Value of the option.' },
      description:
        'Options of the network’s driver for this container, such as `{ "com.docker.network.endpoint.ifname": "lan0" }`.',
      defaultText: 'none',
    },
  },
  required: [],
  additionalProperties: false,
} as const;

export const networkingAttributes = {
  ports: {
    type: 'array',
    items: portSchema,
    description: 'Published ports.',
    defaultText: 'none',
    effect: 'replace',
  },
  networks: {
    type: 'object',
    sugar: 'name-list',
    refersKeys: 'network',
    additionalProperties: endpointSchema,
    description: 'Networks to be on. An empty list means none at all.',
    defaultText: 'the network `default` of the stack, made when it is needed',
    effect: 'in-place',
  },
} as const satisfies Attributes;

const names = (description: string) =>
  ({ type: 'array', items: { type: 'string', minLength: 1, description } }) as const;

export const resolvingAttributes = {
  hosts: {
    type: 'object',
    propertyNames: { pattern: '^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)$' },
    additionalProperties: {
      type: 'string',
      pattern: `^(?:host-gateway|${ipv4Pattern.slice(1, -1)}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$`,
      description: 'An address, or `host-gateway` for the engine’s host.',
    },
    description: 'Further names, with the address that each leads to.',
    defaultText: 'none',
    effect: 'replace',
  },
  dns: {
    type: 'array',
    items: {
      type: 'string',
      pattern: `^(?:${ipv4Pattern.slice(1, -1)}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$`,
      description: 'Address of a name server.',
    },
    description: 'Name servers for names that are not those of containers.',
    defaultText: 'those of the engine',
    effect: 'replace',
  },
  dns_search: {
    ...names('A domain.'),
    description: 'Domains that names without a dot are looked up in.',
    defaultText: 'those of the engine',
    effect: 'replace',
  },
  dns_options: {
    ...names('An option such as `ndots:2`.'),
    description: 'Options of name resolution.',
    defaultText: 'those of the engine',
    effect: 'replace',
  },
} as const satisfies Attributes;
