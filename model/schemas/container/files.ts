/*
 * Attributes of the files that a container is given by content: configs, which anybody may read in a
 * plan, and secrets, which nobody may. Content is recorded by digest or fingerprint alone.
 */
import type { Attributes } from '../../schema.js';

const target = {
  type: 'string',
  // The last part is the name of a file, and neither `.` nor `..`.
  pattern: '^(?:/[^/:\0]+)*/(?:[^/:\0.][^/:\0]*|\\.[^/:\0.][^/:\0]*|\\.\\.[^/:\0]+)$',
  description: 'Path of the file in the container.',
} as const;
const owner = { type: 'integer', minimum: 0, maximum: 2147483647 } as const;
const mode = { type: 'string', pattern: '^0?[0-7]{3}$' } as const;

export const configSchema = {
  type: 'object',
  description: 'A file with a content that is no secret. Also written `content -> "/path"`.',
  sugar: 'arrow-file',
  properties: {
    content: {
      type: 'string',
      digested: true,
      description: 'What is in the file, such as `file("app.conf")`.',
    },
    target,
    uid: { ...owner, description: 'Number of the owner.', defaultText: '0' },
    gid: { ...owner, description: 'Number of the group.', defaultText: '0' },
    mode: { ...mode, description: 'Octal permissions.', defaultText: '`0444`' },
  },
  required: ['content', 'target'],
  additionalProperties: false,
} as const;

export const secretFileSchema = {
  type: 'object',
  description:
    'A file in memory with a secret in it. Also written `secret -> "/path"`, or the name of a secret alone.',
  sugar: 'secret-file',
  properties: {
    content: { type: 'string', secret: true, description: 'What is in the file.' },
    target: { ...target, defaultText: '`/run/secrets/` and the name of the secret' },
    uid: {
      ...owner,
      description: 'Number of the owner.',
      defaultText: 'the user of the container where that is a number, else 0',
    },
    gid: {
      ...owner,
      description: 'Number of the group.',
      defaultText: 'the group of the container where that is a number, else 0',
    },
    mode: {
      ...mode,
      description: 'Octal permissions.',
      defaultText: '`0400`; `0444` where the user of the container is a name',
    },
  },
  required: ['content', 'target'],
  additionalProperties: false,
} as const;

export const fileAttributes = {
  configs: {
    type: 'array',
    items: configSchema,
    description: 'Files to put into the container, each at a path of its own.',
    defaultText: 'none',
    effect: 'in-place',
  },
  secrets: {
    type: 'array',
    items: secretFileSchema,
    description:
      'Secrets that the container reads from files. One whose `path` is used elsewhere need not be listed.',
    defaultText: 'those whose `path` is used',
    effect: 'in-place',
  },
} as const satisfies Attributes;
