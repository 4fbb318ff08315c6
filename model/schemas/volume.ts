/* The schema of a volume: a named directory that outlives containers. */
import type { KindSchema, SpecOf } from '../schema.js';
import { driverOptions, engineId, labels, objectName } from './attributes.js';

export const volumeSchema = {
  title: 'volume',
  type: 'object',
  description: 'A named directory that outlives the containers that mount it.',
  properties: {
    name: objectName,
    driver: {
      type: 'string',
      minLength: 1,
      description: 'Driver that keeps the files: `local`, or a plugin of the engine.',
      defaultText: '`local`',
      effect: 'replace',
    },
    driver_options: driverOptions(
      'Options of the driver. Those of `local` are what `mount` takes: `{ type: "tmpfs", device: "tmpfs", o: "size=64m" }`.',
    ),
    labels,
  },
  computed: { id: { ...engineId, description: 'Id of the volume in the engine: its name.' } },
  required: ['name'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type VolumeSpec = SpecOf<typeof volumeSchema>;
