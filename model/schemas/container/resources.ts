/* Attributes of how much of the host a container may use. */
import type { Attributes } from '../../schema.js';

export const resourceAttributes = {
  memory: {
    type: 'integer',
    unit: 'bytes',
    minimum: 6291456,
    description: 'Most memory, swap not counted in and not allowed beyond it.',
    defaultText: 'no limit',
    effect: 'in-place',
  },
  cpus: {
    type: 'number',
    minimum: 0.01,
    description: 'Most processor time, in processors.',
    defaultText: 'no limit',
    effect: 'in-place',
  },
  pids: {
    type: 'integer',
    minimum: 1,
    description: 'Most processes and threads.',
    defaultText: 'no limit',
    effect: 'in-place',
  },
} as const satisfies Attributes;
