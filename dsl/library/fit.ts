/*
 * Whether values fit the shapes of a signature, and what a signature's variables stand for in one
 * call. Unknown values are judged by their types, and given the benefit of the doubt where a type
 * allows several.
 */
import { mayBeNull } from '../semantics/nullable.js';
import type { Value } from '../semantics/value.js';
import {
  anyType,
  membersOf,
  orNull,
  shapeOf,
  unionOf,
  withoutNull,
  type Type,
} from '../types/type.js';
import type { FieldShape, PlainKind, Shape } from './shape.js';

/** The value, or the part of it, that does not fit a shape; `undefined` when all of it does. */
export function findMisfit(value: Value, shape: Shape): Value | undefined {
  if (shape.kind === 'any' || shape.kind === 'variable' || shape.kind === 'made') return undefined;
  if (value.kind === 'secret') {
    const inner = shape.kind === 'secret' ? shape.inner : shape;
    return findMisfit(value.inner, inner) && value;
  }
  if (value.kind === 'unknown') return typeFits(value.type, shape) ? undefined : value;
  switch (shape.kind) {
    case 'plain':
      return isPlain(value.kind, shape.of) ? undefined : value;
    case 'list':
      if (value.kind !== 'list') return value;
      return firstOf(value.items, (item) => findMisfit(item, shape.item));
    case 'map':
      if (value.kind !== 'object') return value;
      return firstOf(value.members.values(), (member) => findMisfit(member.value, shape.value));
    case 'object':
      if (value.kind !== 'object') return value;
      return fieldMisfit(value, shape.fields);
    case 'secret':
      // That there is nothing to take out is for `reveal` to say.
      return findMisfit(value, shape.inner);
    case 'union': {
      const misfits = shape.members.map((member) => findMisfit(value, member));
      if (misfits.includes(undefined)) return undefined;
      // Where the value is a list as one member is, its item is at fault, not the whole.
      return misfits.find((misfit) => misfit !== value) ?? value;
    }
    default:
      return shape satisfies never;
  }
}

function fieldMisfit(
  value: Extract<Value, { kind: 'object' }>,
  fields: readonly FieldShape[],
): Value | undefined {
  for (const { name, optional, shape } of fields) {
    const field = value.members.get(name)?.value;
    if (!field && !optional) return value;
    const isLeftOut = !field || (optional && field.kind === 'null');
    const misfit = isLeftOut ? undefined : findMisfit(field, shape);
    if (misfit) return misfit;
  }
  return undefined;
}

const isNullShape = (shape: Shape): boolean => shape.kind === 'plain' && shape.of === 'null';

/** The value, or the part of it, that may be null where the shape takes no null. */
export function findNullable(value: Value, shape: Shape): Value | undefined {
  if (shape.kind === 'any' || shape.kind === 'variable' || shape.kind === 'made') return undefined;
  if (shape.kind === 'union') {
    if (shape.members.some(isNullShape)) return undefined;
    const fitting = shape.members.find((member) => findMisfit(value, member) === undefined);
    return fitting && findNullable(value, fitting);
  }
  if (mayBeNull(value)) return value;
  if (value.kind === 'list' && shape.kind === 'list') {
    return firstOf(value.items, (item) => findNullable(item, shape.item));
  }
  if (value.kind === 'object' && shape.kind === 'map') {
    return firstOf(value.members.values(), (member) => findNullable(member.value, shape.value));
  }
  return undefined;
}

function firstOf<T>(all: Iterable<T>, find: (one: T) => Value | undefined): Value | undefined {
  for (const one of all) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
}

/** Ints are floats, too; addresses are text. */
function isPlain(kind: string, of: PlainKind): boolean {
  if (of === 'float') return kind === 'float' || kind === 'int';
  if (of === 'string') return kind === 'string' || kind === 'ip' || kind === 'cidr';
  return kind === of;
}

function typeFits(written: Type, shape: Shape): boolean {
  const type = shapeOf(written);
  if (type.kind === 'any') return true;
  if (type.kind === 'union') return membersOf(type).some((member) => typeFits(member, shape));
  if (type.kind === 'secret') {
    return typeFits(type.inner, shape.kind === 'secret' ? shape.inner : shape);
  }
  switch (shape.kind) {
    case 'any':
    case 'variable':
    case 'made':
      return true;
    case 'plain':
      return isPlain(type.kind === 'literal' ? type.of : type.kind, shape.of);
    case 'list':
      return type.kind === 'list' && typeFits(type.item, shape.item);
    case 'map':
      if (type.kind === 'map') return typeFits(type.value, shape.value);
      return type.kind === 'object' || type.kind === 'variant';
    case 'object':
      return type.kind === 'map' || type.kind === 'object' || type.kind === 'variant';
    case 'secret':
      return typeFits(type, shape.inner);
    case 'union':
      return shape.members.some((member) => typeFits(type, member));
    default:
      return shape satisfies never;
  }
}

export type Bindings = Map<string, Type>;

/** A named union such as `number` stands for one type throughout a signature, like a variable. */
const variableOf = (shape: Shape): string | undefined =>
  shape.kind === 'variable' ? shape.name : shape.kind === 'union' ? shape.title : undefined;

/** Notes what the variables of a shape stand for where a value of the type is given. */
export function bind(shape: Shape, written: Type, bindings: Bindings): void {
  const takesNull = shape.kind === 'union' && shape.members.some(isNullShape);
  const type = shapeOf(takesNull ? withoutNull(written) : written);
  const variable = variableOf(shape);
  if (variable !== undefined) {
    const before = bindings.get(variable);
    bindings.set(variable, before ? unionOf([before, written]) : written);
  } else if (shape.kind === 'list' && type.kind === 'list') bind(shape.item, type.item, bindings);
  else if (shape.kind === 'map' && type.kind === 'map') bind(shape.value, type.value, bindings);
  else if (shape.kind === 'map' && type.kind === 'object') {
    const fields = [...type.fields.values()].map((field) => field.type);
    if (fields.length > 0) bind(shape.value, unionOf(fields), bindings);
  } else if (shape.kind === 'object' && type.kind === 'object') {
    for (const { name, shape: field } of shape.fields) {
      const given = type.fields.get(name);
      if (given) bind(field, given.type, bindings);
    }
  } else if (shape.kind === 'union') {
    const fitting = shape.members.filter((member) => typeFits(type, member));
    for (const member of fitting) bind(member, type, bindings);
  }
}

/** The type that a shape stands for in one call; variables that nothing binds are any. */
export function toType(shape: Shape, bindings: Bindings): Type {
  switch (shape.kind) {
    case 'plain':
      return { kind: shape.of };
    case 'any':
    case 'made':
      return anyType;
    case 'variable':
      return bindings.get(shape.name) ?? anyType;
    case 'list':
      return { kind: 'list', item: toType(shape.item, bindings) };
    case 'map':
      return { kind: 'map', value: toType(shape.value, bindings) };
    case 'object': {
      const fields = shape.fields.map(
        ({ name, optional, shape: field }) =>
          [name, { type: toType(field, bindings), required: !optional }] as const,
      );
      return { kind: 'object', fields: new Map(fields) };
    }
    case 'secret':
      return { kind: 'secret', inner: toType(shape.inner, bindings) };
    case 'union': {
      const bound = shape.title === undefined ? undefined : bindings.get(shape.title);
      if (bound) return bound;
      const others = shape.members.filter((member) => !isNullShape(member));
      const type = unionOf(others.map((member) => toType(member, bindings)));
      return others.length < shape.members.length ? orNull(type) : type;
    }
    default:
      return shape satisfies never;
  }
}
