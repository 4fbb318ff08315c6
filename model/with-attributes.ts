/*
 * A resource with some of its attributes replaced by plain JSON from outside: checked against the
 * schema of its kind, units as text read on the way.
 */
import { validators } from './generated/validators.js';
import { isJsonArray, isJsonObject, type JsonValue } from './json.js';
import type { Resource } from './resource.js';
import type { Schema } from './schema.js';
import { kindSchemas } from './schemas/index.js';
import { parseDuration, parseSize } from './units.js';

/**
 * Replaces attributes by their names; sizes and durations may be text such as `1GiB`.
 * @returns `undefined` where the schema does not allow the result
 */
export function withAttributes(
  resource: Resource,
  attributes: Readonly<Record<string, JsonValue>>,
): Resource | undefined {
  const { properties }: { readonly properties: Readonly<Record<string, Schema>> } =
    kindSchemas[resource.kind];
  const read = Object.entries(attributes).map(([name, value]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, schema ? readUnits(schema, value) : value] as const;
  });
  const spec: unknown = { ...resource.spec, ...Object.fromEntries(read) };
  switch (resource.kind) {
    case 'image':
      return validators.image(spec) ? { ...resource, spec } : undefined;
    case 'volume':
      return validators.volume(spec) ? { ...resource, spec } : undefined;
    case 'network':
      return validators.network(spec) ? { ...resource, spec } : undefined;
    case 'container':
      return validators.container(spec) ? { ...resource, spec } : undefined;
    default:
      return resource satisfies never;
  }
}

/** A value with its sizes in bytes and its durations in milliseconds; others are left to be refused. */
function readUnits(schema: Schema, value: JsonValue): JsonValue {
  if ('unit' in schema && typeof value === 'string') {
    return (schema.unit === 'bytes' ? parseSize(value) : parseDuration(value)) ?? value;
  }
  if ('items' in schema && isJsonArray(value)) {
    return value.map((item) => readUnits(schema.items, item));
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [[name, member] as const],
  );
  if ('properties' in schema) {
    const { properties } = schema;
    return Object.fromEntries(
      members.map(([name, member]) => {
        const inner = Object.hasOwn(properties, name) ? properties[name] : undefined;
        return [name, inner ? readUnits(inner, member) : member];
      }),
    );
  }
  if ('additionalProperties' in schema) {
    const { additionalProperties } = schema;
    if (typeof additionalProperties === 'boolean') return value;
    return Object.fromEntries(
      members.map(([name, member]) => [name, readUnits(additionalProperties, member)]),
    );
  }
  return value;
}
