/*
 * Building images from steps.
 */
export { buildImage, type BuildOptions, type BuildProgress } from './build.js';
export { describeStep, shorten } from './describe-step.js';
export { BuildFailed, type BuildFailure } from './errors.js';
