/*
 * Expressions to shapes, without evaluating them: what completion offers after a dot, what hover says
 * and what a member's name refers to. Total and shallow: where it does not know, it says `any`.
 */
import type { Kind } from '../../model/index.js';
import type { Expression, ObjectLiteral } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { findCallable } from './callables.js';
import { itemOf, memberOf } from './members.js';
import {
  tableOf,
  withVariables,
  type Definition,
  type ForClause,
  type Locals,
} from './definitions.js';
import { anyShape, plain, unionOf, type FieldShape, type PlainName, type Shape } from './shape.js';
import { shapeOfNode } from './type-shapes.js';
import type { Unit, World } from './world.js';

/** Where a name is looked up. */
export interface NameScope {
  readonly world: World;
  readonly unit: Unit;
  readonly locals: Locals;
}

const deepest = 24;

/** What a name stands for; several where resources of different kinds share it. */
export function lookUp({ unit, locals }: NameScope, name: string): readonly Definition[] {
  const local = locals.get(name);
  return local ? [local] : (tableOf(unit).names.get(name) ?? []);
}

/** The shape of an expression's value. */
export function infer(scope: NameScope, expression: Expression, depth = 0): Shape {
  if (depth > deepest) return anyShape;
  const inner = (one: Expression, at = scope): Shape => infer(at, one, depth + 1);
  switch (expression.kind) {
    case 'missing':
      return anyShape;
    case 'string':
      return plain('string');
    case 'literal':
      return literalShape(expression.literal, expression.text);
    case 'object':
      return objectShape(scope, expression);
    case 'list': {
      const [first] = expression.elements;
      if (!first) return { kind: 'list', item: anyShape };
      const item = inner(first.value);
      return first.spread ? item : { kind: 'list', item };
    }
    case 'name': {
      const found = lookUp(scope, expression.name);
      const [first] = found;
      if (!first) {
        return isKind(expression.name)
          ? { kind: 'namespace', resource: expression.name }
          : anyShape;
      }
      return unionOf(found.map((one) => shapeOfDefinition(scope.world, one, depth + 1)));
    }
    case 'member': {
      const field = memberOf(scope, inner(expression.object), expression.name.name);
      return field?.shape() ?? anyShape;
    }
    case 'index':
      return itemOf(inner(expression.object));
    case 'call': {
      if (expression.callee.kind !== 'name') return anyShape;
      return findCallable(scope, expression.callee.name, undefined, depth + 1)?.result ?? anyShape;
    }
    case 'unary':
      return expression.operator === '!' ? plain('bool') : inner(expression.operand);
    case 'binary':
      return binaryShape(expression, inner);
    case 'conditional':
      return firstKnown(inner(expression.then), () => inner(expression.otherwise));
    case 'endpoint':
      return plain('port');
    case 'parenthesised':
      return inner(expression.value);
    case 'list-for':
      return { kind: 'list', item: inner(expression.item, within(scope, expression.clauses)) };
    case 'object-for':
      return { kind: 'map', value: inner(expression.value, within(scope, expression.clauses)) };
    default:
      return expression satisfies never;
  }
}

/** A scope with the variables of clauses, which see each other from left to right. */
export function within(
  scope: NameScope,
  clauses: Extract<Expression, { kind: 'list-for' }>['clauses'],
): NameScope {
  const locals = clauses.reduce<Locals>(
    (outer, clause) => withVariables(scope.unit, outer, clause),
    scope.locals,
  );
  return { ...scope, locals };
}

const firstKnown = (first: Shape, second: () => Shape): Shape =>
  first.kind === 'any' || (first.kind === 'plain' && first.name === 'null') ? second() : first;

function literalShape(literal: Extract<Expression, { kind: 'literal' }>['literal'], text: string) {
  if (literal !== 'quantity') return plain(literal);
  return plain(/(?:ms|s|m|h|d)$/.test(text) && !/i?B$/.test(text) ? 'duration' : 'size');
}

