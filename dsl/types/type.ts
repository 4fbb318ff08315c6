/*
 * The types of the language. Those of params come from their annotations, those of attributes from
 * the schemas in model/; there is no other source. A type says nothing of where its value stands.
 */
import type { Kind, Schema, Span, Sugar } from '../../model/index.js';
import type { Pattern } from '../pattern/index.js';
import type { Expression } from '../syntax/index.js';

interface Described {
  /** What the slot is for, from the schema. */
  readonly description?: string;
  /** A short form that the slot takes besides. */
  readonly sugar?: Sugar;
  /** The name it was declared under. */
  readonly name?: string;
  /** Where that name is declared. */
  readonly declaredAt?: Span;
  /** Takes a secret, too. */
  readonly takesSecret?: boolean;
}
export interface Field {
  readonly type: Type;
  readonly required: boolean;
  /** Stands in where the field is left out. */
  readonly standard?: Expression;
  readonly documentation?: string;
  /** Of an attribute, with what its schema says besides: what a change does, when it is known. */
  readonly schema?: Schema;
}
export interface ObjectType extends Described {
  readonly kind: 'object';
  /** What a value of the type is called, such as `container`. */
  readonly title?: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Attributes that the engine gives, and nobody writes. */
  readonly computed?: ReadonlyMap<string, Field>;
}
export interface StringType extends Described {
  readonly kind: 'string';
  /** From a schema; of a type that is written, see `form`. */
  readonly pattern?: string;
  readonly minLength?: number;
  /** A pattern that all of the text has to match, in linear time, since anybody may have written it. */
  readonly form?: { readonly text: string; readonly pattern: Pattern };
  /** Takes a resource of this kind, too. */
  readonly refers?: Kind;
}
export type NumberKind = 'int' | 'float' | 'size' | 'duration';
export interface NumericType extends Described {
  readonly kind: NumberKind | 'port';
  readonly minimum?: number;
  readonly maximum?: number;
  /** The maximum itself is not allowed. */
  readonly below?: boolean;
}
/** What a literal type is a literal of. */
export type LiteralOf = NumberKind | 'string' | 'bool' | 'ip' | 'cidr';
export interface LiteralType extends Described {
  readonly kind: 'literal';
  readonly of: LiteralOf;
  readonly value: string | number | boolean;
}
export interface UnionType extends Described {
  readonly kind: 'union';
  readonly members: readonly Type[];
}
/** `base where condition`; in the condition `it` is the value. */
export interface RefinedType extends Described {
  readonly kind: 'refined';
  readonly base: Type;
  readonly condition: Expression;
}
export interface ListType extends Described {
  readonly kind: 'list';
  readonly item: Type;
  readonly minItems?: number;
}
export interface MapType extends Described {
  readonly kind: 'map';
  readonly value: Type;
  readonly keyPattern?: string;
  readonly refersKeys?: Kind;
}
export type Type =
  /** `lost` where a mistake that has been reported leaves the type unknown. */
  | (Described & { readonly kind: 'any'; readonly lost?: true })
  | (Described & { readonly kind: 'null' })
  | (Described & { readonly kind: 'bool' })
  | NumericType
  | StringType
  | (Described & { readonly kind: 'ip' | 'cidr' })
  | LiteralType
  | ListType
  | MapType
  | ObjectType
  | UnionType
  | RefinedType
  | (Described & { readonly kind: 'secret'; readonly inner: Type })
  /** Objects told apart by their `kind`. */
  | (Described & { readonly kind: 'variant'; readonly variants: ReadonlyMap<string, ObjectType> })
  | (Described & { readonly kind: 'resource'; readonly resource: Kind })
  | (Described & { readonly kind: 'condition' });

export const anyType: Type = { kind: 'any' };
export const lostType: Type = { kind: 'any', lost: true };
const nullType: Type = { kind: 'null' };

/** The members of a union, those of unions in it among them; of another type that type alone. */
export function membersOf(type: Type): readonly Type[] {
  return type.kind === 'union' ? type.members.flatMap(membersOf) : [type];
}

/** A type without its conditions. */
export function shapeOf(type: Type): Exclude<Type, RefinedType> {
  return type.kind === 'refined' ? shapeOf(type.base) : type;
}

/** Whether null is a value of the type; of `any` nobody knows. */
export function isNullable(type: Type): boolean {
  const shape = shapeOf(type);
  return shape.kind === 'union' ? shape.members.some(isNullable) : shape.kind === 'null';
}

/** The type without null. */
export function withoutNull(type: Type): Type {
  if (!isNullable(type)) return type;
  const members = membersOf(shapeOf(type)).filter((member) => !isNullable(member));
  const [only] = members;
  return members.length === 1 && only ? only : { kind: 'union', members };
}

/** The type, or null. */
export function orNull(type: Type): Type {
  return isNullable(type) || type.kind === 'any' ? type : unionOf([type, nullType]);
}

const lostness = new WeakMap<Type, boolean>();

/**
 * Whether a part of a type is not known, so that nothing can be said of its values. Found out once
 * for each type, since types that share their parts may have far more paths than parts.
 */
export function isLost(type: Type): boolean {
  const known = lostness.get(type);
  if (known !== undefined) return known;
  const found = hasLostPart(type);
  lostness.set(type, found);
  return found;
}

function hasLostPart(type: Type): boolean {
  switch (type.kind) {
    case 'any':
      return type.lost === true;
    case 'list':
      return isLost(type.item);
    case 'map':
      return isLost(type.value);
    case 'secret':
      return isLost(type.inner);
    case 'refined':
      return isLost(type.base);
    case 'union':
      return type.members.some(isLost);
    case 'object':
      return [...type.fields.values()].some((field) => isLost(field.type));
    case 'null':
    case 'bool':
    case 'string':
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'port':
    case 'ip':
    case 'cidr':
    case 'literal':
    case 'variant':
    case 'resource':
    case 'condition':
      return false;
    default:
      return type satisfies never;
  }
}

/** The union of types, each once. */
export function unionOf(types: readonly Type[]): Type {
  const members = new Map(types.flatMap(membersOf).map((type) => [keyOf(type), type]));
  const [only] = members.values();
  if (members.size === 1 && only) return only;
  return types.some(({ kind }) => kind === 'any')
    ? types.some(isLost)
      ? lostType
      : anyType
    : { kind: 'union', members: [...members.values()] };
}

/** Tells simple types apart; others are themselves. */
function keyOf(type: Type): unknown {
  if (type.name !== undefined) return type.name;
  switch (type.kind) {
    case 'literal':
      return `${type.of} ${type.value}`;
    case 'null':
    case 'bool':
    case 'ip':
    case 'cidr':
      return type.kind;
    case 'string':
      return type.form ? `string(/${type.form.text}/)` : type.refers ? type : type.kind;
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
      return type.minimum === undefined && type.maximum === undefined ? type.kind : type;
    default:
      return type;
  }
}
