/*
 * Declarations to symbols: finds out what every name of a directory stands for, and reports names
 * that are declared twice, mean nothing, or would hide another. Nothing is evaluated here.
 */
import { type Diagnostic, kinds, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type {
  Clause,
  Declaration,
  NameNode,
  Parsed,
  ResourceDeclaration,
} from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import {
  declaredTwice,
  hidesAnother,
  kindAsName,
  noBody,
  noStack,
  onlyInStack,
  secondOf,
  unknownWord,
  wrongFile,
} from './bind-messages.js';
import { lostNames, namesInBroken } from './lost-names.js';
import { byKind } from './module-symbols.js';
import type { ResourceSymbol, Symbols } from './symbols.js';

export interface Bound {
  readonly symbols: Symbols;
  readonly diagnostics: readonly Diagnostic[];
}

const declarationWords = [
  ...['stack', 'param', 'secret', 'let', 'type', 'fn', 'use', 'output', 'check', 'moved'],
  ...['removed', 'import', 'engine', 'test'],
  ...kinds,
];
const stackNamePattern = /^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/;
const longestStackName = 60;
const testFile = /\.test\.stow$/;

type Of<K extends Declaration['kind']> = Extract<Declaration, { kind: K }>;
type Sharing = Of<'param' | 'secret' | 'let' | 'type' | 'fn' | 'use'>;

/** Symbols while they are gathered. */
interface Draft {
  stack: Of<'stack'> | undefined;
  engine: Of<'engine'> | undefined;
  readonly params: Map<string, Of<'param'>>;
  readonly secrets: Map<string, Of<'secret'>>;
  readonly lets: Map<string, Of<'let'>>;
  readonly types: Map<string, Of<'type'>>;
  readonly functions: Map<string, Of<'fn'>>;
  readonly uses: Map<string, Of<'use'>>;
  readonly outputs: Map<string, Of<'output'>>;
  readonly resourcesByName: Map<string, ResourceSymbol[]>;
  readonly checks: Of<'check'>[];
  readonly tests: Of<'test'>[];
  readonly statements: Of<'moved' | 'removed' | 'import'>[];
  /** Where each name of the space that all but outputs share was declared. */
  readonly declared: Map<string, Span>;
  readonly lost: Set<string>;
  readonly diagnostics: Diagnostic[];
}

/**
 * Binds all declarations of all files of one directory.
 * @param usedAt where the directory is used as a module; absent for the stack itself
 */
export function bind(files: readonly Parsed[], usedAt?: Span): Bound {
  const draft = newDraft(files);
  for (const file of files) {
    const inTests = testFile.test(file.source.path);
    for (const declaration of file.tree.declarations) {
      if (inTests === (declaration.kind === 'test')) bindDeclaration(draft, declaration);
      else draft.diagnostics.push(wrongFile(!inTests, declaration.span));
    }
  }
  const { stack, engine, lost, diagnostics } = draft;
  if (usedAt) {
    for (const one of [stack, engine, ...draft.secrets.values()]) {
      if (one) diagnostics.push(onlyInStack(one.kind, one.span, usedAt));
    }
    for (const name of draft.secrets.keys()) lost.add(name);
    draft.secrets.clear();
  } else if (stack) checkStackName(stack.name, diagnostics);
  else if (!lost.has('stack')) diagnostics.push(noStack(files));
  const resources = [...draft.resourcesByName.values()].flat();
  checkVariables(draft, resources);
  const uses = [...draft.uses].map(
    ([name, declaration]) => [name, { name, module: '', declaration }] as const,
  );
  const symbols: Symbols = {
    ...draft,
    uses: new Map(uses),
    resources,
    resourcesByKind: byKind(resources),
    namesInBroken: new Set(files.flatMap(namesInBroken)),
  };
  return { symbols, diagnostics };
}

function newDraft(files: readonly Parsed[]): Draft {
  return {
    stack: undefined,
    engine: undefined,
    params: new Map(),
    secrets: new Map(),
    lets: new Map(),
    types: new Map(),
    functions: new Map(),
    uses: new Map(),
    outputs: new Map(),
    resourcesByName: new Map(),
    checks: [],
    tests: [],
    statements: [],
    declared: new Map(),
    lost: new Set(lostNames(files, declarationWords)),
    diagnostics: [],
  };
}

function bindDeclaration(draft: Draft, declaration: Declaration): void {
  const { diagnostics } = draft;
  switch (declaration.kind) {
    case 'stack':
      if (draft.stack) {
        diagnostics.push(secondOf('stack', declaration.name, draft.stack.name.span));
      } else draft.stack = declaration;
      break;
    case 'engine':
      if (draft.engine) {
        diagnostics.push(secondOf('engine', declaration.name, draft.engine.name.span));
      } else draft.engine = declaration;
      break;
    case 'param':
    case 'secret':
    case 'let':
    case 'type':
    case 'fn':
    case 'use':
      bindShared(draft, declaration);
      break;
    case 'output':
      bindOutput(draft, declaration);
      break;
    case 'resource':
      bindResource(draft, declaration);
      break;
    case 'check':
      draft.checks.push(declaration);
      break;
    case 'test':
      draft.tests.push(declaration);
      break;
    case 'moved':
    case 'removed':
    case 'import':
      draft.statements.push(declaration);
      break;
    case 'unknown':
      bindUnknown(draft, declaration);
      break;
    default:
      declaration satisfies never;
  }
}

/** Takes a name of the space that all but outputs share; false where it is taken. */
function claim(draft: Draft, name: NameNode): boolean {
  const before = draft.declared.get(name.name);
  if (before) draft.diagnostics.push(declaredTwice(name, before));
  else draft.declared.set(name.name, name.span);
  return before === undefined;
}

function bindShared(draft: Draft, declaration: Sharing): void {
  const { name } = declaration;
  if (isKind(name.name)) {
    draft.diagnostics.push(kindAsName(name));
    draft.lost.add(name.name);
  } else if (claim(draft, name)) {
    keep(draft, declaration);
  }
}

function keep(draft: Draft, declaration: Sharing): void {
  const { name } = declaration.name;
  switch (declaration.kind) {
    case 'param':
      draft.params.set(name, declaration);
      break;
    case 'secret':
      draft.secrets.set(name, declaration);
      break;
    case 'let':
      draft.lets.set(name, declaration);
      break;
    case 'type':
      draft.types.set(name, declaration);
      break;
    case 'fn':
      draft.functions.set(name, declaration);
      break;
    case 'use':
      draft.uses.set(name, declaration);
      break;
    default:
      declaration satisfies never;
  }
}

function bindOutput({ outputs, diagnostics }: Draft, declaration: Of<'output'>): void {
  const { name } = declaration;
  const before = outputs.get(name.name);
  if (before) diagnostics.push(declaredTwice(name, before.name.span));
  else outputs.set(name.name, declaration);
}

function bindUnknown(draft: Draft, declaration: Of<'unknown'>): void {
  const { word, name, broken } = declaration;
  draft.lost.add(name.name);
  if (broken) return;
  draft.diagnostics.push(
    isKind(word.name) ? noBody(declaration) : unknownWord(word, declarationWords, declarationWords),
  );
}

function bindResource(draft: Draft, declaration: ResourceDeclaration): void {
  const { name, resourceKind } = declaration;
  const { diagnostics, resourcesByName, lost } = draft;
  if (!isKind(resourceKind.name)) {
    diagnostics.push(unknownWord(resourceKind, kinds, declarationWords));
    lost.add(name.name);
    return;
  }
  if (isKind(name.name)) {
    diagnostics.push(kindAsName(name));
    lost.add(name.name);
    return;
  }
  if (!/^[A-Za-z]/.test(name.name)) {
    diagnostics.push(
      diagnose('invalid-name', name.span, {
        summary: `a resource cannot be called \`${name.name}\``,
        detail: 'The name becomes a host name, so it has to begin with a letter.',
      }),
    );
  }
  const symbol = { kind: resourceKind.name, name: name.name, module: '', declaration };
  const others = resourcesByName.get(name.name);
  const twin = others?.find((other) => other.kind === symbol.kind);
  if (twin) diagnostics.push(declaredTwice(name, twin.declaration.name.span));
  else if (others) others.push(symbol);
  else if (claim(draft, name)) resourcesByName.set(name.name, [symbol]);
}

function checkStackName({ name, span }: NameNode, diagnostics: Diagnostic[]): void {
  if (stackNamePattern.test(name) && name.length <= longestStackName) return;
  diagnostics.push(
    diagnose('invalid-name', span, {
      summary: `a stack cannot be called \`${name}\``,
      detail: `It becomes part of every name in the engine: lower-case letters and digits, joined by single \`_\` (or \`-\` where it is written as a string), at most ${longestStackName} characters, a letter first.`,
    }),
  );
}

/** Variables of `for`, and parameters of functions, hide nothing. */
function checkVariables(draft: Draft, resources: readonly ResourceSymbol[]): void {
  for (const { declaration } of resources) checkNew(draft, loopVariables(declaration.clauses));
  for (const { clauses } of draft.uses.values()) checkNew(draft, loopVariables(clauses));
  for (const { parameters } of draft.functions.values()) {
    checkNew(
      draft,
      parameters.map(({ name }) => name),
    );
  }
}

const loopVariables = (clauses: readonly Clause[]): readonly NameNode[] =>
  clauses.flatMap((clause) => (clause.kind === 'for' ? clause.variables : []));

function checkNew({ declared, diagnostics }: Draft, variables: readonly NameNode[]): void {
  for (const [index, variable] of variables.entries()) {
    const twin = variables.slice(0, index).find((other) => other.name === variable.name);
    const before = declared.get(variable.name) ?? twin?.span;
    if (isKind(variable.name)) diagnostics.push(kindAsName(variable));
    else if (before) diagnostics.push(hidesAnother(variable, before));
  }
}
