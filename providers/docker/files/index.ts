/* Files that containers are given by content: where they stand, and how they get there. */
export { removeLeftHelper } from './write-to-host.js';
export { directoryFor, directoryOf, filesRoot, isOutside, isPlaced, placeFiles } from './places.js';
export { readFiles, withFiles } from './read.js';
export { clearFromHost, writeContainerFiles, writeMountedFiles } from './write.js';
