/* `stowage version`. */
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { stowageVersion } from '../version.js';

export const runVersion: CommandRunner = (_invocation, { terminal }) => {
  terminal.print(`stowage ${stowageVersion}`);
  return exitCodes.done;
};
