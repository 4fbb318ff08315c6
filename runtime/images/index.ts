/*
 * Images of the store: records and names, import, export, removal and garbage collection.
 */
import { layerLink } from '../layers/index.js';
import type { Store } from '../store/index.js';
import type { Image } from './record.js';

export { readImageArchive } from './archive.js';
export { writeImageArchive, type ArchivedImage } from './write-archive.js';
export { collectGarbage, type Collected } from './collect.js';
export { DirectoryNotEmpty, exportLayout, isComplete } from './export.js';
export { LayerDamaged } from './image-blobs.js';
export { fixedCreated, latestTime } from './fixed-time.js';
export {
  findImage,
  findImageByContent,
  ImageInUse,
  ImageNotFound,
  listImages,
  removeImage,
  type ImageUser,
} from './images.js';
export {
  ArchiveChanged,
  importLayers,
  importLayout,
  importRootfs,
  layerKeysOf,
  layoutSource,
  type LayerSource,
} from './import.js';
export { dropStageLayers, stageLayers } from './stage-layers.js';
export {
  hexOf,
  listImageIds,
  readImage,
  readReferences,
  saveImage,
  storedBlob,
  tagImage,
  untagImage,
  type Image,
  type ImageRecord,
} from './record.js';

/** Paths of an image's layers for a mount, the lowest first. */
export function layerPaths(store: Store, image: Image): readonly string[] {
  return image.layers.map((key) => layerLink(store, key));
}
