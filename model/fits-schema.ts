/*
 * Whether data has the shape that a schema describes: its types, members and words. Patterns and
 * ranges are for what people write, not for what Stowage has written itself.
 */
import type { Schema, StringSchema } from './schema.js';
import { containerOf } from './shared-namespaces.js';

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAmong = ({ enum: all, words }: StringSchema, value: string): boolean =>
  words
    ? words.includes(value) || containerOf(value) !== undefined
    : (all?.includes(value) ?? true);

export function hasShapeOf(schema: Schema, value: unknown): boolean {
  if ('oneOf' in schema) return schema.oneOf.some((variant) => hasShapeOf(variant, value));
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' && isAmong(schema, value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value) && value.every((item) => hasShapeOf(schema.items, item));
    case 'object': {
      if (!isMembers(value)) return false;
      if (!('properties' in schema)) {
        const { additionalProperties } = schema;
        return Object.values(value).every((member) => hasShapeOf(additionalProperties, member));
      }
      const { properties, required } = schema;
      return (
        required.every((name) => Object.hasOwn(value, name)) &&
        Object.entries(value).every(([name, member]) => {
          const inner = Object.hasOwn(properties, name) ? properties[name] : undefined;
          return inner !== undefined && hasShapeOf(inner, member);
        })
      );
    }
    default:
      return schema satisfies never;
  }
}
