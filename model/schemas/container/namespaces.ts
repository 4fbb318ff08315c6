/* Attributes of which namespaces a container has for itself, and which it shares. */
import type { Attributes, StringSchema } from '../../schema.js';

/** What another container is called by where its namespace is shared: `container:` and its name. */
const ofContainer = 'container:[A-Za-z0-9][A-Za-z0-9_.-]+';

/** @param words what the slot takes beside a container */
const shareable = <const W extends readonly string[]>(words: W) =>
  ({
    type: 'string',
    words,
    pattern: `^(?:${[...words, ofContainer].join('|')})$`,
    refers: 'container',
    sugar: 'shared-namespace',
    effect: 'replace',
  }) as const satisfies Omit<StringSchema, 'description'>;

export const namespaceAttributes = {
  network_mode: {
    ...shareable(['host', 'none']),
    description:
      'The host’s network instead of one of its own, none at all, or that of another container. Not beside `networks`.',
    defaultText: 'by `networks`',
  },
  pid: {
    ...shareable(['private', 'host']),
    description: 'Whose processes it sees.',
    defaultText: '`private`',
  },
  ipc: {
    ...shareable(['private', 'shareable', 'host', 'none']),
    description:
      'Whose shared memory and message queues it uses; `none` has no `/dev/shm`, and one that others use is `shareable`.',
    defaultText: '`private`',
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
