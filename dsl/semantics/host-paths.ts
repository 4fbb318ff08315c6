/*
 * Relative paths of the host in specs. Inside a module they start from the module's directory; a
 * spec says them from the stack's, as for everything else.
 */
import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  kindSchemas,
  type Kind,
  type Schema,
} from '../../model/index.js';

type Spec = Readonly<Record<string, JsonValue>>;

/** The spec with its relative paths from the stack's directory; `directory` is that of the module. */
export function rebasePaths(kind: Kind, spec: Spec, directory: string): Spec {
  if (directory === '') return spec;
  const rebased = Object.entries(kindSchemas[kind].properties).flatMap(([name, schema]) => {
    const value = spec[name];
    // An image copies from its directory where it says nothing else.
    if (value === undefined)
      return name === 'context' ? [[name, joined(directory, '.')] as const] : [];
    return [[name, rebase(value, schema, directory)] as const];
  });
  return Object.fromEntries(rebased);
}

function rebase(value: JsonValue, schema: Schema, directory: string): JsonValue {
  if ('oneOf' in schema) {
    const variant = schema.oneOf.find((one) => isVariant(value, one));
    return variant ? rebase(value, variant, directory) : value;
  }
  if (schema.type === 'string') {
    return schema.hostPath === true && typeof value === 'string' ? joined(directory, value) : value;
  }
  if (schema.type === 'array') {
    return isJsonArray(value) ? value.map((item) => rebase(item, schema.items, directory)) : value;
  }
  if (schema.type !== 'object' || !isJsonObject(value)) return value;
  const isBind = value.type === 'bind';
  const members = Object.entries(value).map(([name, member = null]) => {
    if (isBind && name === 'source' && typeof member === 'string') {
      return [name, joined(directory, member)] as const;
    }
    const inner = 'properties' in schema ? schema.properties[name] : schema.additionalProperties;
    return [name, inner ? rebase(member, inner, directory) : member] as const;
  });
  return Object.fromEntries(members);
}

function isVariant(
  value: JsonValue,
  { properties }: Extract<Schema, { oneOf: unknown }>['oneOf'][number],
): boolean {
  const tag = properties.kind;
  return (
    isJsonObject(value) &&
    tag !== undefined &&
    'enum' in tag &&
    typeof value.kind === 'string' &&
    tag.enum.includes(value.kind)
  );
}

/** A path from a directory, as `joined` gives it. */
export const joinPaths = (directory: string, path: string): string =>
  directory.startsWith('/') && !path.startsWith('/')
    ? `${directory.replace(/\/$/, '')}/${path}`
    : joined(directory, path);

/** A path from a directory; absolute ones stay. The result begins with `./` or `../`. */
function joined(directory: string, path: string): string {
  if (path.startsWith('/')) return path;
  const steps: string[] = [];
  for (const step of `${directory}/${path}`.split('/')) {
    if (step === '' || step === '.') continue;
    const last = steps.at(-1);
    if (step === '..' && last !== undefined && last !== '..') steps.pop();
    else steps.push(step);
  }
  const text = steps.join('/');
  return text.startsWith('..') ? text : `./${text}`;
}
