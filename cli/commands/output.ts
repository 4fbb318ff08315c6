/* `stowage output`: the outputs of a stack, as evaluated from its files. */
import { toJson } from '../../model/index.js';
import { UsageError, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';
import { visible } from '../terminal/terminal.js';

export const runOutput: CommandRunner = (invocation, context) => {
  const { terminal } = context;
  const [directory, name] = invocation.arguments;
  const { stack, diagnostics, sources } = loadStack(directory, invocation, context);
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  const text = (value: unknown): string =>
    typeof value === 'string' ? visible(value) : JSON.stringify(value);
  if (name !== undefined) {
    const output = stack.outputs.find((candidate) => candidate.name === name);
    if (!output) throw new UsageError(`stack ${stack.name} has no output ${name}`);
    const json = invocation.switches.has('json');
    terminal.print(json ? JSON.stringify(output.value) : text(output.value));
  } else if (invocation.switches.has('json')) {
    const entries = stack.outputs.map((output) => [output.name, { value: output.value }]);
    terminal.print(JSON.stringify(toJson(Object.fromEntries(entries)), null, 2));
  } else {
    for (const output of stack.outputs) terminal.print(`${output.name} = ${text(output.value)}`);
  }
  return exitCodes.done;
};
