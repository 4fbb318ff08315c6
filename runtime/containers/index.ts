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
export { groupOf } from './control-group.js';
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
export { checkHealth, readHealth, untilNextCheck, type CheckOptions } from './health.js';
export {
  inspectContainer,
  listContainers,
  type ContainerState,
  type ContainerView,
} from './inspect.js';
export { idsOfRuns, readOutcome, readRecord, readRecords, readRun, readRuns } from './library.js';
export {
  killContainer,
  lockOf,
  removeContainer,
  restartContainer,
  startContainer,
  stopContainer,
  type StopOptions,
} from './lifecycle.js';
export type { LogLine } from './log-lines.js';
export { readLogs, type LogOptions } from './logs.js';
export { livingMonitors } from './monitors.js';
export { pauseContainer, unpauseContainer, whileStill } from './pause.js';
export { placesOf, runsDirectory } from './places.js';
export { reconcile, type Repairs } from './reconcile.js';
export type { ContainerRecord, Health, Outcome } from './record.js';
export { dueStart } from './restart-policy.js';
export { bootId } from './run-state.js';
export { isPaused, standingOf } from './standing.js';
export { isForsaken, onExit, recover, type Recovery } from './supervise.js';
export { processesOf, usageOf } from './usage.js';
export { leaveCallersGroup } from './monitor.js';
export { vacuum } from './vacuum.js';
export { waitForEnd } from './wait.js';
