/*
 * Prints diagnostics on standard error: with the source line where there is one. Errors are printed
 * to who asked for quiet, too.
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
    const text = renderDiagnostic(diagnostic, sources, terminal);
    if (diagnostic.severity === 'error') terminal.complain(`${text}\n`);
    else terminal.note(`${text}\n`);
  }
}

/** Tells a person at a terminal where there is more to read about what was said. */
export function noteExplanations(
  diagnostics: readonly Diagnostic[],
  { terminal }: Pick<CommandContext, 'terminal'>,
): void {
  const [first, ...others] = new Set(diagnostics.map(({ code }) => code));
  if (first === undefined || !terminal.interactive) return;
  const code = others.length === 0 ? first : 'CODE';
  terminal.note(terminal.style('dim', `\`stowage explain ${code}\` says more, with an example.`));
}
