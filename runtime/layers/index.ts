/*
 * Layers as archives and as directories: packing, unpacking, and what an archive may hold.
 */
export { LayerInvalid } from './entry.js';
export { ZstdMissing } from './decompress.js';
export { defaultLimits, type UnpackLimits } from './guard.js';
export { packLayer, type Packed, type PackOptions } from './pack.js';
export { unpackFile, unpackLayer, type Unpacked, type UnpackOptions } from './unpack.js';
