/* Attributes of what a container mounts. */
import type { Attributes } from '../../schema.js';
import { readOnly } from '../attributes.js';

/** What only paths of the host have. */
export const bindProperties = {
  propagation: {
    type: 'string',
    enum: ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'],
    description:
      'Whether what is mounted below the path later on shows on the other side: on none, on both (`rshared`), or in the container alone (`rslave`). Of paths of the host.',
    defaultText: '`rprivate`',
  },
  create_host_path: {
    type: 'boolean',
    description:
      'Whether a directory is made on the host where nothing is. Without it, that is an error. Of paths of the host.',
    defaultText: 'false',
  },
  recursive: {
    type: 'string',
    enum: ['enabled', 'disabled', 'writable', 'readonly'],
    description:
      'Whether what is mounted below the path is there, too. Of a read-only mount, `writable` leaves it writable, and `readonly` fails where it cannot be made read-only. Of paths of the host.',
    defaultText: '`enabled`',
  },
  selinux: {
    type: 'string',
    enum: ['shared', 'private'],
    description:
      'Label that the files get where SELinux is on: for all containers, or for this one. Of paths of the host.',
    defaultText: 'none',
  },
} as const satisfies Attributes;

/** What only volumes have. */
export const volumeProperties = {
  no_copy: {
    type: 'boolean',
    description:
      'Whether an empty volume stays empty, instead of getting what the image has at the path. Of volumes.',
    defaultText: 'false',
  },
  subpath: {
    type: 'string',
    pattern: '^(?!/)(?!(?:.*/)?\\.\\.(?:/|$)).+$',
    description: 'Directory of the volume that is mounted in its place. Of volumes.',
    defaultText: 'all of it',
  },
} as const satisfies Attributes;

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
    ...bindProperties,
    ...volumeProperties,
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
        options: {
          type: 'array',
          items: {
            type: 'string',
            pattern: '^(?!(?:size|mode)=)[a-z_]+(?:=[\\w.:%-]+)?$',
            description: 'An option of `mount`, such as `exec` or `uid=1000`.',
          },
          description: 'Further options.',
          defaultText: '`noexec`, `nosuid`, `nodev`',
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
