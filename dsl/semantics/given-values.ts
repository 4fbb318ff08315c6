/*
 * Values from outside, read by the types of the params they are for: text as people type it, and
 * JSON. What a type's own bounds and conditions say of the value is not judged here.
 */
import {
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseDuration,
  parseSize,
  type Span,
  toJson,
} from '../../model/index.js';
import type { LiteralType, NumericType, ObjectType, Type } from '../types/type.js';
import { isIpv4, portValue } from './literals.js';
import { stringValue, type Member, type Value } from './value.js';

/** Reads a value; `undefined` when it cannot be of the type. */
export function readGiven(input: JsonValue, type: Type, span: Span): Value | undefined {
  switch (type.kind) {
    case 'string':
      return typeof input === 'string' ? stringValue(input, span) : undefined;
    case 'ip':
      return typeof input === 'string' && isIpv4(input)
        ? { kind: 'ip', value: input, span }
        : undefined;
    case 'cidr':
      return typeof input === 'string' && /^[\d.]+\/\d+$/.test(input)
        ? { kind: 'cidr', value: input, span }
        : undefined;
    case 'bool': {
      const value = input === 'true' ? true : input === 'false' ? false : input;
      return typeof value === 'boolean' ? { kind: 'bool', value, span } : undefined;
    }
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'port':
      return readNumber(input, type, span);
    case 'null':
      return input === null || input === '' || input === 'null'
        ? { kind: 'null', span }
        : undefined;
    case 'literal':
      return readLiteral(input, type, span);
    case 'union':
      return firstOf(type.members, (member) => readGiven(input, member, span));
    case 'list':
      return readList(input, type.item, span);
    case 'map':
      return readObject(input, span, () => type.value);
    case 'object':
      return readFields(input, type, span);
    case 'variant':
      return firstOf([...type.variants.values()], (one) => readGiven(input, one, span));
    case 'any':
      return valueOfJson(input, span);
    case 'refined':
      return readGiven(input, type.base, span);
    case 'secret': {
      const inner = readGiven(input, type.inner, span);
      return inner && { kind: 'secret', inner, span };
    }
    case 'resource':
    case 'condition':
      return undefined;
    default:
      return type satisfies never;
  }
}

function firstOf<T>(types: readonly T[], read: (type: T) => Value | undefined): Value | undefined {
  for (const type of types) {
    const value = read(type);
    if (value) return value;
  }
  return undefined;
}

const numeric = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function readNumber(input: JsonValue, { kind }: NumericType, span: Span): Value | undefined {
  if (kind === 'port') {
    return typeof input === 'string' || typeof input === 'number'
      ? portValue(String(input), span)
      : undefined;
  }
  if (kind === 'size' || kind === 'duration') {
    if (typeof input !== 'string') return undefined;
    const value = kind === 'size' ? parseSize(input) : parseDuration(input);
    return value === undefined ? undefined : { kind, value, span };
  }
  const number = typeof input === 'string' && numeric.test(input) ? Number(input) : input;
  if (typeof number !== 'number' || (kind === 'int' && !Number.isSafeInteger(number))) {
    return undefined;
  }
  return { kind, value: number, span };
}

function readLiteral(input: JsonValue, type: LiteralType, span: Span): Value | undefined {
  const { of, value } = type;
  switch (of) {
    case 'string':
      return input === value ? stringValue(String(value), span) : undefined;
    case 'bool':
    case 'ip':
    case 'cidr':
    case 'int':
    case 'float':
    case 'size':
    case 'duration': {
      const read = readGiven(input, { kind: of }, span);
      return read && 'value' in read && read.value === value ? read : undefined;
    }
    default:
      return of satisfies never;
  }
}

/** A list is given as JSON, or as text with commas. */
function readList(input: JsonValue, item: Type, span: Span): Value | undefined {
  const list = typeof input === 'string' ? splitList(input) : input;
  if (!isJsonArray(list)) return undefined;
  const items: Value[] = [];
  for (const one of list) {
    const value = readGiven(one, item, span);
    if (!value) return undefined;
    items.push(value);
  }
  return { kind: 'list', items, span };
}

function splitList(text: string): JsonValue | undefined {
  if (text.trimStart().startsWith('[')) return readJson(text);
  return text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
}

/** The JSON of a text; `undefined` where it is none, and the caller says what was expected. */
function readJson(text: string): JsonValue | undefined {
  try {
    return toJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readFields(input: JsonValue, { fields }: ObjectType, span: Span): Value | undefined {
  // A field that is not there, or too much, is for the check of types to report.
  return readObject(input, span, (name) => fields.get(name)?.type ?? { kind: 'any' });
}

function readObject(
  input: JsonValue,
  span: Span,
  typeOf: (name: string) => Type,
): Value | undefined {
  const object = typeof input === 'string' ? readJson(input) : input;
  if (object === undefined || !isJsonObject(object)) return undefined;
  const members = new Map<string, Member>();
  for (const [name, member = null] of Object.entries(object)) {
    const value = readGiven(member, typeOf(name), span);
    if (!value) return undefined;
    members.set(name, { value, span, keySpan: span });
  }
  return { kind: 'object', members, span };
}

/** The value that JSON stands for, where no type says more. */
export function valueOfJson(json: JsonValue, span: Span): Value {
  if (json === null) return { kind: 'null', span };
  if (typeof json === 'string') return stringValue(json, span);
  if (typeof json === 'boolean') return { kind: 'bool', value: json, span };
  if (typeof json === 'number') {
    return { kind: Number.isInteger(json) ? 'int' : 'float', value: json, span };
  }
  if (isJsonArray(json)) {
    return { kind: 'list', items: json.map((item) => valueOfJson(item, span)), span };
  }
  const members = Object.entries(json).map(
    ([name, value = null]) =>
      [name, { value: valueOfJson(value, span), span, keySpan: span }] as const,
  );
  return { kind: 'object', members: new Map(members), span };
}
