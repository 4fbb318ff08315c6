/*
 * The files of a directory, and of the modules it uses, to a stack: parse, bind, evaluate, check the
 * whole. Pure; every mistake of every file is found in one run, and mistakes of one stage never hide
 * those of another place.
 */
import {
  hasErrors,
  type Checked,
  type Diagnostic,
  type JsonValue,
  type Span,
  sortByAddress,
  type Stack,
} from '../model/index.js';
import type { CompileOptions, SecretSource, SourceFile } from './inputs.js';
import { lint, newValueKinds, silence } from './lints/index.js';
import { checkStack } from './semantics/checks/index.js';
import { readSecretSource } from './semantics/declared-secrets.js';
import { parseFiles, readDirectory } from './semantics/directories.js';
import { evaluateStack } from './semantics/evaluate-stack.js';
import { newEvaluation } from './semantics/evaluation.js';
import { plainText } from './semantics/plain-text.js';

export interface Compiled extends Checked<Stack> {
  /** Texts that must not be printed. */
  readonly hidden: ReadonlySet<string>;
  /** Values of the outputs that are secret, for whoever asks for one by name. */
  readonly secretOutputs: ReadonlyMap<string, JsonValue>;
}

/**
 * Compiles all `.stow` files of one directory.
 * @returns the stack, absent when there are errors, and everything there is to say, by place
 */
export function compile(files: readonly SourceFile[], options: CompileOptions = {}): Compiled {
  const diagnostics: Diagnostic[] = [];
  const { kinds, note } = newValueKinds();
  const onValue: CompileOptions['onValue'] = (expression, value) => {
    note(expression, value);
    options.onValue?.(expression, value);
  };
  const evaluation = newEvaluation({ ...options, onValue }, diagnostics);
  for (const diagnostic of options.said ?? []) evaluation.report(diagnostic);
  const directory = readDirectory(evaluation, '', files);
  const { symbols } = directory;
  const { hidden } = evaluation;
  if (directory.lost)
    return { diagnostics: inOrder(diagnostics), hidden, secretOutputs: new Map() };
  const { secretOutputs, ...evaluated } = evaluateStack(evaluation, symbols);
  const { resources } = evaluated;
  for (const diagnostic of checkStack(resources, options.host)) evaluation.report(diagnostic);
  const parsed = [...evaluation.directories.values()].flatMap((one) => one.files);
  const { used, report } = evaluation;
  const sessions = [...evaluation.sessions.values()];
  for (const one of lint({ files: parsed, sessions, used, resources, kinds })) report(one);
  const left = silence(parsed, diagnostics);
  const said = { diagnostics: inOrder(left), hidden, secretOutputs };
  if (hasErrors(diagnostics) || !symbols.stack) return said;
  const value: Stack = {
    name: symbols.stack.name.name,
    ...evaluated,
    resources: sortByAddress(resources),
    span: symbols.stack.span,
  };
  return { ...said, value };
}

/** What files ask for from outside, modules, params, secrets and the engine, and whose they are. */
export interface DeclaredInputs {
  /** `span` is that of the source. */
  readonly uses: readonly { readonly name: string; readonly source: string; readonly span: Span }[];
  /** Names of the params. */
  readonly params: readonly string[];
  /** Every name that is declared, of whatever sort. */
  readonly names: readonly string[];
  readonly stack?: string;
  readonly engine?: string;
  /** Whether a declaration could not be made sense of, so that there may be more of each. */
  readonly broken: boolean;
  readonly secrets: readonly {
    readonly name: string;
    readonly source?: SecretSource;
    readonly span: Span;
  }[];
}

/** The modules, params, secrets and engine that files declare, for whoever loads them. */
export function declaredInputs(files: readonly SourceFile[]): DeclaredInputs {
  const parsed = parseFiles(files);
  const declarations = parsed.flatMap(({ tree }) => tree.declarations);
  const uses = declarations.flatMap((one) => {
    const source = one.kind === 'use' ? plainText(one.source) : undefined;
    if (one.kind !== 'use' || source === undefined) return [];
    return [{ name: one.name.name, source, span: one.source.span }];
  });
  const params = declarations.flatMap((one) => (one.kind === 'param' ? [one.name.name] : []));
  const stack = declarations.find((one) => one.kind === 'stack')?.name.name;
  const engine = declarations.find((one) => one.kind === 'engine')?.name.name;
  const broken = parsed.some(({ diagnostics }) => hasErrors(diagnostics));
  const secrets = declarations.flatMap((one) => {
    if (one.kind !== 'secret' || one.broken) return [];
    const source = readSecretSource(one);
    return [{ name: one.name.name, ...(source && { source }), span: one.name.span }];
  });
  const named = { ...(stack !== undefined && { stack }), ...(engine !== undefined && { engine }) };
  const names = declarations.flatMap((one) => ('name' in one ? [one.name.name] : []));
  return { uses, params, secrets, names, broken, ...named };
}

/** By file and place; what has no place comes first. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    const [left, right] = [a.span?.file ?? '', b.span?.file ?? ''];
    if (left !== right) return left < right ? -1 : 1;
    return (a.span?.start.offset ?? -1) - (b.span?.start.offset ?? -1);
  });
}
