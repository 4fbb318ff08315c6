/*
 * One walk over a file that says of every name what it means and of every expression what it is to
 * be. Features are visitors of it; one that asks for a place enters only what holds that place.
 */
import type { Span } from '../../model/index.js';
import type {
  Assertion,
  Clause,
  Declaration,
  Expression,
  NameNode,
  ObjectLiteral,
  TypeNode,
} from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { definitionOf, withParameters, withVariables, type Definition } from './definitions.js';
import { moduleOf, type NameScope } from './infer.js';
import { paramFields } from './members.js';
import {
  meaningOf,
  meaningOfField,
  type Context,
  type Meaning,
  type NameUse,
  type Position,
} from './meaning.js';
import { plain, type FieldShape, type Shape } from './shape.js';
import { bodyShape, shapeOfNode } from './type-shapes.js';
import { walkExpression } from './walk-expressions.js';
import { walkType } from './walk-types.js';
import type { Place } from './world.js';

export interface Visitor {
  /** Whether to look at what stands there. */
  enters(span: Span): boolean;
  name?(use: NameUse, context: Context): void;
  expression?(expression: Expression, context: Context): void;
  type?(type: TypeNode, scope: NameScope): void;
}

/** Walks all declarations of a file. */
export function walkFile({ world, unit, file }: Place, visitor: Visitor): void {
  const scope: NameScope = { world, unit, locals: new Map() };
  for (const declaration of file.tree.declarations) {
    if (visitor.enters(declaration.span)) walkDeclaration(visitor, scope, declaration);
  }
}

function walkDeclaration(visitor: Visitor, scope: NameScope, declaration: Declaration): void {
  const own = definitionOf(scope.unit, declaration);
  const name = (node: NameNode, meaning: Meaning, position: Position = 'declaration') =>
    visitor.name?.({ ...node, meaning, position }, { scope });
  const type = (node: TypeNode | undefined): Shape | undefined => {
    if (!node) return undefined;
    walkType(visitor, scope, node);
    return shapeOfNode(scope.unit, node);
  };
  if (own) name(own.name, meaningOf([own]));
  switch (declaration.kind) {
    case 'stack':
      name(declaration.name, { kind: 'word' });
      if (declaration.settings) enter(visitor, scope, declaration.settings, settingsShape);
      break;
    case 'engine':
      name(declaration.name, { kind: 'word' }, 'engine');
      break;
    case 'param':
    case 'let':
    case 'output':
    case 'unknown': {
      const expected = type(declaration.type);
      if (declaration.value) enter(visitor, scope, declaration.value, expected);
      break;
    }
    case 'secret':
      if (declaration.source) enter(visitor, scope, declaration.source, sourceShape);
      break;
    case 'type':
      type(declaration.type);
      break;
    case 'fn': {
      const locals = withParameters(scope.unit, declaration);
      for (const parameter of declaration.parameters) {
        name(parameter.name, meaningOf(definitionsAt(locals, parameter.name)));
        const expected = type(parameter.type);
        if (parameter.value) enter(visitor, scope, parameter.value, expected);
      }
      enter(visitor, { ...scope, locals }, declaration.value, type(declaration.result));
      break;
    }
    case 'use': {
      enter(visitor, scope, declaration.source, { kind: 'plain', name: 'string', hostPath: true });
      const inner = walkClauses(visitor, scope, declaration.clauses);
      const directory = moduleOf(scope.world, { declaration, unit: scope.unit });
      const fields = directory === undefined ? undefined : paramFields(scope.world, directory);
      const expected: Shape | undefined = fields && { kind: 'object', title: 'module', fields };
      if (declaration.body) enter(visitor, inner, declaration.body, expected);
      break;
    }
    case 'resource': {
      const { resourceKind, clauses, body } = declaration;
      const kind = isKind(resourceKind.name) ? resourceKind.name : undefined;
      name(resourceKind, kind ? { kind: 'kind', resource: kind } : { kind: 'unknown' }, 'kind');
      enter(visitor, walkClauses(visitor, scope, clauses), body, kind && bodyShape(kind));
      break;
    }
    case 'check':
      walkAssertions(visitor, scope, declaration.assertions);
      break;
    case 'test':
      enter(visitor, scope, declaration.body, testShape(scope));
      walkAssertions(visitor, scope, declaration.assertions);
      break;
    case 'moved':
    case 'removed':
    case 'import':
      walkStatement(visitor, scope, declaration);
      break;
    default:
      declaration satisfies never;
  }
}

