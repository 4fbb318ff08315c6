/*
 * The types of the language. Those of params come from their annotations, those of attributes from
 * the schemas in model/; there is no other source. A type says nothing of where its value stands.
 */
import type { Kind, Sugar } from '../../model/index.js';

interface Described {
  /** What the slot is for, from the schema. */
  readonly description?: string;
  /** A short form that the slot takes besides. */
  readonly sugar?: Sugar;
}
export interface Field {
  readonly type: Type;
  readonly required: boolean;
}
export interface ObjectType extends Described {
  readonly kind: 'object';
  /** What a value of the type is called, such as `container`. */
  readonly title?: string;
  readonly fields: ReadonlyMap<string, Field>;
}
export interface StringType extends Described {
  readonly kind: 'string';
  readonly pattern?: string;
  readonly minLength?: number;
  /** Takes a resource of this kind, too. */
  readonly refers?: Kind;
}
export interface NumericType extends Described {
  readonly kind: 'int' | 'float' | 'size' | 'duration';
  readonly minimum?: number;
  readonly maximum?: number;
}
export type Type =
  | (Described & { readonly kind: 'any' })
  | (Described & { readonly kind: 'null' })
  | (Described & { readonly kind: 'bool' })
  | NumericType
  | StringType
  | (Described & { readonly kind: 'ip' | 'cidr' })
  | (Described & { readonly kind: 'literal'; readonly value: string | number | boolean })
  | (Described & { readonly kind: 'list'; readonly item: Type; readonly minItems?: number })
  | (Described & {
      readonly kind: 'map';
      readonly value: Type;
      readonly keyPattern?: string;
      readonly refersKeys?: Kind;
    })
  | ObjectType
  | (Described & { readonly kind: 'union'; readonly members: readonly Type[] })
  /** Objects told apart by their `kind`. */
  | (Described & { readonly kind: 'variant'; readonly variants: ReadonlyMap<string, ObjectType> })
  | (Described & { readonly kind: 'resource'; readonly resource: Kind })
  | (Described & { readonly kind: 'condition' });

export const anyType: Type = { kind: 'any' };

/** A type as a message says it: `"dev" | "prod"`, `[string]`, `int(1..20)`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'any':
      return 'anything';
    case 'literal':
      return JSON.stringify(type.value);
    case 'list':
      return `[${describeType(type.item)}]`;
    case 'map':
      return `{ name: ${describeType(type.value)} }`;
    case 'union':
      return type.members.map(describeType).join(' | ');
    case 'object':
      return type.title ?? 'object';
    case 'variant':
      return [...type.variants.keys()].join(' | ');
    case 'resource':
      return type.resource;
    case 'condition':
      return 'a condition such as `db is healthy`';
    case 'int':
    case 'float':
      return type.maximum === undefined
        ? type.kind
        : `${type.kind}(${type.minimum ?? ''}..${type.maximum})`;
    case 'null':
    case 'bool':
    case 'size':
    case 'duration':
    case 'string':
    case 'ip':
    case 'cidr':
      return type.kind;
    default:
      return type satisfies never;
  }
}
