/*
 * Prints diagnostics on standard error: with the source line where there is one.
 */
import { renderDiagnostic } from '../dsl/index.js';
import type { Diagnostic } from '../model/index.js';
import type { CommandContext } from './command.js';

/** Prints each diagnostic, errors and warnings alike. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  { terminal }: Pick<CommandContext, 'terminal'>,
): void {
  for (const diagnostic of diagnostics) {
    terminal.note(renderDiagnostic(diagnostic, sources, terminal));
    terminal.note('');
  }
}