function binaryShape(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  inner: (one: Expression) => Shape,
): Shape {
  switch (operator) {
    case '||':
    case '&&':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return plain('bool');
    case 'is':
      return { kind: 'condition' };
    case '..':
    case '..<':
      return { kind: 'list', item: plain('int') };
    case '->':
      return anyShape;
    case '??':
      return firstKnown(inner(left), () => inner(right));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%': {
      const sides = [inner(left), inner(right)];
      const strongest: readonly PlainName[] = ['size', 'duration', 'float'];
      const found = sides.find((one) => one.kind === 'plain' && strongest.includes(one.name));
      return found ?? sides.find(({ kind }) => kind !== 'any') ?? anyShape;
    }
    default:
      return operator satisfies never;
  }
}

function objectShape(scope: NameScope, { members }: ObjectLiteral): Shape {
  const fields = new Map<string, FieldShape>();
  for (const member of members) {
    if (member.kind === 'spread') {
      const spread = infer(scope, member.value, 1);
      if (spread.kind === 'object') for (const [name, one] of spread.fields) fields.set(name, one);
      continue;
    }
    if (!('name' in member.key)) continue;
    const definition = memberDefinition(scope, member.key, member.value);
    fields.set(member.key.name, {
      shape: () => infer(scope, member.value, 1),
      required: true,
      definition,
    });
  }
  return { kind: 'object', fields };
}

/** What a field of an object declares, where no type says what it is. */
export function memberDefinition(
  { unit, locals }: NameScope,
  name: Definition['name'],
  value: Expression,
): Definition {
  return { kind: 'member', name, unit, value, locals };
}

/** The shape of what a name stands for. */
export function shapeOfDefinition(world: World, definition: Definition, depth = 0): Shape {
  const { unit } = definition;
  const top: NameScope = { world, unit, locals: new Map() };
  switch (definition.kind) {
    case 'param':
      return shapeOfNode(unit, definition.declaration.type);
    case 'let':
    case 'output': {
      const { type, value } = definition.declaration;
      return type ? shapeOfNode(unit, type) : infer(top, value, depth + 1);
    }
    case 'secret':
      return { kind: 'secret', inner: plain('string') };
    case 'type':
      return shapeOfNode(unit, definition.declaration.type);
    case 'fn':
      return anyShape;
    case 'use':
      return familyOf(definition, moduleShape(world, definition));
    case 'resource': {
      const resource = kindOf(definition);
      return resource ? familyOf(definition, { kind: 'resource', resource, definition }) : anyShape;
    }
    case 'parameter':
      return shapeOfNode(unit, definition.parameter.type);
    case 'variable':
      return variableShape(world, definition, depth);
    case 'it':
      return shapeOfNode(unit, definition.base);
    case 'field':
      return shapeOfNode(unit, definition.field.type);
    case 'member':
      return infer({ world, unit, locals: definition.locals }, definition.value, depth + 1);
    default:
      return definition satisfies never;
  }
}

/** The kind that a resource declares, where its word is one. */
export function kindOf({
  declaration,
}: Extract<Definition, { kind: 'resource' }>): Kind | undefined {
  const { name } = declaration.resourceKind;
  return isKind(name) ? name : undefined;
}

function familyOf(definition: Definition, item: Shape): Shape {
  const repeats =
    (definition.kind === 'resource' || definition.kind === 'use') &&
    definition.declaration.clauses.some(({ kind }) => kind === 'for');
  return repeats ? { kind: 'family', item, definition } : item;
}

function moduleShape(world: World, definition: Extract<Definition, { kind: 'use' }>): Shape {
  const directory = moduleOf(world, definition);
  return { kind: 'module', definition, ...(directory !== undefined && { directory }) };
}

/** The directory of the module that a `use` names. */
export function moduleOf(
  world: World,
  { declaration, unit }: Pick<Extract<Definition, { kind: 'use' }>, 'declaration' | 'unit'>,
): string | undefined {
  const text = declaration.source.parts.map((part) => (part.kind === 'text' ? part.raw : ''));
  return world.moduleDirectory(unit.directory, text.join(''));
}

function variableShape(
  world: World,
  { clause, position, unit, locals }: Extract<Definition, { kind: 'variable' }>,
  depth: number,
): Shape {
  return turnShape({ world, unit, locals }, clause, position, depth);
}

function turnShape(
  scope: NameScope,
  { variables, collection }: ForClause,
  position: number,
  depth: number,
): Shape {
  const shape = infer(scope, collection, depth + 1);
  if (variables.length > 1 && position === 0) {
    return shape.kind === 'list' ? plain('int') : plain('string');
  }
  return itemOf(shape);
}
