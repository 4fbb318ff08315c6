/*
 * The schema of a container: what a single host can do with a process in an image. Its attributes
 * are in `container/`, by theme.
 * `effect: 'in-place'` marks what every supported engine can change on a living container; an
 * engine may still have to replace (a limit that is removed, say), and says so when planning.
 */
import type { KindSchema, SpecOf } from '../schema.js';
import { engineId, objectName, platform } from './attributes.js';
import {
  lifeAttributes,
  restartAttributes,
  restartSchema,
  type healthSchema,
} from './container/life.js';
import { fileAttributes } from './container/files.js';
import {
  networkingAttributes,
  type endpointSchema,
  type portSchema,
} from './container/networking.js';
import { processAttributes } from './container/process.js';
import { resourceAttributes } from './container/resources.js';
import { rightsAttributes } from './container/rights.js';
import { storageAttributes, type mountSchema } from './container/storage.js';

import { settingAttributes } from './container/settings.js';

export { restartSchema };
export { bindProperties, volumeProperties } from './container/storage.js';
export { hostnamePattern } from './container/process.js';

export const containerSchema = {
  title: 'container',
  type: 'object',
  description: 'A process and its children, run from an image.',
  properties: {
    name: { ...objectName, effect: 'in-place' },
    image: {
      type: 'string',
      minLength: 1,
      refers: 'image',
      description:
        'An image of the stack, or the name of one of a registry or that the engine has.',
      effect: 'replace',
    },
    ...processAttributes,
    ...storageAttributes,
    ...fileAttributes,
    ...networkingAttributes,
    ...restartAttributes,
    ...resourceAttributes,
    ...rightsAttributes,
    ...lifeAttributes,
    platform: {
      ...platform,
      description: 'What the image of a registry is to be made for, such as `linux/arm64`.',
      defaultText: 'what the engine runs; for an image of the stack, its own',
    },
    ...settingAttributes,
  },
  computed: {
    id: engineId,
    image_id: {
      type: 'string',
      description: 'Id in the engine of the image that it was made from.',
    },
    addresses: {
      type: 'object',
      additionalProperties: { type: 'string', description: 'An IPv4 address.' },
      description: 'Its addresses while it runs, by the names of its networks in the engine.',
    },
  },
  required: ['name', 'image'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type ContainerSpec = SpecOf<typeof containerSchema>;
export type Mount = SpecOf<typeof mountSchema>;
export type Port = SpecOf<typeof portSchema>;
export type Endpoint = SpecOf<typeof endpointSchema>;
export type Restart = SpecOf<typeof restartSchema>;
export type Health = SpecOf<typeof healthSchema>;
export { settingNames, type ContainerSettings, type SettingName } from './container/settings.js';
