/*
 * The JSON Schema of the evaluated stack, made from the schemas of the kinds. It says what
 * document.ts writes; a test holds one against the other.
 */
import { kinds, kindSchemas, toJson, type Kind, type Schema } from '../../model/index.js';
import { list, object, text, type JsonSchema } from '../render/schema-parts.js';
import { evaluatedVersion } from './document.js';

/** The schema that is published beside the reference. */
export function evaluatedSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'An evaluated Stowage stack',
    description: `What \`stowage eval --json\` prints, format ${evaluatedVersion}.`,
    ...object(
      {
        format_version: { type: 'string', pattern: '^1\\.\\d+$' },
        stack: text('Name of the stack.'),
        engine: text('The engine that the stack is declared for; absent where it declares none.'),
        resources: list({ oneOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })) }),
        outputs: { type: 'object', additionalProperties: output },
        moved: list(object({ from: address, to: address })),
        removed: list(object({ from: address, destroy: { type: 'boolean' } })),
        imports: list(object({ to: address, id: text('Name or id of the object in the engine.') })),
      },
      ['engine'],
    ),
    $defs: Object.fromEntries(kinds.map((kind) => [kind, resource(kind)])),
  };
}

const address = text('Address of a resource, such as `container.web[2]` or `pg.volume.data`.');
const output: JsonSchema = {
  ...object(
    {
      value: { description: 'Absent while it is not known, and where it is sensitive.' },
      known: { type: 'boolean', description: 'False for what the engine has not chosen yet.' },
      sensitive: { type: 'boolean', description: 'Whether it is secret.' },
      description: text('What `///` says above the output.'),
    },
    ['value', 'description'],
  ),
};

function resource(kind: Kind): JsonSchema {
  return {
    description: kindSchemas[kind].description,
    ...object({
      address,
      kind: { const: kind },
      spec: fromSchema(kindSchemas[kind]),
      depends_on: list(
        object({
          address,
          condition: { enum: ['named', 'exists', 'started', 'healthy', 'completed'] },
          via: text('Path of the attribute that refers to it.'),
        }),
      ),
      lifecycle: object({
        protect: { type: 'boolean' },
        ignore_changes: list(text('Path of an attribute.')),
        order: { enum: ['stop-first', 'start-first'] },
        on_failure: { enum: ['rollback', 'keep'] },
      }),
      declared_at: object({
        file: text('Path, relative to where the command ran.'),
        line: { type: 'integer', minimum: 1 },
        column: { type: 'integer', minimum: 1 },
      }),
    }),
  };
}

/** A schema of the model without the words that speak to the language and the planner only. */
function fromSchema(schema: Schema): JsonSchema {
  const described = {
    description: 'unit' in schema ? `${schema.description} In ${schema.unit}.` : schema.description,
  };
  if ('oneOf' in schema) return { ...described, oneOf: schema.oneOf.map(fromSchema) };
  switch (schema.type) {
    case 'array':
      return { ...described, ...pick(schema, 'type', 'minItems'), items: fromSchema(schema.items) };
    case 'object':
      return 'properties' in schema
        ? {
            ...described,
            ...pick(schema, 'type', 'required', 'additionalProperties'),
            properties: Object.fromEntries(
              Object.entries(schema.properties).map(([name, inner]) => [name, fromSchema(inner)]),
            ),
          }
        : {
            ...described,
            ...pick(schema, 'type', 'propertyNames'),
            additionalProperties: fromSchema(schema.additionalProperties),
          };
    case 'string':
      return { ...described, ...pick(schema, 'type', 'enum', 'pattern', 'minLength') };
    case 'integer':
    case 'number':
      return { ...described, ...pick(schema, 'type', 'minimum', 'maximum') };
    case 'boolean':
      return { ...described, ...pick(schema, 'type') };
    default:
      return schema satisfies never;
  }
}

/** The members of a schema under these names, absent ones left out. */
function pick<T extends object>(schema: T, ...names: (keyof T & string)[]): JsonSchema {
  const members = names.filter((name) => schema[name] !== undefined);
  return Object.fromEntries(members.map((name) => [name, toJson(schema[name])]));
}
