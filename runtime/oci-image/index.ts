/*
 * OCI images as documents: types, settings, and the layout on disk. No layers are unpacked here.
 */
export {
  blobPath,
  LayoutInvalid,
  LayoutRefMissing,
  readLayoutImage,
  type LayoutImage,
} from './layout.js';
export {
  configShape,
  digestShape,
  indexShape,
  manifestShape,
  mediaTypes,
  refNameAnnotation,
  type Descriptor,
  type Manifest,
  type OciConfig,
} from './media.js';
export { signalName } from './signals.js';
export { settingsFromDocker, type DockerSettings } from './docker-settings.js';
export {
  foreignPlatform,
  hostArchitecture,
  ociConfig,
  ownPlatform,
  settingsFromOci,
  type OciConfigInput,
} from './settings.js';
