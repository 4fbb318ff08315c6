/*
 * Dockerfiles as data: read, with everything that is wrong with them, and their variables expanded.
 * Pure; what a build makes of them is the builders' affair.
 */
export { BadExpansion, expandText, expandWord, expandWords, type Expansion } from './expand.js';
export { readHeredocSign } from './lines.js';
export type {
  CopyInstruction,
  Dockerfile,
  DockerfileCommand,
  DockerfileProblem,
  Heredoc,
  Instruction,
  InstructionOf,
  MountType,
  Place,
  RunMount,
  Stage,
} from './instruction.js';
export {
  dockerfileDiagnostics,
  findStage,
  parseDockerfile,
  parseTrigger,
  targetStage,
  type ParsedDockerfile,
} from './parse.js';
export { positionIn } from './positions.js';
export {
  baseReference,
  fromReference,
  globalArguments,
  neededBy,
  sourcesOf,
  type Needed,
  type NeededImage,
  type Reference,
} from './needed.js';
