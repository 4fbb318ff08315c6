/*
 * How a function of the library reads its arguments and makes its result. That an argument is of its
 * parameter's type has been made sure of before; one that is not is a mistake in this library.
 */
import { depthOf, type Member, type Value } from '../semantics/value.js';
import type { Call, Failure } from './library-function.js';

/** An argument. */
export function valueAt(call: Call, index: number): Value {
  return call.arguments[index] ?? misused(call, index);
}

/** The text of an argument that is a string, an address or a subnet. */
export function textAt(call: Call, index: number): string {
  const value = valueAt(call, index);
  if (value.kind === 'string' || value.kind === 'ip' || value.kind === 'cidr') return value.value;
  return misused(call, index);
}

/** The amount of an argument that is a number of any kind. */
export function numberAt(call: Call, index: number): number {
  const value = valueAt(call, index);
  return 'value' in value && typeof value.value === 'number' ? value.value : misused(call, index);
}

/** The items of an argument that is a list. */
export function itemsAt(call: Call, index: number): readonly Value[] {
  const value = valueAt(call, index);
  return value.kind === 'list' ? value.items : misused(call, index);
}

/** The members of an argument that is an object. */
export function membersAt(call: Call, index: number): ReadonlyMap<string, Member> {
  const value = valueAt(call, index);
  return value.kind === 'object' ? value.members : misused(call, index);
}

/** The texts of an argument that is a list of strings. */
export function textsAt(call: Call, index: number): string[] {
  return itemsAt(call, index).map((item) =>
    'value' in item && typeof item.value === 'string' ? item.value : misused(call, index),
  );
}

/** The text of an argument that may be left out. */
export function textOr(call: Call, index: number, otherwise: string): string {
  return call.arguments[index] ? textAt(call, index) : otherwise;
}

/** The amount of an argument that may be left out. */
export function numberOr(call: Call, index: number, otherwise: number): number {
  return call.arguments[index] ? numberAt(call, index) : otherwise;
}

/** The arguments from one on. */
export function restFrom(call: Call, index: number): readonly Value[] {
  return call.arguments.slice(index).filter((value) => value !== undefined);
}

function misused({ name, arguments: given }: Call, index: number): never {
  throw new Error(`argument ${index} of ${name} is ${given[index]?.kind ?? 'absent'}`);
}

export const makeText = ({ span }: Call, value: string): Value => ({ kind: 'string', value, span });
export const makeBool = ({ span }: Call, value: boolean): Value => ({ kind: 'bool', value, span });
export const makeInt = ({ span }: Call, value: number): Value => ({ kind: 'int', value, span });
export const makeNull = ({ span }: Call): Value => ({ kind: 'null', span });

/** A number that is an int where it is whole. */
export const makeNumber = ({ span }: Call, value: number): Value => ({
  kind: Number.isSafeInteger(value) ? 'int' : 'float',
  value: value === 0 ? 0 : value,
  span,
});

export function makeList({ span }: Call, items: readonly Value[]): Value {
  return { kind: 'list', items, span, depth: 1 + deepest(items) };
}

/** A list of texts. */
export function makeTexts(call: Call, texts: readonly string[]): Value {
  return makeList(
    call,
    texts.map((text) => makeText(call, text)),
  );
}

/** An object of members that stand somewhere already. */
export function makeObject({ span }: Call, members: ReadonlyMap<string, Member>): Value {
  const values = [...members.values()].map((member) => member.value);
  return { kind: 'object', members, span, depth: 1 + deepest(values) };
}

/** An object of values. */
export function makeRecord(call: Call, entries: Iterable<readonly [string, Value]>): Value {
  const { span } = call;
  const members = new Map<string, Member>();
  for (const [name, value] of entries) members.set(name, { value, span, keySpan: span });
  return makeObject(call, members);
}

const deepest = (values: readonly Value[]): number =>
  values.reduce((depth, value) => Math.max(depth, depthOf(value)), 0);

/** Says that an argument, or the call where it is left out, has no value that the function could give. */
export function fail(
  summary: string,
  more: Omit<Failure, 'kind' | 'summary'> | number = {},
  detail?: string,
): Failure {
  const rest = typeof more === 'number' ? { argument: more } : more;
  return { kind: 'failure', summary, ...rest, ...(detail !== undefined && { detail }) };
}

/** A text in a message: in quotes, and cut where it is long. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);

/** Code points of a text: what people count as characters, more or less. */
export const charactersOf = (text: string): string[] => Array.from(text);
