/*
 * Images with Dockerfiles: what their builders do, and what their content keys are over.
 */
export { readDockerfile, type DockerfileText } from './read-file.js';
export { isByDockerfile, resolveDockerfile } from './resolve.js';
export type {
  CopyAction,
  ResolvedMount,
  ResolvedStage,
  RunAction,
  StageAction,
  StageBase,
  TransferAction,
  UnpackAction,
  WorkdirAction,
} from './stages.js';
export type { FromDockerfile } from './summary.js';
