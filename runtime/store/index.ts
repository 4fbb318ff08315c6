/*
 * The store on disk: its places, its small files and its locks.
 */
export { storeEnvironment } from './environment.js';
export {
  errorCode,
  FileDamaged,
  ifPresent,
  isAlive,
  readJson,
  removeStaleTemporaries,
  syncDirectory,
  writeFileAtomic,
  writeJson,
} from './files.js';
export { bootId, isMarkAlive, ownMark, startOf } from './liveness.js';
export { LockTimeout, type HeldLock, type LockHolder } from './lock.js';
export { processMark, processState, type ProcessState } from './process-mark.js';
export { remembering } from './remembered.js';
export * as shape from './shape.js';
export { ShapeError, type RecordOf, type Shape } from './shape.js';
export {
  defaultRoot,
  findStore,
  locateStore,
  NotAStore,
  openStore,
  RunRootExposed,
  storeVersion,
  StoreTooNew,
  type LockOptions,
  type Store,
  type StoreLocation,
  type StorePaths,
} from './store.js';
