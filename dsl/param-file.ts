/*
 * A file of values for params: `name = value` lines in the language's own way to write values, with
 * comments. The values may call functions of the library; they know no names and nothing of the stack
 * that they are for, so that one file serves several.
 */
import type { Checked, Diagnostic, JsonValue, Span } from '../model/index.js';
import { diagnose } from './diagnostics/diagnose.js';
import { standaloneValues } from './semantics/standalone.js';
import { parse } from './syntax/index.js';

/** One line: a value for the param of a name. */
export interface ParamLine {
  readonly name: string;
  /** As JSON, sizes and durations as text with their units. */
  readonly value: JsonValue;
  /** Where the name stands. */
  readonly span: Span;
}

/** Reads a file of values. What is wrong with a line is reported, and the line left out. */
export function readParamFile(
  path: string,
  text: string,
): Checked<readonly ParamLine[]> & { readonly value: readonly ParamLine[] } {
  const { tree, diagnostics: syntax } = parse(path, text);
  const diagnostics: Diagnostic[] = [...syntax];
  const values = standaloneValues((diagnostic) => diagnostics.push(diagnostic));
  const lines = new Map<string, ParamLine>();
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'let' || declaration.broken) continue;
    const { name, span } = declaration.name;
    const before = lines.get(name);
    if (before) {
      diagnostics.push(
        diagnose('duplicate-name', span, {
          summary: `\`${name}\` is given twice`,
          labels: [{ span: before.span, text: 'here before' }],
        }),
      );
      continue;
    }
    const value = values.json(declaration.value);
    if (value !== undefined) lines.set(name, { name, value, span });
  }
  return { value: [...lines.values()], diagnostics };
}
