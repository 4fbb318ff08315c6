/* Attributes of which namespaces a container has for itself, and which it shares. */
import type { Attributes } from '../../schema.js';

export const namespaceAttributes = {
  network_mode: {
    type: 'string',
    enum: ['host', 'none'],
    description:
      'The host’s network instead of one of its own, or none at all. Not beside `networks`.',
    defaultText: 'by `networks`',
    effect: 'replace',
  },
  pid: {
    type: 'string',
    enum: ['private', 'host'],
    description: 'Whose processes it sees.',
    defaultText: '`private`',
    effect: 'replace',
  },
  ipc: {
    type: 'string',
    enum: ['private', 'shareable', 'host', 'none'],
    description: 'Whose shared memory and message queues it uses; `none` has no `/dev/shm`.',
    defaultText: '`private`',
    effect: 'replace',
  },
  uts: {
    type: 'string',
    enum: ['private', 'host'],
    description: 'Whose host name it has.',
    defaultText: '`private`',
    effect: 'replace',
  },
  userns: {
    type: 'string',
    enum: ['host'],
    description: 'The host’s user numbers, where the engine maps them for others.',
    defaultText: 'as the engine is set up',
    effect: 'replace',
  },
  cgroupns: {
    type: 'string',
    enum: ['private', 'host'],
    description: 'Whose control groups it sees.',
    defaultText: 'as the engine is set up',
    effect: 'replace',
  },
} as const satisfies Attributes;
