/*
 * Types as people write them: in one line for messages, in several for a page or a hover. What a
 * description says can be written in a file and means the same, attributes' own types apart.
 */
import { formatDuration, formatSize } from '../../model/index.js';
import {
  isNullable,
  withoutNull,
  type Field,
  type LiteralType,
  type NumericType,
  type Type,
} from './type.js';

/** A type as a message says it: by its name, else `"dev" | "prod"`, `[string]`, `int(1..20)`. */
export function describeType(type: Type): string {
  return type.name ?? describeStructure(type);
}

/** A type as a message says it, its own name looked through. */
export function describeStructure(type: Type): string {
  switch (type.kind) {
    case 'any':
      return 'any';
    case 'literal':
      return describeLiteral(type);
    case 'list':
      return `[${describeType(type.item)}]`;
    case 'map':
      return `{[string]: ${describeType(type.value)}}`;
    case 'union':
      return describeUnion(type);
    case 'object':
      return type.title ?? describeFields(type.fields);
    case 'variant':
      return [...type.variants.keys()].join(' | ');
    case 'resource':
      return type.resource;
    case 'condition':
      return 'a condition such as `db is healthy`';
    case 'secret':
      return `secret<${describeType(type.inner)}>`;
    case 'refined':
      return `${describeType(type.base)} where …`;
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'port':
      return describeRange(type);
    case 'string':
      return type.form ? `string(/${type.form.text}/)` : 'string';
    case 'null':
    case 'bool':
    case 'ip':
    case 'cidr':
      return type.kind;
    default:
      return type satisfies never;
  }
}

function describeUnion(type: Extract<Type, { kind: 'union' }>): string {
  const members = type.members.map((member) =>
    member.kind === 'refined' ? `(${describeType(member)})` : describeType(member),
  );
  if (!isNullable(type)) return members.join(' | ');
  const inner = withoutNull(type);
  const text = describeType(inner);
  return inner.kind === 'union' || inner.kind === 'refined' ? `(${text})?` : `${text}?`;
}

const longestFields = 60;

function describeFields(fields: ReadonlyMap<string, Field>): string {
  const parts = [...fields].map(([name, field]) => describeField(name, field));
  const text = parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  if (text.length <= longestFields) return text;
  const shown: string[] = [];
  let length = 4;
  for (const part of parts) {
    length += part.length + 2;
    if (shown.length > 0 && length > longestFields) break;
    shown.push(part);
  }
  return `{ ${shown.join(', ')}, … }`;
}

const describeField = (name: string, field: Field): string =>
  `${name}${isLeaveable(field) ? '?' : ''}: ${describeType(typeIn(field))}`;

/** Whether a field is written with `?`. */
const isLeaveable = ({ required, standard }: Field): boolean => !required && !standard;

/** The type that is written after a field, where `?` behind its name says that it may be null. */
const typeIn = (field: Field): Type => (isLeaveable(field) ? withoutNull(field.type) : field.type);

function describeLiteral({ of, value }: LiteralType): string {
  return of === 'string' ? JSON.stringify(value) : amount(of, value);
}

/** An amount with its unit, as it is written. */
export function amount(kind: string, value: string | number | boolean): string {
  if (typeof value !== 'number') return String(value);
  return kind === 'size'
    ? formatSize(value)
    : kind === 'duration'
      ? formatDuration(value)
      : String(value);
}

function describeRange({ kind, minimum, maximum, below }: NumericType): string {
  if (maximum === undefined) return kind;
  const from = minimum === undefined ? '' : amount(kind, minimum);
  return `${kind}(${from}${below === true ? '..<' : '..'}${amount(kind, maximum)})`;
}

/**
 * A type in full, its own name looked through: objects with a field a line and the documentation of
 * each above it, unions of objects with a variant each.
 * @param indent what every line but the first begins with
 */
export function describeTypeInFull(type: Type, indent = ''): string {
  const inner = `${indent}  `;
  switch (type.kind) {
    case 'object': {
      if (type.fields.size === 0) return '{}';
      const lines = [...type.fields].flatMap(([name, field]) => fieldLines(name, field, inner));
      return ['{', ...lines, `${indent}}`].join('\n');
    }
    case 'list':
      return `[${nameOrFull(type.item, indent)}]`;
    case 'map':
      return `{[string]: ${nameOrFull(type.value, indent)}}`;
    case 'secret':
      return `secret<${nameOrFull(type.inner, indent)}>`;
    case 'union':
      return type.members.some(isLong)
        ? type.members.map((member) => nameOrFull(member, indent)).join(`\n${indent}| `)
        : describeStructure(type);
    case 'refined':
      return `${nameOrFull(type.base, indent)} where …`;
    default:
      return describeStructure(type);
  }
}

const nameOrFull = (type: Type, indent: string): string =>
  type.name ?? describeTypeInFull(type, indent);

const isLong = (type: Type): boolean =>
  type.name === undefined && type.kind === 'object' && describeStructure(type).endsWith('… }');

function fieldLines(name: string, field: Field, indent: string): string[] {
  const { standard, documentation } = field;
  const type = typeIn(field);
  const text = documentation ?? type.description;
  const mark = isLeaveable(field) ? '?' : '';
  const written = standard ? ' = …' : '';
  return [
    ...(text === undefined ? [] : text.split('\n').map((line) => `${indent}/// ${line}`)),
    `${indent}${name}${mark}: ${nameOrFull(type, indent)}${written}`,
  ];
}
