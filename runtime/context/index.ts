/*
 * Build contexts: which files the copy steps of an image copy, and the completed image that follows.
 * Used by every builder, so that all engines copy the same files.
 */
export type { CopyEntry, CopyPlan, Owner } from './copy-plan.js';
export { expandCopy, parseOwner } from './expand.js';
export { BadPattern, compilePattern, isPattern } from './glob.js';
export { parseIgnore, type IgnoreRules } from './ignore.js';
export {
  openBelow,
  openFile,
  openRoot,
  readPieces,
  withDirectory,
  withFile,
  type OpenDirectory,
} from './open.js';
export {
  readDockerfile,
  type CopyAction,
  type DockerfileText,
  type ResolvedMount,
  type ResolvedStage,
  type RunAction,
  type StageAction,
  type StageBase,
  type TransferAction,
  type UnpackAction,
  type WorkdirAction,
} from './dockerfile/index.js';
export type { FoundBase, ImageBase, MissingBase, Refusable, ResolveOptions } from './options.js';
export { resolveImage, type ResolvedImage } from './resolve.js';
export { ContextChanged, UnsupportedFile, type ContextNode } from './tree.js';
