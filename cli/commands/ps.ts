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

const filters: Readonly<Record<string, (container: ContainerSummary, value: string) => boolean>> = {
  state: ({ state }, value) => state === value,
  health: ({ health }, value) => health === value,
  stack: ({ stack }, value) => stack === value,
  address: ({ address }, value) => address === value,
  name: ({ name }, value) => name.includes(value),
  image: ({ image }, value) => image.includes(value),
};

/** Any of the values of one name, and all names. @throws UsageError */
function readFilters(invocation: Invocation): (container: ContainerSummary) => boolean {
  const wanted = new Map<string, string[]>();
  for (const given of invocation.values['filter'] ?? []) {
    const [, name = '', value] = /^([a-z]+)=(.*)$/s.exec(given) ?? [];
    if (value === undefined || !Object.hasOwn(filters, name)) {
      const names = Object.keys(filters).join(', ');
      throw new UsageError(`--filter takes NAME=VALUE with one of ${names}, not ${given}`);
    }
    wanted.set(name, [...(wanted.get(name) ?? []), value]);
  }
  return (container) =>
    [...wanted].every(([name, values]) =>
      values.some((value) => filters[name]?.(container, value) === true),
    );
}

export const runPs: CommandRunner = async (invocation, context) => {
  const declared = await declaredStack(invocation.arguments[0], context);
  const stack = wantedStack(invocation, declared);
  return withEngine(invocation, context, declared, async (engine) => {
    const { terminal } = context;
    const all = await engine.listContainers();
    const isWanted = readFilters(invocation);
    const shown = all
      .filter((container) =>
        stack === undefined
          ? invocation.switches.has('all') || container.stack !== undefined
          : container.stack === stack,
      )
      .filter(isWanted);
    if (invocation.switches.has('names')) {
      for (const { name } of shown) terminal.print(visible(name));
      return exitCodes.done;
    }
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
