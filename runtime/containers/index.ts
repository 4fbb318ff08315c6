/*
 * Containers: what they are to be, how they stand, and everything that can be done with them.
 */
export {
  attachContainer,
  startAttachedContainer,
  type Attachment,
  type TerminalSize,
} from './attach.js';
export {
  connectContainer,
  disconnectContainer,
  renameContainer,
  updateContainer,
  writeFiles,
  type ContainerChanges,
} from './changes.js';
export { claimsLock } from './claims.js';
export { createContext, type Context } from './context.js';
export { createContainer, namesLock, type CreateRequest } from './create.js';
export {
  execCaptured,
  execInherited,
  type CapturedExec,
  type CapturedExecOptions,
  type InheritedExecOptions,
} from './exec.js';
export { findPath, readArchive, writeArchive, type FoundPath } from './files-of.js';
export { checkHealth } from './health.js';
export {
  inspectContainer,
  listContainers,
  type ContainerState,
  type ContainerView,
} from './inspect.js';
export { readRecord, readRecords, readRuns } from './library.js';
export {
  killContainer,
  removeContainer,
  restartContainer,
  startContainer,
  stopContainer,
  type StopOptions,
} from './lifecycle.js';
export type { LogLine } from './log-lines.js';
export { readLogs, type LogOptions } from './logs.js';
export { pauseContainer, unpauseContainer } from './pause.js';
export { reconcile, type Repairs } from './reconcile.js';
export type { ContainerRecord, Health } from './record.js';
export { onExit } from './supervise.js';
export { processesOf, usageOf } from './usage.js';
export { vacuum } from './vacuum.js';
export { waitForEnd } from './wait.js';
