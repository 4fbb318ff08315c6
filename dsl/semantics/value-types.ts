/*
 * The types of values: what is left of one where only its type matters. Only as deep as messages and
 * members need it, and of a bounded size, since values and types share their parts.
 */
import { sizeOfType } from '../types/size.js';
import { anyType, unionOf, type Field, type Type } from '../types/type.js';
import type { Value } from './value.js';

const deepest = 4;
const mostItems = 8;
const mostParts = 200;
const largestType = 2000;

/** How much of a value may still be looked at. */
interface Room {
  left: number;
}

/** The type of a value: the one it was declared with, else the simplest that fits. */
export function typeOfValue(value: Value, depth = 0, room: Room = { left: mostParts }): Type {
  if (value.declared) return value.declared;
  room.left -= 1;
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
      return boundedType({ kind: 'list', item: typeOfItems(value.items, depth + 1, room) });
    case 'object': {
      if (depth >= deepest || room.left < value.members.size)
        return { kind: 'map', value: anyType };
      const fields = [...value.members].map(([name, member]): readonly [string, Field] => [
        name,
        { type: typeOfValue(member.value, depth + 1, room), required: true },
      ]);
      return boundedType({ kind: 'object', fields: new Map(fields) });
    }
    case 'resource':
      return { kind: 'resource', resource: value.instance.symbol.kind };
    case 'secret':
      return boundedType({ kind: 'secret', inner: typeOfValue(value.inner, depth, room) });
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
export function typeOfItems(
  items: readonly Value[],
  depth = 0,
  room: Room = { left: mostParts },
): Type {
  const isLong = items.length > mostItems || room.left < items.length;
  if (depth >= deepest || items.length === 0 || isLong) return anyType;
  return unionOf(items.map((item) => typeOfValue(item, depth, room)));
}

/** The type, or any where it has grown too large. */
export const boundedType = (type: Type): Type => (sizeOfType(type) > largestType ? anyType : type);
