/* `stowage start`, `stop`, `restart`, `pause`, `kill` and `rm`: one container, by hand. */
import { parseDuration, type Engine, type Operator } from '../../model/index.js';
import { UsageError, valueOf, type CommandRunner, type Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { findContainer } from '../stack/find-container.js';

/** A command that does one thing to one container and prints its name. */
function operate(
  act: (engine: Engine & Operator, container: string, invocation: Invocation) => Promise<void>,
): CommandRunner {
  return async (invocation, context) =>
    withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
      const given = invocation.arguments[0] ?? '';
      await act(engine, await findContainer(engine, given), invocation);
      context.terminal.print(given);
      return exitCodes.done;
    });
}

function graceOf(invocation: Invocation): number | undefined {
  const given = valueOf(invocation, 'time');
  if (given === undefined) return undefined;
  const grace = parseDuration(given);
  if (grace === undefined) throw new UsageError(`--time takes a duration such as 3s, not ${given}`);
  return grace;
}

export const runStart = operate((engine, container) => engine.start(container));

export const runStop = operate((engine, container, invocation) =>
  engine.stop(container, graceOf(invocation)),
);

export const runRestart = operate((engine, container, invocation) =>
  engine.restart(container, graceOf(invocation)),
);

export const runPause = operate((engine, container) => engine.pause(container));

export const runUnpause = operate((engine, container) => engine.unpause(container));

export const runKill = operate((engine, container, invocation) =>
  engine.kill(container, valueOf(invocation, 'signal') ?? 'SIGKILL'),
);

export const runRemove = operate((engine, container, invocation) =>
  engine.remove(container, invocation.switches.has('force')),
);
