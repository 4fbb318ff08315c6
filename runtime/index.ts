/*
 * The embedded engine's public face: the store, images and how they are built, and the container
 * engine. It knows nothing of stacks, plans or the language, and could be used by itself.
 */
export { PathRefused, type PathFault } from './archive/index.js';
export * from './build/index.js';
export { callerName, callerOf, isRootless, type Caller } from './caller/index.js';
export * from './context/index.js';
export * from './distribution/index.js';
export type {
  Attachment,
  CapturedExec,
  CapturedExecOptions,
  CheckOptions,
  ContainerChanges,
  ContainerRecord,
  ContainerState,
  ContainerView,
  CreateRequest,
  Health,
  InheritedExecOptions,
  LogLine,
  LogOptions,
  Repairs,
  StopOptions,
  TerminalSize,
} from './containers/index.js';
export { untilNextCheck } from './containers/index.js';
export { doctor, missingParts, type Finding, type MissingParts } from './doctor/index.js';
export type { ContainerEngine, EngineOptions, EngineView, NetworkView } from './engine-contract.js';
export { createEngine, viewEngine } from './engine.js';
export { verifyStore, type StoreFault, type StoreReport } from './verify/index.js';
export { isFault, RuntimeError, type Fault, type FaultKind } from './errors.js';
export * from './host/index.js';
export * from './images/index.js';
export {
  defaultLimits,
  LayerInvalid,
  TarInvalid,
  TooManyLayers,
  ZstdMissing,
} from './layers/index.js';
export {
  occupiedHere,
  occupiedSubnets,
  overlaps,
  parseSubnet,
  subnetText,
  type NetworkRecord,
  type NetworkRequest,
  type Occupied,
} from './networks/index.js';
export { groupSettings } from './oci/index.js';
export * from './oci-image/index.js';
export * from './registry/index.js';
export type { EnteredCommand, Ending } from './rootless/index.js';
export { enterEngine } from './enter-engine.js';
export { CommandFailed, lastLines, type CommandFailure } from './process/index.js';
export * from './store/index.js';
export {
  installUnit,
  uninstallUnit,
  type Manager,
  type AgentEnd,
  type AgentOptions,
} from './supervision/index.js';
export type { Volume, VolumeRecord } from './volumes/index.js';
