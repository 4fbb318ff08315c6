/*
 * Layers as archives and as directories: packing, unpacking, what an archive may hold, the layers
 * of the store, and mounting them.
 */
export { LayerInvalid, TarInvalid, type TarEntry } from './entry.js';
export { compressionOf, decompress, ZstdMissing } from './decompress.js';
export { defaultLimits, type UnpackLimits } from './guard.js';
export { buildCgroup, buildStateRoot, removeBuildContainer } from './build-containers.js';
export {
  displaceLayer,
  findLayer,
  layerArchive,
  layerDirectory,
  layerKeyOf,
  layerLink,
  listLayers,
  sealLayers,
  type Layer,
  type LayerKey,
} from './layer-store.js';
export {
  mountOverlay,
  mountsBelow,
  prepareOverlay,
  TooManyLayers,
  unmountBelow,
} from './overlay.js';
export { packedLayer, packLayer, type Packed, type PackOptions } from './pack.js';
export { piecesOf } from './pieces.js';
export {
  clearLeftovers,
  layersLock,
  leasedLayers,
  openSession,
  type LayerSession,
} from './session.js';
export { readTar, type TarItem } from './read-tar.js';
export { unpackFile, unpackLayer, type Unpacked, type UnpackOptions } from './unpack.js';
export { encodeHeader, endOfArchive, padding } from './write-tar.js';
