/*
 * How large a type is when it is written out. Types share their parts, so that a few lines may make
 * one that nobody could write out: whoever makes new types of others asks this first.
 */
import type { Type } from './type.js';

const sizes = new WeakMap<Type, number>();

/** How many types a type is made of, itself among them; of what it shares each use counts. */
export function sizeOfType(type: Type): number {
  let size = sizes.get(type);
  if (size === undefined) {
    size = 1 + partsOf(type).reduce((sum, part) => sum + sizeOfType(part), 0);
    sizes.set(type, size);
  }
  return size;
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'list':
      return [type.item];
    case 'map':
      return [type.value];
    case 'object':
      return [...type.fields.values()].map((field) => field.type);
    case 'union':
      return type.members;
    case 'refined':
      return [type.base];
    case 'secret':
      return [type.inner];
    case 'variant':
      return [...type.variants.values()];
    default:
      return [];
  }
}
