/* Devices that vendors describe for every container engine alike: graphics processors above all. */
export { findCdiEdits, cdiDirectories, type CdiEdits } from './edits.js';
