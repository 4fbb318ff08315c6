/*
 * The programs of the host that the engine is put together from.
 */
export {
  findExecutable,
  findPart,
  initParts,
  partPath,
  parts,
  partsSearchPath,
  type Part,
} from './parts.js';
