/* Attributes of a container's first process: what runs, as whom, where, and under which names. */
import type { Attributes } from '../../schema.js';
import { environment, labels } from '../attributes.js';

export const argv = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', description: 'One argument.' },
} as const;

export const hostnamePattern = '^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$';

export const processAttributes = {
  command: {
    ...argv,
    description: 'Command, or arguments to the entrypoint.',
    defaultText: 'that of the image, unless `entrypoint` is set',
    effect: 'replace',
  },
  entrypoint: {
    ...argv,
    description: 'Program to run; the image’s command is then not used.',
    defaultText: 'that of the image',
    effect: 'replace',
  },
  env: environment,
  user: {
    type: 'string',
    minLength: 1,
    description: 'A name or number, with an optional group after a colon.',
    defaultText: 'that of the image, else root',
    effect: 'replace',
  },
  workdir: {
    type: 'string',
    pattern: '^/',
    description: 'Working directory.',
    defaultText: 'that of the image, else `/`',
    effect: 'replace',
  },
  hostname: {
    type: 'string',
    pattern: hostnamePattern,
    description: 'Host name inside the container.',
    defaultText: 'the name written here',
    effect: 'replace',
  },
  labels,
} as const satisfies Attributes;

const nameList = (description: string) =>
  ({ type: 'array', items: { type: 'string', minLength: 1, description } }) as const;

export const furtherProcessAttributes = {
  domainname: {
    type: 'string',
    pattern: hostnamePattern,
    description: 'Domain name inside the container, as NIS has it.',
    defaultText: 'none',
    effect: 'replace',
  },
  group_add: {
    ...nameList('Name or number of a group.'),
    description: 'Groups beyond those of the user.',
    defaultText: 'none',
    effect: 'replace',
  },
  tty: {
    type: 'boolean',
    description: 'Whether the process has a terminal.',
    defaultText: 'false',
    effect: 'replace',
  },
  stdin_open: {
    type: 'boolean',
    description: 'Whether the process’s standard input stays open without anybody at it.',
    defaultText: 'false',
    effect: 'replace',
  },
  annotations: {
    type: 'object',
    additionalProperties: { type: 'string', description: 'Value of the annotation.' },
    propertyNames: { pattern: '^\\S+$' },
    description: 'Notes for the OCI runtime and its hooks.',
    defaultText: 'none',
    effect: 'replace',
  },
} as const satisfies Attributes;
