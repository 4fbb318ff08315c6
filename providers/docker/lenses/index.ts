/*
 * Lenses: completed specs out to the engine, and the engine's reports back to completed specs.
 * The first law: what is read from an object equals what it was made from.
 */
export * from './container-from-engine.js';
export * from './container-to-engine.js';
export * from './image.js';
export { isNameless } from './mounts.js';
export * from './network.js';
export * from './record.js';
export * from './volume.js';
