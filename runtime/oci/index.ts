/*
 * What is told to an OCI runtime, and how it is asked: configuration, limits, filters, users.
 */
export {
  allCapabilities,
  capabilitiesOfMask,
  defaultCapabilities,
  resolveCapabilities,
  unknownCapabilities,
} from './capabilities.js';
export {
  cgroupLayout,
  cgroupPlaces,
  controllerDirectory,
  readIfThere,
  type CgroupLayout,
  type CgroupPlaces,
} from './cgroups.js';
export { readBlockIo, ociBlockIo, weightSupport } from './block-io.js';
export { changeLimits, limitUpdate, type LimitChanges } from './change-limits.js';
export { customSeccomp } from './custom-seccomp.js';
export {
  usualSurroundings,
  type OciMount,
  type SharedNamespace,
  type Surroundings,
} from './customary.js';
export {
  allHostDevices,
  deviceMounts,
  givenDevices,
  hostDevice,
  numbersOf,
  parseRule,
  ruleFor,
  type GivenDevices,
  type OciDevice,
} from './host-device.js';
export { groupSettings, refuseWithoutGroups } from './group-settings.js';
export { ociText } from './oci-text.js';
export { readLimits, weightsOf } from './read-limits.js';
export {
  hostLimits,
  parseHardLimits,
  processLimits,
  type HostLimits,
  type ProcessLimits,
} from './process-limits.js';
export { readFailure, type RuntimeFailure } from './failure.js';
export { openOciRuntime, runtimeEnvironment, type OciRuntime } from './oci-runtime.js';
export {
  chooseRuntime,
  findRuntime,
  namedRuntime,
  suitableRuntimes,
  type ChosenRuntime,
  type RuntimeName,
} from './probe.js';
export {
  kernelDefaults,
  limitNames,
  memorySupport,
  ociLimits,
  swapAccounted,
  type Limits,
  type DeviceRule,
  type OciResources,
} from './resources.js';
export { readInRoot, resolveInRoot } from './rootfs-path.js';
export {
  ociProcess,
  ociSpec,
  type OciHook,
  type OciHooks,
  type OciProcess,
  type OciSpec,
  type ProcessOptions,
  type SpecOptions,
} from './runtime-spec.js';
export { defaultSeccomp, type SeccompFilter } from './seccomp.js';
export { processesIn, readGroupUsage, type GroupUsage } from './usage.js';
export { resolveGroups, resolveUser, type ResolvedUser } from './users.js';
export { enterControlGroup, makeControlGroup } from './make-control-group.js';
