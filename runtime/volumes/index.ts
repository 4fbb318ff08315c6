/*
 * Named directories that outlive the containers that mount them.
 */
export { fillVolume, readVolume, readVolumeAt } from './archive-volume.js';
export { copyUp, isEmpty } from './copy-up.js';
export { copyVolume, type CopyRequest } from './copy-volume.js';
export {
  createVolume,
  findVolume,
  listVolumes,
  removeVolume,
  type Volume,
  type VolumeRecord,
} from './volumes.js';