/** Walks what is said of addresses. What was somewhere before is no name of anything now. */
function walkStatement(
  visitor: Visitor,
  scope: NameScope,
  { kind, body }: Extract<Declaration, { kind: 'moved' | 'removed' | 'import' }>,
): void {
  const expected = statementShapes[kind];
  // What has moved once stays written; the next move follows it.
  const fixing: Visitor =
    kind === 'moved'
      ? { ...visitor, name: (use, context) => visitor.name?.({ ...use, fixed: true }, context) }
      : visitor;
  const isPast = (member: ObjectLiteral['members'][number]): boolean =>
    member.kind === 'field' && 'name' in member.key && member.key.name === 'from';
  enter(fixing, scope, { ...body, members: body.members.filter((one) => !isPast(one)) }, expected);
  for (const member of body.members.filter(isPast)) {
    if (member.kind !== 'field' || !('name' in member.key)) continue;
    const meaning = meaningOfField(expected.fields.get('from'), kind);
    const use = { ...member.key, meaning, position: 'key' as const, object: body };
    visitor.name?.(use, { scope, expected });
  }
}

/** Walks an expression where it stands. */
export function enter(
  visitor: Visitor,
  scope: NameScope,
  expression: Expression,
  expected?: Shape,
): void {
  if (visitor.enters(expression.span)) walkExpression(visitor, { scope, expected }, expression);
}

/** Walks clauses, each seeing the variables of those before it; gives the scope behind them. */
export function walkClauses(
  visitor: Visitor,
  scope: NameScope,
  clauses: readonly Clause[],
): NameScope {
  let inner = scope;
  for (const clause of clauses) {
    if (clause.kind === 'if') {
      enter(visitor, inner, clause.condition, plain('bool'));
      continue;
    }
    enter(visitor, inner, clause.collection);
    const locals = withVariables(inner.unit, inner.locals, clause);
    inner = { ...inner, locals };
    for (const variable of clause.variables) {
      const meaning = meaningOf(definitionsAt(locals, variable));
      visitor.name?.({ ...variable, meaning, position: 'declaration' }, { scope: inner });
    }
  }
  return inner;
}

function walkAssertions(
  visitor: Visitor,
  scope: NameScope,
  assertions: readonly Assertion[],
): void {
  for (const { condition, message } of assertions) {
    enter(visitor, scope, condition, plain('bool'));
    if (message) enter(visitor, scope, message, plain('string'));
  }
}

function definitionsAt(
  locals: ReadonlyMap<string, Definition>,
  { name }: NameNode,
): readonly Definition[] {
  const found = locals.get(name);
  return found ? [found] : [];
}

const field = (shape: Shape, required: boolean, documentation: string): FieldShape => ({
  shape: () => shape,
  required,
  documentation,
});
const object = (fields: Readonly<Record<string, FieldShape>>) => ({
  kind: 'object' as const,
  fields: new Map(Object.entries(fields)),
});

const settingsShape = object({
  environment: field(
    { kind: 'list', item: plain('string') },
    false,
    'Names of the environment variables that `env()` may read.',
  ),
});

const path: Shape = { kind: 'plain', name: 'string', hostPath: true };
const sourceShape: Shape = {
  kind: 'union',
  members: [
    object({ env: field(plain('string'), true, 'The environment variable that holds it.') }),
    object({ file: field(path, true, 'The file that holds it.') }),
    object({
      command: field(
        { kind: 'list', item: plain('string') },
        true,
        'A program with its arguments, which prints it.',
      ),
    }),
  ],
};

const address: Shape = { kind: 'any', text: 'address' };
const statementShapes = {
  moved: object({
    from: field(address, true, 'The address that it had before.'),
    to: field(address, true, 'The address that it has now.'),
  }),
  removed: object({
    from: field(address, true, 'The address that is no longer written.'),
    destroy: field(plain('bool'), false, 'Whether the object is removed from the engine, too.'),
  }),
  import: object({
    to: field(address, true, 'The address under which it is written here.'),
    id: field(plain('string'), true, 'Name or id of the object in the engine.'),
  }),
} as const;

/** What a test gives: values for the params of the stack. */
function testShape({ world, unit }: NameScope): Shape {
  const fields = paramFields(world, unit.directory);
  const optional = [...fields].map(([name, one]) => [name, { ...one, required: false }] as const);
  const params: Shape = { kind: 'object', fields: new Map(optional) };
  return object({ params: field(params, false, 'Values of params in this test.') });
}
