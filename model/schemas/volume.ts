/* The schema of a volume: a named directory that outlives containers. */
import type { KindSchema, SpecOf } from '../schema.js';
import { labels, objectName } from './attributes.js';

export const volumeSchema = {
  title: 'volume',
  type: 'object',
  description: 'A named directory that outlives the containers that mount it.',
  properties: { name: objectName, labels },
  required: ['name'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type VolumeSpec = SpecOf<typeof volumeSchema>;
