/* Attributes of what a container's processes may do. */
import type { Attributes } from '../../schema.js';
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
    enum: ['default', 'unconfined'],
    description: 'Filter of system calls.',
    defaultText: '`default`',
    effect: 'replace',
  },
} as const satisfies Attributes;
