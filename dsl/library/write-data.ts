/*
 * Values as plain data, for the functions that encode them. Members keep their order; sizes, durations,
 * addresses and ports are written as their text. What has no such form, such as a resource, is said.
 */
import { mainProperty, textOf } from '../semantics/interpolate.js';
import { describeValue, type Value } from '../semantics/value.js';
import { fail } from './call.js';
import type { Failure } from './library-function.js';

/** Plain data; maps, since objects of JavaScript put names that are numbers first. */
export type Data = null | boolean | number | string | readonly Data[] | DataMap;
export type DataMap = ReadonlyMap<string, Data>;

/** A value as data. */
export function toData(value: Value): { readonly data: Data } | Failure {
  const strange: Value[] = [];
  const data = convert(value, strange);
  const [first] = strange;
  return first ? notData(first) : { data };
}

function convert(value: Value, strange: Value[]): Data {
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'int':
    case 'float':
      return value.value;
    case 'list':
      return value.items.map((item) => convert(item, strange));
    case 'object':
      return new Map(
        [...value.members].map(([name, member]) => [name, convert(member.value, strange)]),
      );
    default: {
      const text = textOf(value);
      if (text === undefined) strange.push(value);
      return text ?? null;
    }
  }
}

function notData(value: Value): Failure {
  const property = value.kind === 'resource' ? mainProperty(value.instance.symbol.kind) : undefined;
  return fail(
    `${describeValue(value)} is no plain data`,
    0,
    property === undefined
      ? 'Plain data are text, numbers, bools, null, and lists and objects of them.'
      : `Use one of its properties, such as \`.${property}\`.`,
  );
}

/**
 * The JSON of data.
 * @param indent spaces for each level; 0 for all in one line
 */
export function writeJson(data: Data, indent: number): string {
  return write(data, indent, '\n');
}

const isMap = (data: Data): data is DataMap => data instanceof Map;

function write(data: Data, indent: number, lineBreak: string): string {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const inner = lineBreak + ' '.repeat(indent);
  if (!isMap(data)) {
    const items = data.map((item) => write(item, indent, inner));
    return enclose(items, '[]', indent, inner, lineBreak);
  }
  const colon = indent === 0 ? ':' : ': ';
  const members = Array.from(
    data,
    ([name, one]) => `${JSON.stringify(name)}${colon}${write(one, indent, inner)}`,
  );
  return enclose(members, '{}', indent, inner, lineBreak);
}

function enclose(
  parts: readonly string[],
  brackets: '[]' | '{}',
  indent: number,
  inner: string,
  lineBreak: string,
): string {
  const [open = '', close = ''] = brackets;
  if (parts.length === 0) return brackets;
  if (indent === 0) return `${open}${parts.join(',')}${close}`;
  return `${open}${inner}${parts.join(`,${inner}`)}${lineBreak}${close}`;
}
