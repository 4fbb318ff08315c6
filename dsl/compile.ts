/*
 * The files of a directory to a stack: parse, bind, evaluate, check the whole. Pure; every mistake of
 * every file is found in one run, and mistakes of one stage never hide those of another place.
 */
import {
  compareAddresses,
  hasErrors,
  type Checked,
  type Diagnostic,
  type Stack,
} from '../model/index.js';
import { bind } from './semantics/bind.js';
import { checkStack } from './semantics/checks/index.js';
import { evaluateStack } from './semantics/evaluate-stack.js';
import type { ParamInputs } from './semantics/params.js';
import { parse } from './syntax/index.js';

export interface SourceFile {
  /** As the user would type it, relative to the stack's directory. */
  readonly path: string;
  readonly text: string;
}
export interface CompileOptions {
  /** Values for params; text is read by the type of the param. */
  readonly params?: ParamInputs;
}

/**
 * Compiles all `.stow` files of one directory.
 * @returns the stack, absent when there are errors, and everything there is to say, by place
 */
export function compile(
  files: readonly SourceFile[],
  options: CompileOptions = {},
): Checked<Stack> {
  const parsed = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map((file) => parse(file.path, file.text));
  const syntax = parsed.flatMap((file) => file.diagnostics);
  // Where brackets nest too deeply a file gives no declarations, so nothing can be said of names.
  if (syntax.some(({ code }) => code === 'nesting-too-deep'))
    return { diagnostics: inOrder(syntax) };
  const { symbols, diagnostics: names } = bind(parsed);
  const evaluated = evaluateStack(symbols, options.params ?? {});
  const whole = checkStack(evaluated.resources);
  const diagnostics = inOrder([...syntax, ...names, ...evaluated.diagnostics, ...whole]);
  if (hasErrors(diagnostics) || !symbols.stack) return { diagnostics };
  const value: Stack = {
    name: symbols.stack.name.name,
    resources: [...evaluated.resources].sort((a, b) => compareAddresses(a.address, b.address)),
    outputs: evaluated.outputs,
    span: symbols.stack.span,
  };
  return { value, diagnostics };
}

/** By file and place, each thing once; what has no place comes first. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, span, summary } = diagnostic;
    const key = `${code} ${span ? `${span.file}:${span.start.offset}` : summary}`;
    if (!once.has(key)) once.set(key, diagnostic);
  }
  return [...once.values()].sort((a, b) => {
    const [left, right] = [a.span?.file ?? '', b.span?.file ?? ''];
    if (left !== right) return left < right ? -1 : 1;
    return (a.span?.start.offset ?? -1) - (b.span?.start.offset ?? -1);
  });
}
