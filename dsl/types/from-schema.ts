/*
 * Schemas of model/ as types. Attributes that exist in the language only (`protect`, `after`) are
 * the one thing that is written here and not there.
 */
import {
  kinds,
  kindSchemas,
  type Kind,
  type ObjectSchema,
  type Schema,
} from '../../model/index.js';
import type { Field, ObjectType, Type } from './type.js';

/** The type of the values that a schema accepts. */
export function typeFromSchema(schema: Schema): Type {
  const described = {
    description: schema.description,
    ...(schema.sugar && { sugar: schema.sugar }),
    ...('secret' in schema && { takesSecret: schema.secret }),
  };
  if ('oneOf' in schema) {
    const variants = schema.oneOf.map(
      (variant) => [tagOf(variant), objectFromSchema(variant)] as const,
    );
    return { kind: 'variant', variants: new Map(variants), ...described };
  }
  switch (schema.type) {
    case 'boolean':
      return { kind: 'bool', ...described };
    case 'integer':
    case 'number': {
      const kind =
        schema.unit === 'bytes'
          ? 'size'
          : schema.unit === 'milliseconds'
            ? 'duration'
            : schema.type === 'integer'
              ? 'int'
              : 'float';
      return { kind, ...pick(schema, 'minimum', 'maximum'), ...described };
    }
    case 'string':
      if (schema.words) {
        const name = { kind: 'string' as const, ...pick(schema, 'pattern', 'refers') };
        return { kind: 'union', members: [...schema.words.map(literalType), name], ...described };
      }
      return schema.enum
        ? { kind: 'union', members: schema.enum.map(literalType), ...described }
        : { kind: 'string', ...pick(schema, 'pattern', 'minLength', 'refers'), ...described };
    case 'array':
      return {
        kind: 'list',
        item: typeFromSchema(schema.items),
        ...pick(schema, 'minItems'),
        ...described,
      };
    case 'object':
      return 'properties' in schema
        ? objectFromSchema(schema)
        : {
            kind: 'map',
            value: typeFromSchema(schema.additionalProperties),
            ...(schema.propertyNames && { keyPattern: schema.propertyNames.pattern }),
            ...pick(schema, 'refersKeys'),
            ...described,
          };
    default:
      return schema satisfies never;
  }
}

const literalType = (value: string): Type => ({ kind: 'literal', of: 'string', value });

/** The members of `record` under the keys given, absent ones left out. */
function pick<T extends object, K extends keyof T>(record: T, ...keys: K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (record[key] !== undefined) picked[key] = record[key];
  return picked;
}

function objectFromSchema(schema: ObjectSchema): ObjectType {
  const fields = Object.entries(schema.properties).map(
    ([name, property]) =>
      [name, fieldFromSchema(property, schema.required.includes(name))] as const,
  );
  return {
    kind: 'object',
    description: schema.description,
    ...(schema.sugar && { sugar: schema.sugar }),
    fields: new Map(fields),
  };
}

const fieldFromSchema = (schema: Schema, required: boolean): Field => ({
  type: typeFromSchema(schema),
  required,
  schema,
});

/** The value of `kind` that chooses a variant. */
function tagOf(schema: ObjectSchema): string {
  const tag = schema.properties.kind;
  const first = tag && 'enum' in tag ? tag.enum[0] : undefined;
  if (first === undefined) throw new Error('a variant of a schema has no tag');
  return first;
}

const protect: Field = {
  required: false,
  type: {
    kind: 'bool',
    description: 'Whether a plan that would delete or replace the resource is an error.',
  },
};
const after: Field = {
  required: false,
  type: {
    kind: 'list',
    item: { kind: 'condition' },
    description: 'What has to be so before the container starts.',
  },
};

const optional = (type: Type): Field => ({ required: false, type });
const oneOf = (description: string, ...values: string[]): Type => ({
  kind: 'union',
  description,
  members: values.map(literalType),
});
const ignoreChanges = optional({
  kind: 'list',
  description: 'Attributes whose differences count as none, such as `memory` or `env.MODE`.',
  item: { kind: 'string', description: 'The path of an attribute.' },
});

/** How a resource is treated when it changes; what takes the place of another has more to say. */
const lifecycleOf = (...more: (readonly [string, Field])[]): Field =>
  optional({
    kind: 'object',
    title: 'lifecycle',
    description: 'How the resource is treated when it changes.',
    fields: new Map([['protect', protect], ['ignore_changes', ignoreChanges], ...more]),
  });
const lifecycle = lifecycleOf();
const containerLifecycle = lifecycleOf(
  [
    'order',
    optional(
      oneOf(
        'Whether the old container ends before the new one starts, or once that is ready.',
        'stop-first',
        'start-first',
      ),
    ),
  ],
  [
    'on_failure',
    optional(
      oneOf(
        'Whether the old container comes back when the new one fails, or the new one is kept.',
        'rollback',
        'keep',
      ),
    ),
  ],
);

/** Attributes of the language itself, which are no part of a spec. */
export const metaFields: Readonly<Record<Kind, ReadonlyMap<string, Field>>> = {
  image: new Map(),
  volume: new Map([
    ['protect', protect],
    ['lifecycle', lifecycle],
  ]),
  network: new Map([
    ['protect', protect],
    ['lifecycle', lifecycle],
  ]),
  container: new Map([
    ['protect', protect],
    ['lifecycle', containerLifecycle],
    ['after', after],
  ]),
};

const types = new Map<Kind, ObjectType>();

/** The type of a kind's body: its schema's attributes; defaults of the language count as optional. */
export function kindType(kind: Kind): ObjectType {
  let type = types.get(kind);
  if (!type) {
    const schema = kindSchemas[kind];
    const computed = Object.entries(schema.computed).map(
      ([name, attribute]) => [name, fieldFromSchema(attribute, true)] as const,
    );
    type = { ...objectFromSchema(schema), title: kind, computed: new Map(computed) };
    types.set(kind, type);
  }
  return type;
}

export const isKind = (name: string): name is Kind => kinds.some((kind) => kind === name);
