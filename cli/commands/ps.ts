/* `stowage ps`: lists containers. */
import type { ContainerSummary } from '../../model/index.js';
import type { CommandContext, CommandRunner, Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { renderTable } from '../render/table.js';
import { loadStack } from '../stack/load.js';
import { visible } from '../terminal/terminal.js';

/** `running (healthy)`, `exited (1)`. */
function stateText({ state, exitCode, health }: ContainerSummary): string {
  if (state === 'running') return health === undefined ? state : `${state} (${health})`;
  return exitCode === undefined || state === 'created' ? state : `${state} (${exitCode})`;
}

/** The stack whose containers are meant: that of the directory, if there is one. */
function wantedStack(invocation: Invocation, context: CommandContext): string | undefined {
  if (invocation.switches.has('all')) return undefined;
  const given = invocation.arguments[0];
  return given === undefined ? undefined : loadStack(given, invocation, context).stack?.name;
}

export const runPs: CommandRunner = (invocation, context) =>
  withEngine(invocation, context, async (engine) => {
    const { terminal } = context;
    const stack = wantedStack(invocation, context);
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
