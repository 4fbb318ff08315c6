/*
 * Starting other programs: the one seam between the runtime and the tools it rests on.
 */
export { giveWay } from './give-way.js';
export { limited, type Limited } from './limited.js';
export {
  CommandFailed,
  lastLines,
  run,
  runChecked,
  startPiped,
  type CommandFailure,
  type PipedCommand,
  type RunOptions,
  type RunResult,
} from './run.js';
