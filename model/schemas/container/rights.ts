/* Attributes of what a container's processes may do. */
import type { Attributes, Schema } from '../../schema.js';
import { readOnly } from '../attributes.js';

const capabilities = {
  type: 'array',
  items: {
    type: 'string',
    pattern: '^(?:ALL|[A-Z][A-Z_]+)$',
    description: 'A capability without `CAP_`, or `ALL`.',
  },
} as const;

export const rightsAttributes = {
  read_only: {
    ...readOnly,
    description: 'Whether the root file system refuses writing.',
    effect: 'replace',
  },
  cap_add: {
    ...capabilities,
    description: 'Capabilities beyond the default set.',
    defaultText: 'none',
    effect: 'replace',
  },
  cap_drop: {
    ...capabilities,
    description: 'Capabilities taken from the default set.',
    defaultText: 'none',
    effect: 'replace',
  },
  no_new_privileges: {
    type: 'boolean',
    description: 'Whether processes may never gain privileges, by setuid programs for example.',
    defaultText: 'false',
    effect: 'replace',
  },
  seccomp: {
    type: 'string',
    pattern: '^(?:default|unconfined|\\s*\\{[\\s\\S]*\\}\\s*)$',
    description:
      'Filter of system calls: `"default"`, `"unconfined"`, or the text of a profile in JSON.',
    defaultText: '`default`',
    effect: 'replace',
  },
} as const satisfies Attributes;

const paths = {
  type: 'array',
  items: { type: 'string', pattern: '^/', description: 'A path in the container.' },
} as const;

export const deviceSchema = {
  type: 'object',
  description: 'A device of the host. Its path alone stands for all of it.',
  sugar: 'device',
  properties: {
    host: { type: 'string', pattern: '^/', description: 'Path on the host.' },
    container: {
      type: 'string',
      pattern: '^/',
      description: 'Path in the container.',
      defaultText: '`host`',
    },
    permissions: {
      type: 'string',
      pattern: '^(?:r?w?m?)$',
      minLength: 1,
      description: 'What may be done: read `r`, write `w`, make nodes `m`.',
      defaultText: '`rwm`',
    },
  },
  required: ['host'],
  additionalProperties: false,
} as const satisfies Schema;

export const gpuSchema = {
  type: 'object',
  description: 'Devices that a driver of the engine gives.',
  properties: {
    driver: {
      type: 'string',
      minLength: 1,
      description: 'Driver, such as `nvidia` or `cdi`.',
      defaultText: 'chosen by the engine',
    },
    count: {
      type: 'integer',
      minimum: -1,
      description: 'How many; -1 is all. Not beside `ids`.',
      defaultText: 'those in `ids`',
    },
    ids: {
      type: 'array',
      items: { type: 'string', minLength: 1, description: 'Id of a device, or its CDI name.' },
      description: 'Which ones.',
      defaultText: 'any',
    },
    capabilities: {
      type: 'array',
      items: { type: 'string', minLength: 1, description: 'What the device has to be able to do.' },
      description: 'What each has to be able to do.',
      defaultText: '`["gpu"]`; none for `cdi`',
    },
    options: {
      type: 'object',
      additionalProperties: { type: 'string', description: 'Value of the option.' },
      description: 'Options of the driver.',
      defaultText: 'none',
    },
  },
  required: [],
  additionalProperties: false,
} as const satisfies Schema;

export const selinuxSchema = {
  type: 'object',
  description: 'The label by which SELinux judges the container.',
  properties: {
    disable: {
      type: 'boolean',
      description: 'Whether it is not labelled at all.',
      defaultText: 'false',
    },
    user: { type: 'string', minLength: 1, description: 'User of the label.' },
    role: { type: 'string', minLength: 1, description: 'Role of the label.' },
    type: { type: 'string', minLength: 1, description: 'Type of the label.' },
    level: { type: 'string', minLength: 1, description: 'Level of the label.' },
  },
  required: [],
  additionalProperties: false,
} as const satisfies Schema;

export const furtherRightsAttributes = {
  privileged: {
    type: 'boolean',
    description: 'Whether nothing keeps it apart from the host but its namespaces.',
    defaultText: 'false',
    effect: 'replace',
  },
  apparmor: {
    type: 'string',
    minLength: 1,
    description: 'AppArmor profile of the host, or `unconfined`.',
    defaultText: 'that of the engine',
    effect: 'replace',
  },
  selinux: { ...selinuxSchema, defaultText: 'the engine’s', effect: 'replace' },
  masked_paths: {
    ...paths,
    description: 'Paths of the kernel that are hidden. An empty list hides none.',
    defaultText: 'those of the engine',
    effect: 'replace',
  },
  readonly_paths: {
    ...paths,
    description: 'Paths of the kernel that refuse writing. An empty list is none.',
    defaultText: 'those of the engine',
    effect: 'replace',
  },
  devices: {
    type: 'array',
    items: deviceSchema,
    description: 'Devices of the host: `["/dev/fuse"]`.',
    defaultText: 'none',
    effect: 'replace',
  },
  device_cgroup_rules: {
    type: 'array',
    items: {
      type: 'string',
      pattern: '^[acb] (?:\\d+|\\*):(?:\\d+|\\*) [rwm]{1,3}$',
      description: 'A rule such as `c 10:229 rw`.',
    },
    description: 'Devices that it may use where they appear.',
    defaultText: 'none',
    effect: 'replace',
  },
  gpus: {
    type: 'array',
    items: gpuSchema,
    description: 'Graphics processors and the like: `[{ count: -1 }]`.',
    defaultText: 'none',
    effect: 'replace',
  },
  sysctls: {
    type: 'object',
    propertyNames: { pattern: '^[a-z][A-Za-z0-9_.-]*$' },
    additionalProperties: { type: 'string', description: 'Value of the parameter.' },
    description: 'Parameters of the kernel, in the container’s own namespaces.',
    defaultText: 'none',
    effect: 'replace',
  },
  runtime: {
    type: 'string',
    minLength: 1,
    description: 'OCI runtime that the engine knows by this name.',
    defaultText: 'that of the engine',
    effect: 'replace',
  },
} as const satisfies Attributes;
