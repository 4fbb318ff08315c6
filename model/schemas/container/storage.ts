/* Attributes of what a container mounts. */
import type { Attributes } from '../../schema.js';
import { readOnly } from '../attributes.js';

export const mountSchema = {
  type: 'object',
  description: 'A volume or a path of the host, seen inside the container.',
  sugar: 'arrow-mount',
  properties: {
    type: { type: 'string', enum: ['volume', 'bind'], description: 'Where the files live.' },
    source: {
      type: 'string',
      minLength: 1,
      refers: 'volume',
      description: 'Name of the volume, or absolute path on the host.',
    },
    target: { type: 'string', pattern: '^/', description: 'Path in the container.' },
    read_only: readOnly,
  },
  required: ['type', 'source', 'target'],
  additionalProperties: false,
} as const;

export const storageAttributes = {
  mounts: {
    type: 'array',
    items: mountSchema,
    description: 'Volumes and host paths, one a target.',
    defaultText: 'none',
    effect: 'replace',
  },
  tmpfs: {
    type: 'object',
    sugar: 'path-list',
    propertyNames: { pattern: '^/' },
    additionalProperties: {
      type: 'object',
      description: 'A file system in memory.',
      properties: {
        size: {
          type: 'integer',
          unit: 'bytes',
          minimum: 4096,
          description: 'Most bytes it may hold.',
          defaultText: 'half of the memory',
        },
        mode: {
          type: 'string',
          pattern: '^[0-7]{3,4}$',
          description: 'Octal permissions of its root.',
          defaultText: '`1777`',
        },
      },
      required: [],
      additionalProperties: false,
    },
    description: 'File systems in memory, by target path.',
    defaultText: 'none',
    effect: 'replace',
  },
} as const satisfies Attributes;
