/*
 * The value of an attribute as a person would write it: short forms where there are any, amounts with
 * units, resources of the file by their names, defaults left out.
 */
import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  type Kind,
  type MapSchema,
  type ObjectSchema,
  type Schema,
} from '../../model/index.js';
import { isDefault } from './defaults.js';
import { amount, isBareAddress, keyText, plain, quoted } from './literals.js';
import { shortForm } from './short-forms.js';

/** What the writing of one resource needs to know of the file around it. */
export interface Writing {
  readonly kind: Kind;
  /** The resource of the file that has a name in the engine. */
  readonly symbolOf: (kind: Kind, name: string) => string | undefined;
  /** The secret that stands at a path, such as `env.TOKEN`. */
  readonly secretAt: (path: string) => string | undefined;
  /** A text in quotes, in which nothing shows that is secret. */
  readonly text: (value: string) => string;
}

/** Writes a value that fits the schema; `path` has `*` for keys and elements. */
export function writeValue(
  writing: Writing,
  schema: Schema,
  value: JsonValue,
  path: string,
  exactPath = path,
): string {
  const secret = writing.secretAt(exactPath);
  if (secret !== undefined) return `reveal(${secret})`;
  const slim = withoutDefaults(writing.kind, schema, value, path);
  const reference = (name: string, kind: Kind): string =>
    writing.symbolOf(kind, name) ?? quoted(name);
  const short = shortForm(schema, slim, { reference, text: writing.text });
  if (short !== undefined) return short;
  if ('oneOf' in schema) return plain(slim, writing.text);
  switch (schema.type) {
    case 'string':
      if (typeof slim !== 'string') return plain(slim, writing.text);
      if (schema.refers) return reference(slim, schema.refers);
      return schema.pattern !== undefined && isBareAddress(slim) ? slim : writing.text(slim);
    case 'integer':
    case 'number':
      return typeof slim === 'number' ? amount(slim, schema) : plain(slim, writing.text);
    case 'boolean':
      return plain(slim, writing.text);
    case 'array': {
      const items = isJsonArray(slim) ? slim : [];
      const texts = items.map((item) => writeValue(writing, schema.items, item, `${path}.*`));
      return `[${texts.join(', ')}]`;
    }
    case 'object':
      return writeMembers(writing, schema, slim, path);
    default:
      return schema satisfies never;
  }
}

/** The schema of a member; absent where the value does not fit. */
function memberSchema(schema: ObjectSchema | MapSchema, name: string): Schema | undefined {
  return 'properties' in schema ? schema.properties[name] : schema.additionalProperties;
}

function writeMembers(
  writing: Writing,
  schema: ObjectSchema | MapSchema,
  value: JsonValue,
  path: string,
): string {
  const refersKeys = 'refersKeys' in schema ? schema.refersKeys : undefined;
  const fields = Object.entries(isJsonObject(value) ? value : {}).map(([name, item = null]) => {
    const inner = memberSchema(schema, name);
    const place = `${path}.${'properties' in schema ? name : '*'}`;
    const symbol = refersKeys && writing.symbolOf(refersKeys, name);
    const text = inner
      ? writeValue(writing, inner, item, place, `${path}.${name}`)
      : plain(item, writing.text);
    return `${symbol ?? keyText(name)}: ${text}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** The value without members that hold anyway, however deep. */
function withoutDefaults(kind: Kind, schema: Schema, value: JsonValue, path: string): JsonValue {
  if ('oneOf' in schema) return value;
  if (schema.type === 'array' && isJsonArray(value)) {
    return value.map((item) => withoutDefaults(kind, schema.items, item, `${path}.*`));
  }
  if (schema.type !== 'object' || !isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([name, item = null]) => {
    const place = `${path}.${'properties' in schema ? name : '*'}`;
    const inner = memberSchema(schema, name);
    const slim = inner ? withoutDefaults(kind, inner, item, place) : item;
    return isDefault(kind, place, slim) ? [] : [[name, slim] as const];
  });
  return Object.fromEntries(members);
}
