/* `stowage _on-exit`: what a container's monitor runs when the container has ended. */
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { handleExit } from '../../providers/index.js';
import { carryOutInside } from '../inside.js';
import { ownCommand } from '../engine-name.js';

export const runOnExit: CommandRunner = async (invocation, context) => {
  await carryOutInside(context);
  await handleExit(invocation.arguments[0] ?? '', ownCommand());
  return exitCodes.done;
};
