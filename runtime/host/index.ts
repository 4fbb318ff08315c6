/*
 * What can be seen of the host before anything is done to it. Reads only.
 */
export { freeSpace } from './free-space.js';
export { onExitArguments } from './on-exit.js';
export { mountSourceProblem } from './mount-source.js';
export { foreignPlatforms, runsForeign } from './run-foreign.js';
export { findPortHolders, type HostListener } from './port-holders.js';
export { bytesOnDisk } from './disk-usage.js';
