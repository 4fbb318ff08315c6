/* `stowage top`: the processes of a container. */
import type { CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { clockText } from '../render/amounts.js';
import { renderTable } from '../render/table.js';
import { findContainer } from '../stack/find-container.js';
import { visible } from '../terminal/terminal.js';

export const runTop: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const { terminal } = context;
    const container = await findContainer(engine, invocation.arguments[0] ?? '');
    const processes = await engine.processes(container);
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(processes, null, 2));
      return exitCodes.done;
    }
    const rows = processes.map(({ pid, parent, user, cpuTime, elapsed, command }) =>
      [`${pid}`, `${parent}`, user, clockText(cpuTime), clockText(elapsed), command].map(visible),
    );
    const head = ['PID', 'PPID', 'USER', 'TIME', 'ELAPSED', 'COMMAND'];
    for (const line of renderTable([head, ...rows])) terminal.print(line);
    return exitCodes.done;
  });
