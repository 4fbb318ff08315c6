/*
 * The programs of the host that the engine is put together from.
 */
export { pipeFrom, pipeTo } from './child-pipes.js';
export {
  findExecutable,
  findPart,
  initParts,
  partPath,
  parts,
  partsSearchPath,
  type Part,
} from './parts.js';
export { pathOf, scratchFile } from './scratch-file.js';
