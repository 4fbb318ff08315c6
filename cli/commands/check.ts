/* `stowage check`: all mistakes of a stack, without an engine. */
import { hasErrors } from '../../model/index.js';
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';

export const runCheck: CommandRunner = (invocation, context) => {
  const { terminal } = context;
  const { diagnostics, sources, stack } = loadStack(invocation.arguments[0], invocation, context);
  const failed = hasErrors(diagnostics);
  if (invocation.switches.has('json')) {
    // The names of Terraform's `validate -json`.
    const document = {
      format_version: '1.0',
      valid: !failed,
      error_count: diagnostics.filter(({ severity }) => severity === 'error').length,
      warning_count: diagnostics.filter(({ severity }) => severity === 'warning').length,
      diagnostics,
    };
    terminal.print(JSON.stringify(document, null, 2));
  } else {
    reportDiagnostics(diagnostics, sources, context);
    if (stack && !failed) {
      terminal.print(`stack ${stack.name}: ${stack.resources.length} resources, no errors`);
    }
  }
  return failed ? exitCodes.error : exitCodes.done;
};
