/* The schema of a network: a bridge with DNS between the containers attached to it. */
import type { KindSchema, SpecOf } from '../schema.js';
import { engineId, labels, objectName } from './attributes.js';

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
export const ipv4Pattern = `^${octet}(?:\\.${octet}){3}$`;
export const cidrPattern = `^${octet}(?:\\.${octet}){3}/(?:[89]|[12]\\d|30)$`;

export const networkSchema = {
  title: 'network',
  type: 'object',
  description: 'A bridge network. Containers on it reach each other by name.',
  properties: {
    name: objectName,
    internal: {
      type: 'boolean',
      description: 'Whether the network has no way to the outside.',
      defaultText: 'false',
      effect: 'replace',
    },
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
