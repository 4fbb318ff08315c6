/* `stowage check`: all mistakes of a stack, without an engine. */
import { hasErrors, type Diagnostic, type Stack } from '../../model/index.js';
import { checkAbilities } from '../../planner/index.js';
import { declaredLacks } from '../../providers/index.js';
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { formatOf, reportLines } from '../formats/index.js';
import { noteExplanations, reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';

export const runCheck: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const format = formatOf(invocation);
  const loaded = await loadStack(invocation.arguments[0], invocation, context);
  const { sources, stack } = loaded;
  const diagnostics = [...loaded.diagnostics, ...(await unableOf(stack))];
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const denied = invocation.switches.has('deny-warnings') && warnings > 0;
  // Annotations show a few lines of a message each, so the log has them whole beside.
  if (format === 'text' || format === 'github') reportDiagnostics(diagnostics, sources, context);
  if (format === 'text') noteExplanations(diagnostics, context);
  if (format !== 'text') {
    for (const line of reportLines(format, { diagnostics, sources })) terminal.print(line);
  } else if (stack && !hasErrors(diagnostics)) {
    const also = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
    const resources = counted(stack.resources.length, 'resource');
    terminal.print(`stack ${stack.name}: ${resources}, no errors${also}`);
  }
  return hasErrors(diagnostics) || denied ? exitCodes.error : exitCodes.done;
};

/** What the engine that a stack is declared for cannot do in any version. */
async function unableOf(stack: Stack | undefined): Promise<readonly Diagnostic[]> {
  if (!stack?.engine) return [];
  const { text } = stack.engine;
  const lacks = await declaredLacks(text);
  return lacks ? checkAbilities(stack.resources, { name: `the ${text} engine`, lacks }) : [];
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;
