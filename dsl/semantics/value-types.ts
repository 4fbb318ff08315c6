/*
 * The types of values: what is left of one where only its type matters. Only as deep as messages and
 * members need it, so that asking costs little.
 */
import { anyType, unionOf, type Field, type Type } from '../types/type.js';
import type { Value } from './value.js';

const deepest = 4;
const mostItems = 8;

/** The type of a value: the one it was declared with, else the simplest that fits. */
export function typeOfValue(value: Value, depth = 0): Type {
  if (value.declared) return value.declared;
  switch (value.kind) {
    case 'unknown':
      return value.type;
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'string':
    case 'ip':
    case 'cidr':
    case 'port':
    case 'condition':
      return { kind: value.kind };
    case 'list':
      return { kind: 'list', item: typeOfItems(value.items, depth + 1) };
    case 'object': {
      if (depth >= deepest) return { kind: 'map', value: anyType };
      const fields = [...value.members].map(([name, member]): readonly [string, Field] => [
        name,
        { type: typeOfValue(member.value, depth + 1), required: true },
      ]);
      return { kind: 'object', fields: new Map(fields) };
    }
    case 'resource':
      return { kind: 'resource', resource: value.instance.symbol.kind };
    case 'secret':
      return { kind: 'secret', inner: typeOfValue(value.inner, depth) };
    case 'arrow':
    case 'symbols':
    case 'module':
    case 'modules':
      return anyType;
    default:
      return value satisfies never;
  }
}

/** A type of all items of a list; of long or deep ones nothing is said. */
export function typeOfItems(items: readonly Value[], depth = 0): Type {
  if (depth >= deepest || items.length === 0 || items.length > mostItems) return anyType;
  return unionOf(items.map((item) => typeOfValue(item, depth)));
}
