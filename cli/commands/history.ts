/* `stowage history`: the generations that the engine has recorded of a stack. */
import type { CommandRunner } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { historyDocument, historyLines } from '../render/history.js';
import { findStack, wantedStack } from '../stack/identify.js';

export const runHistory: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const wanted = await wantedStack(invocation.arguments[0], invocation, context);
  return withReader(invocation, context, wanted, async (reader) => {
    const stack = await findStack(reader, wanted);
    terminal.note(terminal.style('dim', `stack ${stack.name} on ${reader.profile.description}`));
    const history = await reader.history(stack);
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(historyDocument(stack, history), null, 2));
    } else if (history.length === 0) {
      terminal.note('The ledger is lost. The next apply begins another.');
    } else {
      for (const line of historyLines(history)) terminal.print(line);
    }
    return exitCodes.done;
  });
};
