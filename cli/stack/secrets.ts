/*
 * The secrets of a stack: each from the source that wins, read only by commands that need values.
 * What cannot be had is said at the declaration, with the ways to give it.
 */
import type { DeclaredInputs, SecretSource } from '../../dsl/index.js';
import type { Diagnostic } from '../../model/index.js';
import type { CommandContext, Invocation } from '../command.js';
import { shortestHidden } from '../terminal/secret-forms.js';
import { visible } from '../terminal/terminal.js';
import { loadingDiagnostic } from './loading-diagnostic.js';
import { chooseSource, givenSources, readSecret } from './secret-sources.js';

export interface ReadSecrets {
  readonly values: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the values of declared secrets, and conceals them from then on. @throws UsageError */
export async function readSecrets(
  declared: DeclaredInputs['secrets'],
  directory: string,
  invocation: Invocation,
  context: CommandContext,
): Promise<ReadSecrets> {
  const names = declared.map(({ name }) => name);
  const given = givenSources(invocation, context, names);
  const isDeclared = (name: string): boolean => names.includes(name);
  const values: [string, string][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { name, source, span } of declared) {
    const chosen = chooseSource(name, source, given, isDeclared, context, directory);
    if (!chosen) {
      diagnostics.push(missing(name, span));
      continue;
    }
    if (chosen.source.kind === 'env') withhold(chosen.source);
    const read = await readSecret(chosen, context);
    if (read.kind === 'read') context.terminal.conceal({ values: [read.value] });
    for (const line of read.said) context.terminal.note(visible(`${name}: ${line}`));
    if (read.kind === 'failed') {
      diagnostics.push(
        loadingDiagnostic('unreadable-secret', {
          summary: `the secret \`${name}\` cannot be read: ${read.reason}`,
          detail: `It was asked of ${chosen.origin}.`,
          span,
        }),
      );
      continue;
    }
    values.push([name, read.value]);
    if (read.value.length < shortestHidden) {
      const summary = `the secret \`${name}\` has fewer than ${shortestHidden} characters`;
      const detail = 'It cannot be masked in what is printed. Use a longer one.';
      diagnostics.push(loadingDiagnostic('short-secret', { summary, detail, span }));
    }
  }
  return { values: Object.fromEntries(values), diagnostics };
}

/** Programs that are started beside this command do not get the secret with their environment. */
function withhold({ name }: Extract<SecretSource, { kind: 'env' }>): void {
  Reflect.deleteProperty(process.env, name);
}

function missing(name: string, span: Diagnostic['span']): Diagnostic {
  return {
    code: 'missing-secret',
    severity: 'error',
    summary: `the secret \`${name}\` has no value`,
    detail: `Give it as STOWAGE_SECRET_${name}, as a file by STOWAGE_SECRET_${name}_FILE, or by \`--secret ${name}=env:VARIABLE\`, \`file:PATH\` or \`command:PROGRAM\`; or say in the declaration where it comes from.`,
    ...(span && { span }),
  };
}
