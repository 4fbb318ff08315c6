/* `stowage eval`: the evaluated stack, as JSON for programs, or one expression in its scope. */
import { hasErrors } from '../../model/index.js';
import { openConsole } from '../../dsl/index.js';
import type { CommandRunner } from '../command.js';
import { evaluatedDocument } from '../evaluated/document.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';

export const runEval: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const [directory, expression] = invocation.arguments;
  const { stack, diagnostics, sources, compileWith } = await loadStack(
    directory,
    invocation,
    context,
  );
  reportDiagnostics(diagnostics, sources, context);
  if (!stack || hasErrors(diagnostics)) return exitCodes.error;
  if (expression === undefined) {
    terminal.print(JSON.stringify(evaluatedDocument(stack), null, 2));
    return exitCodes.done;
  }
  const answer = openConsole(compileWith).ask(expression);
  reportDiagnostics(answer.diagnostics, new Map([[answer.file, expression]]), context);
  if (!answer.value) return exitCodes.error;
  const { json, text } = answer.value;
  if (invocation.switches.has('json')) {
    terminal.print(json === undefined ? 'null' : JSON.stringify(json, null, 2));
  } else terminal.print(text);
  return exitCodes.done;
};
