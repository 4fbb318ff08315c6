/* `stowage ps`: lists containers. */
import type { ContainerSummary } from '../../model/index.js';
import { UsageError, type CommandRunner, type Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { renderTable } from '../render/table.js';
import { declaredStack, type DeclaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

/** `running (healthy)`, `exited (1)`. */
function stateText({ state, exitCode, health }: ContainerSummary): string {
  if (state === 'running') return health === undefined ? state : `${state} (${health})`;
  return exitCode === undefined || state === 'created' ? state : `${state} (${exitCode})`;
}

/** The stack whose containers are meant: that of the directory, if there is one. @throws UsageError */
function wantedStack(invocation: Invocation, { stack }: DeclaredStack): string | undefined {
  const given = invocation.arguments[0];
  if (invocation.switches.has('all') || given === undefined) return undefined;
  if (stack !== undefined) return stack;
  throw new UsageError(`no file in ${given} says which stack it is`);
}

export const runPs: CommandRunner = async (invocation, context) => {
  const declared = await declaredStack(invocation.arguments[0], context);
  const stack = wantedStack(invocation, declared);
  return withEngine(invocation, context, declared, async (engine) => {
    const { terminal } = context;
    const all = await engine.listContainers();
    const shown = all.filter((container) =>
      stack === undefined
        ? invocation.switches.has('all') || container.stack !== undefined
        : container.stack === stack,
    );
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(shown, null, 2));
      return exitCodes.done;
    }
    const rows = shown.map((container) =>
      [
        container.name,
        container.stack === undefined ? '' : `${container.stack}: ${container.address ?? ''}`,
        container.image,
        stateText(container),
        container.ports.join(', '),
      ].map(visible),
    );
    for (const line of renderTable([['NAME', 'STACK', 'IMAGE', 'STATE', 'PORTS'], ...rows])) {
      terminal.print(line);
    }
    return exitCodes.done;
  });
};
