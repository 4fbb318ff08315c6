/*
 * When two values are equal: by what they are, whatever their spelling and place.
 */
import type { Value } from './value.js';

/** Whether two values are equal; resources are when they are one. */
export function equalValues(a: Value, b: Value): boolean {
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => {
        const other = b.items[index];
        return other !== undefined && equalValues(item, other);
      })
    );
  }
  if (a.kind === 'object' && b.kind === 'object') {
    return (
      a.members.size === b.members.size &&
      [...a.members].every(([name, { value }]) => {
        const other = b.members.get(name);
        return other !== undefined && equalValues(value, other.value);
      })
    );
  }
  if (a.kind === 'resource' && b.kind === 'resource') {
    return a.instance.address === b.instance.address;
  }
  if (a.kind === 'port' && b.kind === 'port') {
    return a.port === b.port && a.ip === b.ip && a.protocol === b.protocol;
  }
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind;
  return 'value' in a && 'value' in b && a.value === b.value;
}
