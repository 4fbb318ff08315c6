/*
 * Build contexts: which files the copy steps of an image copy, and the completed image that follows.
 * Used by every builder, so that all engines copy the same files.
 */
export { expandCopy, parseOwner, type CopyEntry, type CopyPlan, type Owner } from './expand.js';
export { BadPattern } from './glob.js';
export { parseIgnore, type IgnoreRules } from './ignore.js';
export {
  openBelow,
  openFile,
  openRoot,
  readPieces,
  withDirectory,
  type OpenDirectory,
} from './open.js';
export {
  imageKey,
  resolveImage,
  type ImageBase,
  type ResolvedImage,
  type ResolveOptions,
} from './resolve.js';
export { ContextChanged, UnsupportedFile, type ContextNode } from './tree.js';
