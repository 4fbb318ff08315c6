/*
 * What names can stand for, and the names that a unit declares. Read from the trees alone, so that it
 * holds while a file is being written; declarations that clash are all there.
 */
import type {
  Clause,
  Declaration,
  Expression,
  FunctionDeclaration,
  FunctionParameter,
  LetDeclaration,
  NameNode,
  OutputDeclaration,
  ParamDeclaration,
  ResourceDeclaration,
  SecretDeclaration,
  TypeDeclaration,
  TypeField,
  TypeNode,
  UseDeclaration,
} from '../syntax/index.js';
import type { Unit } from './world.js';

export type ForClause = Extract<Clause, { kind: 'for' }>;
type Declared =
  | ParamDeclaration
  | SecretDeclaration
  | LetDeclaration
  | TypeDeclaration
  | FunctionDeclaration
  | UseDeclaration
  | OutputDeclaration
  | ResourceDeclaration;

interface Base {
  readonly name: NameNode;
  /** Where its surroundings are looked up. */
  readonly unit: Unit;
  readonly documentation?: string | undefined;
}
/** Locals, by name: variables of `for`, parameters, `it`. */
export type Locals = ReadonlyMap<string, Definition>;
export type Definition =
  | {
      readonly [D in Declared as D['kind']]: Base & {
        readonly kind: D['kind'];
        readonly declaration: D;
      };
    }[Declared['kind']]
  | (Base & { readonly kind: 'parameter'; readonly parameter: FunctionParameter })
  /** A variable of `for`; `position` tells keys from values. */
  | (Base & {
      readonly kind: 'variable';
      readonly clause: ForClause;
      readonly position: number;
      readonly locals: Locals;
    })
  /** The value that a refinement speaks of. */
  | (Base & { readonly kind: 'it'; readonly base: TypeNode })
  /** A field of a type that is written out. */
  | (Base & { readonly kind: 'field'; readonly field: TypeField })
  /** A field of an object that no type describes. */
  | (Base & { readonly kind: 'member'; readonly value: Expression; readonly locals: Locals });
export type DefinitionKind = Definition['kind'];

export interface Table {
  readonly names: ReadonlyMap<string, readonly Definition[]>;
  readonly outputs: ReadonlyMap<string, Definition>;
  readonly params: ReadonlyMap<string, Extract<Definition, { kind: 'param' }>>;
}

const tables = new WeakMap<Unit, Table>();

/** The names of a unit. */
export function tableOf(unit: Unit): Table {
  let table = tables.get(unit);
  if (!table) {
    table = makeTable(unit);
    tables.set(unit, table);
  }
  return table;
}

function makeTable(unit: Unit): Table {
  const names = new Map<string, Definition[]>();
  const outputs = new Map<string, Definition>();
  const params = new Map<string, Extract<Definition, { kind: 'param' }>>();
  for (const declaration of unit.files.flatMap((file) => file.tree.declarations)) {
    const definition = definitionOf(unit, declaration);
    if (!definition) continue;
    const { name } = definition.name;
    if (definition.kind === 'output') outputs.set(name, definition);
    else names.set(name, [...(names.get(name) ?? []), definition]);
    if (definition.kind === 'param') params.set(name, definition);
  }
  return { names, outputs, params };
}

/** What a declaration declares; nothing where it has no name that others could use. */
export function definitionOf(unit: Unit, declaration: Declaration): Definition | undefined {
  switch (declaration.kind) {
    case 'param':
    case 'secret':
    case 'let':
    case 'type':
    case 'fn':
    case 'use':
    case 'output':
    case 'resource':
      return define(unit, declaration);
    case 'stack':
    case 'engine':
    case 'unknown':
    case 'check':
    case 'test':
    case 'moved':
    case 'removed':
    case 'import':
      return undefined;
    default:
      return declaration satisfies never;
  }
}

function define(unit: Unit, declaration: Declared): Definition {
  const base = { unit, name: declaration.name, documentation: declaration.documentation };
  switch (declaration.kind) {
    case 'param':
      return { ...base, kind: declaration.kind, declaration };
    case 'secret':
      return { ...base, kind: declaration.kind, declaration };
    case 'let':
      return { ...base, kind: declaration.kind, declaration };
    case 'type':
      return { ...base, kind: declaration.kind, declaration };
    case 'fn':
      return { ...base, kind: declaration.kind, declaration };
    case 'use':
      return { ...base, kind: declaration.kind, declaration };
    case 'output':
      return { ...base, kind: declaration.kind, declaration };
    case 'resource':
      return { ...base, kind: declaration.kind, declaration };
    default:
      return declaration satisfies never;
  }
}

/** Locals with the variables of a clause added. */
export function withVariables(unit: Unit, locals: Locals, clause: Clause): Locals {
  if (clause.kind !== 'for') return locals;
  const inner = new Map(locals);
  for (const [position, name] of clause.variables.entries()) {
    inner.set(name.name, { kind: 'variable', name, unit, clause, position, locals });
  }
  return inner;
}

/** Locals with the parameters of a function. */
export function withParameters(unit: Unit, { parameters }: FunctionDeclaration): Locals {
  return new Map(
    parameters.map((parameter) => [
      parameter.name.name,
      { kind: 'parameter', name: parameter.name, unit, parameter },
    ]),
  );
}

/** Where something is defined, as a key: two definitions of one place are the same. */
export const keyOf = ({ name }: Definition): string =>
  `${name.span.file}:${name.span.start.offset}`;

/** Where the declaration of a name begins and ends, for a reader who wants all of it. */
export function wholeOf(definition: Definition): NameNode['span'] {
  switch (definition.kind) {
    case 'parameter':
      return definition.parameter.span;
    case 'variable':
      return definition.clause.span;
    case 'field':
      return definition.field.span;
    case 'member':
    case 'it':
      return definition.name.span;
    default:
      return definition.declaration.span;
  }
}
