/* `stowage wait`: until a container has ended for good. */
import type { CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { findContainer } from '../stack/find-container.js';

export const runWait: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const container = await findContainer(engine, invocation.arguments[0] ?? '');
    const code = await engine.wait(container, context.signal);
    context.terminal.print(code === null ? 'unknown' : String(code));
    return exitCodes.done;
  });
