/* `stowage _on-exit`: what a container's monitor runs when the container has ended. */
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { handleExit } from '../../providers/index.js';
import { ownCommand } from '../engine.js';

export const runOnExit: CommandRunner = async (invocation) => {
  await handleExit(invocation.arguments[0] ?? '', ownCommand());
  return exitCodes.done;
};
