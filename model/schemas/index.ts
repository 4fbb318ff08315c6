/* The schemas of all kinds, and the types of their specs. */
import type { Kind } from '../address.js';
import type { KindSchema } from '../schema.js';
import { containerSchema, type ContainerSpec } from './container.js';
import { imageSchema, type ImageSpec } from './image.js';
import { networkSchema, type NetworkSpec } from './network.js';
import { volumeSchema, type VolumeSpec } from './volume.js';

export const kindSchemas: Readonly<Record<Kind, KindSchema>> = {
  image: imageSchema,
  volume: volumeSchema,
  network: networkSchema,
  container: containerSchema,
};

/** What the user wrote for a resource, evaluated: valid against the kind's schema, no engine defaults. */
export interface SpecByKind {
  readonly image: ImageSpec;
  readonly volume: VolumeSpec;
  readonly network: NetworkSpec;
  readonly container: ContainerSpec;
}

export * from './container.js';
export * from './image.js';
export * from './network.js';
export * from './volume.js';
