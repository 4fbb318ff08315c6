/*
 * Compiles an example of a diagnostic as the command would compile the same files: modules are
 * found among its directories, and files and variables are those that the example names.
 */
import type { Diagnostic } from '../../../model/index.js';
import { compile, type SourceFile } from '../../compile.js';
import { settingOf, type ExampleSource } from './example.js';

/** What there is to say about an example, and the sources to show it with. */
export interface CompiledExample {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
}

/** Compiles an example. */
export function compileExample(source: ExampleSource): CompiledExample {
  const { files, params = {} } = settingOf(source);
  const all: SourceFile[] = Object.entries(files).map(([path, text]) => ({ path, text }));
  const given = Object.entries(params).map(
    ([name, value]) => [name, { value, origin: 'the example' }] as const,
  );
  const { diagnostics } = compile(all, { params: Object.fromEntries(given) });
  return { diagnostics, sources: new Map(Object.entries(files)) };
}
