/*
 * Images between the store and registries.
 */
export { ownPlatform, pullImage, type TransferOptions } from './pull.js';
export { pushImage } from './push.js';
