/*
 * The part of the walk that goes through expressions, and works out on the way down what each part of
 * them is to be.
 */
import type { Expression, ObjectLiteral, ObjectMember } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { findCallable } from './callables.js';
import { tableOf } from './definitions.js';
import { infer, lookUp, memberDefinition } from './infer.js';
import { memberOf } from './members.js';
import {
  meaningOf,
  meaningOfField,
  unknownMeaning,
  type Context,
  type Meaning,
  type NameUse,
} from './meaning.js';
import { plain, type Shape } from './shape.js';
import { arrowSlots, itemSlot, objectSlot } from './slots.js';
import { enter, walkClauses, type Visitor } from './walk.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** Walks an expression that holds what the visitor looks for. */
export function walkExpression(visitor: Visitor, context: Context, expression: Expression): void {
  visitor.expression?.(expression, context);
  const { scope, expected } = context;
  const inside = (part: Expression, slot?: Shape): void => enter(visitor, scope, part, slot);
  switch (expression.kind) {
    case 'missing':
    case 'literal':
      break;
    case 'string':
      for (const part of expression.parts) if (part.kind === 'interpolation') inside(part.value);
      break;
    case 'object':
      walkObject(visitor, context, expression);
      break;
    case 'list': {
      const item = itemSlot(expected);
      for (const { spread, value } of expression.elements) inside(value, spread ? expected : item);
      break;
    }
    case 'name':
      visitor.name?.(nameUse(context, expression), context);
      break;
    case 'member': {
      inside(expression.object);
      // Only who asks for the name needs to know what it is a member of.
      if (!visitor.name || !visitor.enters(expression.name.span)) break;
      const owner = infer(scope, expression.object);
      const meaning = memberMeaning(context, owner, expression.name.name);
      const { name, span } = expression.name;
      visitor.name({ name, span, meaning, position: 'member', owner }, context);
      break;
    }
    case 'index':
      inside(expression.object);
      inside(expression.index, keyShape(infer(scope, expression.object)));
      break;
    case 'call':
      walkCall(visitor, context, expression);
      break;
    case 'unary':
      inside(expression.operand, expression.operator === '!' ? plain('bool') : expected);
      break;
    case 'binary':
      walkBinary(visitor, context, expression);
      break;
    case 'conditional':
      inside(expression.condition, plain('bool'));
      inside(expression.then, expected);
      inside(expression.otherwise, expected);
      break;
    case 'endpoint':
      inside(expression.port, plain('port'));
      break;
    case 'parenthesised':
      inside(expression.value, expected);
      break;
    case 'list-for': {
      const inner = walkClauses(visitor, scope, expression.clauses);
      enter(visitor, inner, expression.item, itemSlot(expected));
      break;
    }
    case 'object-for': {
      const inner = walkClauses(visitor, scope, expression.clauses);
      if (!('name' in expression.key)) enter(visitor, inner, expression.key, plain('string'));
      const slot = expected?.kind === 'map' ? expected.value : undefined;
      enter(visitor, inner, expression.value, slot);
      break;
    }
    default:
      expression satisfies never;
  }
}

function nameUse({ scope }: Context, { name, span }: Of<'name'>): NameUse {
  const found = lookUp(scope, name);
  const meaning: Meaning =
    found.length === 0 && isKind(name) ? { kind: 'kind', resource: name } : meaningOf(found);
  return { name, span, meaning, position: 'expression' };
}

function memberMeaning({ scope }: Context, owner: Shape, name: string): Meaning {
  if (owner.kind === 'namespace') {
    const all = tableOf(scope.unit).names.get(name) ?? [];
    return meaningOf(
      all.filter(
        (one) => one.kind === 'resource' && one.declaration.resourceKind.name === owner.resource,
      ),
    );
  }
  const title = owner.kind === 'resource' ? owner.resource : undefined;
  return meaningOfField(memberOf(scope, owner, name), title);
}

/** The keys that an index may name, as far as they are written out. */
function keyShape(shape: Shape): Shape | undefined {
  if (shape.kind === 'list') return plain('int');
  return shape.kind === 'map' ? plain('string') : undefined;
}

function walkObject(visitor: Visitor, { scope, expected }: Context, object: ObjectLiteral): void {
  const slot = objectSlot(expected, object);
  const context: Context = { scope, expected: slot ?? expected };
  for (const member of object.members) {
    if (!visitor.enters(member.span)) continue;
    if (member.kind === 'spread') {
      enter(visitor, scope, member.value, slot);
      continue;
    }
    const { key, value } = member;
    if ('name' in key) {
      const meaning = keyMeaning(context, slot, member);
      const { name, span } = key;
      visitor.name?.({ name, span, meaning, position: 'key', object }, context);
      const field = slot?.kind === 'object' ? slot.fields.get(key.name)?.shape() : undefined;
      enter(visitor, scope, value, slot?.kind === 'map' ? slot.value : field);
    } else {
      enter(visitor, scope, key);
      enter(visitor, scope, value, slot?.kind === 'map' ? slot.value : undefined);
    }
  }
}

function keyMeaning(
  { scope, expected }: Context,
  slot: Shape | undefined,
  { key, value }: Extract<ObjectMember, { kind: 'field' }>,
): Meaning {
  if (!('name' in key)) return unknownMeaning;
  if (slot?.kind === 'object') return meaningOfField(slot.fields.get(key.name), slot.title);
  if (slot?.kind === 'map') {
    const named = lookUp(scope, key.name).filter(
      (one) => one.kind === 'resource' && one.declaration.resourceKind.name === slot.refersKeys,
    );
    return named.length > 0 ? meaningOf(named) : { kind: 'word' };
  }
  const isFree = expected === undefined || expected.kind === 'any';
  return isFree ? meaningOf([memberDefinition(scope, key, value)]) : unknownMeaning;
}

function walkCall(visitor: Visitor, context: Context, expression: Of<'call'>): void {
  const { scope } = context;
  const { callee } = expression;
  const callable =
    callee.kind === 'name' ? findCallable(scope, callee.name, context.expected) : undefined;
  if (callee.kind === 'name') {
    const meaning: Meaning = callable ? { kind: 'function', callable } : unknownMeaning;
    visitor.name?.({ ...callee, meaning, position: 'callee' }, context);
  } else enter(visitor, scope, callee);
  for (const [index, argument] of expression.arguments.entries()) {
    const last = callable?.repeats === true ? callable.parameters.at(-1) : undefined;
    enter(visitor, scope, argument, (callable?.parameters[index] ?? last)?.shape);
  }
}

function walkBinary(
  visitor: Visitor,
  { scope, expected }: Context,
  expression: Of<'binary'>,
): void {
  const { operator, left, right } = expression;
  const sides = (leftSlot?: Shape, rightSlot?: Shape): void => {
    enter(visitor, scope, left, leftSlot);
    enter(visitor, scope, right, rightSlot);
  };
  switch (operator) {
    case '->':
      sides(...arrowSlots(expected));
      break;
    case 'is':
      enter(visitor, scope, left, { kind: 'resource', resource: 'container' });
      if (right.kind === 'name') {
        visitor.name?.({ ...right, meaning: { kind: 'word' }, position: 'state' }, { scope });
      }
      break;
    case '&&':
    case '||':
      sides(plain('bool'), plain('bool'));
      break;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      sides(infer(scope, right), infer(scope, left));
      break;
    case '??':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      sides(expected, expected);
      break;
    case '..':
    case '..<':
      sides(plain('int'), plain('int'));
      break;
    default:
      operator satisfies never;
  }
}
