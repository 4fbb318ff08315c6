/* The schema of a volume: a named directory that outlives containers. */
import type { KindSchema, SpecOf } from '../schema.js';
import { engineId, labels, objectName } from './attributes.js';

export const volumeSchema = {
  title: 'volume',
  type: 'object',
  description: 'A named directory that outlives the containers that mount it.',
  properties: { name: objectName, labels },
  computed: { id: { ...engineId, description: 'Id of the volume in the engine: its name.' } },
  required: ['name'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type VolumeSpec = SpecOf<typeof volumeSchema>;
