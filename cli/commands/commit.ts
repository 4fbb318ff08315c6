/* `stowage commit`: an image of what a container has written. */
import { valueOf, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { declaredStack } from '../stack/declared-stack.js';
import { findContainer } from '../stack/find-container.js';
import { visible } from '../terminal/terminal.js';

export const runCommit: CommandRunner = async (invocation, context) => {
  const [given = '', name] = invocation.arguments;
  const [author, message] = [valueOf(invocation, 'author'), valueOf(invocation, 'message')];
  const choice = await declaredStack(undefined, context);
  return withEngine(invocation, context, choice, async (engine) => {
    const id = await engine.commitContainer(await findContainer(engine, given), {
      pause: !invocation.switches.has('no-pause'),
      ...(name === undefined ? {} : { name }),
      ...(author === undefined ? {} : { author }),
      ...(message === undefined ? {} : { message }),
    });
    context.terminal.print(visible(id));
    return exitCodes.done;
  });
};
