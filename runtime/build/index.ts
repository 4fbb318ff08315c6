/*
 * Building images, from steps or from Dockerfiles.
 */
export { buildImage, type BuildOptions } from './build.js';
export type { BuildProgress, BuildWatch } from './build-stages.js';
export { listCaches, removeCache, type BuildCache } from './caches.js';
export { describeStep, shorten } from './describe-step.js';
export { BuildFailed, type BuildFailure } from './errors.js';
