/* `stowage exec`: a command in a running container, on this process's own streams. */
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { findContainer } from '../stack/find-container.js';

function environmentOf(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UsageError(`--env takes NAME=VALUE, not ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

export const runExec: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const [given = '', ...argv] = invocation.arguments;
    const tty = invocation.switches.has('tty');
    if (tty && !context.terminal.canAsk) {
      throw new UsageError('--tty needs a terminal on standard input and standard error');
    }
    const user = valueOf(invocation, 'user');
    const workdir = valueOf(invocation, 'workdir');
    // What an interrupt means is for the command in the container to say, which gets it too.
    context.signal.addEventListener('abort', () => undefined);
    return engine.exec(await findContainer(engine, given), argv, {
      tty,
      interactive: invocation.switches.has('interactive'),
      env: environmentOf(invocation.values['env'] ?? []),
      ...(user === undefined ? {} : { user }),
      ...(workdir === undefined ? {} : { workdir }),
      ...(invocation.switches.has('privileged') ? { privileged: true } : {}),
    });
  });
