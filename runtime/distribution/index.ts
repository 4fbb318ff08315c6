/*
 * Images between the store and registries.
 */
export { pullImage, type PullOptions, type TransferOptions } from './pull.js';
export { pushImage } from './push.js';
