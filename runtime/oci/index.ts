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
export { changeLimits } from './change-limits.js';
export { readFailure, type RuntimeFailure } from './failure.js';
export { openOciRuntime, type OciRuntime } from './oci-runtime.js';
export {
  chooseRuntime,
  findRuntime,
  suitableRuntimes,
  type ChosenRuntime,
  type RuntimeName,
} from './probe.js';
export {
  ociLimits,
  ociUpdate,
  readLimits,
  swapAccounted,
  type Limits,
  type OciResources,
} from './resources.js';
export { readInRoot, resolveInRoot } from './rootfs-path.js';
export {
  ociProcess,
  ociSpec,
  type OciMount,
  type OciProcess,
  type OciSpec,
  type ProcessOptions,
} from './runtime-spec.js';
export { defaultSeccomp, type SeccompFilter } from './seccomp.js';
export { processesIn, readGroupUsage, type GroupUsage } from './usage.js';
export { resolveUser, type ResolvedUser } from './users.js';
