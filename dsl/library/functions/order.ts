/*
 * Functions that order lists, and those that take them for sets. Equal is what `==` says; the order is
 * that of `<`: numbers by amount, text by code point, so that it is the same on every machine.
 */
import { equalValues } from '../../semantics/equality.js';
import { textOf } from '../../semantics/interpolate.js';
import { describeValue, madeFrom, unknownValue, type Value } from '../../semantics/value.js';
import { anyType, type Type } from '../../types/type.js';
import { fail, itemsAt, makeList, makeRecord, quote, restFrom, textAt } from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

export const order: Category = {
  title: 'Order and sets',
  introduction:
    'Numbers are ordered by amount, text by code point, false before true. Items are equal where `==` says so, and the first of equal ones stays.',
  functions: [
    {
      signature: 'sort(list: [scalar]): [scalar]',
      documentation: 'The items in order; they have to be of one type.',
      examples: [
        ['sort(["b", "C", "a"])', '["C", "a", "b"]'],
        ['sort([10, 9, 1])', '[1, 9, 10]'],
        ['sort([1GiB, 2MiB])', '[2MiB, 1GiB]'],
        { expression: 'sort(["a", 1])', fails: 'string and int have no order between them' },
      ],
      apply: (call) => {
        const items = itemsAt(call, 0);
        return sorted(call, items, (item) => item);
      },
    },
    {
      signature: 'sort_by(list: [{[string]: T}], field: string): [{[string]: T}]',
      documentation:
        'Objects in the order of one of their fields. Those that are equal stay as they were.',
      examples: [
        [
          'sort_by([{ name: "b", port: 1 }, { name: "a", port: 2 }], "name")',
          '[{ name: "a", port: 2 }, { name: "b", port: 1 }]',
        ],
      ],
      apply: (call) => withField(call, listOfAny, (field) => sorted(call, itemsAt(call, 0), field)),
    },
    {
      signature: 'group_by(list: [{[string]: T}], field: string): {[string]: [{[string]: T}]}',
      documentation:
        'Objects by the text of one of their fields: an object with a list for each text, in order of their first occurrence.',
      examples: [
        [
          'group_by([{ zone: "eu", id: 1 }, { zone: "us", id: 2 }, { zone: "eu", id: 3 }], "zone")',
          '{ eu: [{ zone: "eu", id: 1 }, { zone: "eu", id: 3 }], us: [{ zone: "us", id: 2 }] }',
        ],
      ],
      apply: (call) => withField(call, mapOfAny, (field) => grouped(call, field)),
    },
    {
      signature: 'unique(list: [any]): [any]',
      documentation: 'Every item once.',
      examples: [['unique(["a", "b", "a", "c", "b"])', '["a", "b", "c"]']],
      apply: (call) => makeList(call, distinct(itemsAt(call, 0))),
    },
    {
      signature: 'union(...lists: [any]): [any]',
      documentation: 'Every item that is in any of the lists, once.',
      examples: [['union(["a", "b"], ["b", "c"])', '["a", "b", "c"]']],
      apply: (call) => makeList(call, distinct(restFrom(call, 0).flatMap(itemsOf))),
    },
    {
      signature: 'intersection(list: [any], ...others: [any]): [any]',
      documentation: 'Every item of the first list that is in all others, once.',
      examples: [['intersection([1, 2, 3], [3, 2], [2, 5])', '[2]']],
      apply: (call) => {
        const others = restFrom(call, 1).map((list) => membership(itemsOf(list)));
        const shared = itemsAt(call, 0).filter((item) => others.every((has) => has(item)));
        return makeList(call, distinct(shared));
      },
    },
    {
      signature: 'difference(list: [any], ...others: [any]): [any]',
      documentation: 'Every item of the first list that is in none of the others, once.',
      examples: [['difference(["a", "b", "c"], ["b"])', '["a", "c"]']],
      apply: (call) => {
        const has = membership(restFrom(call, 1).flatMap(itemsOf));
        return makeList(call, distinct(itemsAt(call, 0).filter((item) => !has(item))));
      },
    },
  ],
};

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : []);

/** A text that equal values share, so that most of the others need not be compared. */
function roughKey(value: Value): string {
  if (value.kind === 'list') return `list ${value.items.length}`;
  if (value.kind === 'object') return `object ${[...value.members.keys()].sort().join(' ')}`;
  return 'value' in value ? String(value.value) : value.kind;
}

/** Whether a value is among others. */
function membership(values: readonly Value[]): (value: Value) => boolean {
  const byKey = new Map<string, Value[]>();
  for (const value of values) {
    const key = roughKey(value);
    const same = byKey.get(key);
    if (same) same.push(value);
    else byKey.set(key, [value]);
  }
  return (value) => (byKey.get(roughKey(value)) ?? []).some((one) => equalValues(one, value));
}

function distinct(values: readonly Value[]): Value[] {
  const byKey = new Map<string, Value[]>();
  return values.filter((value) => {
    const key = roughKey(value);
    const same = byKey.get(key) ?? [];
    if (same.some((one) => equalValues(one, value))) return false;
    byKey.set(key, [...same, value]);
    return true;
  });
}

function sorted(call: Call, items: readonly Value[], keyOf: (item: Value) => Value): Outcome {
  const keys = items.map((item) => ({ item, key: keyOf(item) }));
  const [first] = keys;
  const stranger = first && keys.find(({ key }) => orderKind(key) !== orderKind(first.key));
  if (stranger) {
    const [one, other] = [describeValue(first.key), describeValue(stranger.key)];
    return fail(`${one} and ${other} have no order between them`, {
      code: 'type-mismatch',
      argument: 0,
    });
  }
  if (first && orderKind(first.key) === undefined) {
    return fail(`${describeValue(first.key)} has no order`, 0);
  }
  keys.sort((a, b) => compareKeys(a.key, b.key));
  return makeList(
    call,
    keys.map(({ item }) => item),
  );
}

/** Values of one kind have an order among them. */
function orderKind(value: Value): string | undefined {
  switch (value.kind) {
    case 'int':
    case 'float':
      return 'number';
    case 'string':
    case 'ip':
    case 'cidr':
      return 'text';
    case 'bool':
    case 'size':
    case 'duration':
    case 'port':
      return value.kind;
    default:
      return undefined;
  }
}

function compareKeys(a: Value, b: Value): number {
  if (a.kind === 'port' && b.kind === 'port') return a.port - b.port;
  if (!('value' in a) || !('value' in b)) return 0;
  const [x, y] = [a.value, b.value];
  return typeof x === 'string' && typeof y === 'string'
    ? compareTexts(x, y)
    : Number(x) - Number(y);
}

/** By code point: UTF-16 puts some before others that come after them in Unicode. */
function compareTexts(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

type FieldOf = (item: Value) => Value;
const listOfAny: Type = { kind: 'list', item: anyType };
const mapOfAny: Type = { kind: 'map', value: anyType };

/** Goes on with what reads a field of every object of the list, where all have it and it is known. */
function withField(call: Call, result: Type, next: (field: FieldOf) => Outcome): Outcome {
  const name = textAt(call, 1);
  const fieldOf = (item: Value): Value | undefined =>
    item.kind === 'object' ? item.members.get(name)?.value : undefined;
  for (const [index, item] of itemsAt(call, 0).entries()) {
    const field = fieldOf(item);
    if (!field) return fail(`item ${index} of the list has no field ${quote(name)}`, 0);
    if (field.kind === 'unknown') return unknownValue(result, call.span, madeFrom(field));
    if (field.kind === 'secret') {
      return fail(`the field ${quote(name)} of item ${index} is a secret`, 0);
    }
  }
  return next((item) => fieldOf(item) ?? item);
}

function grouped(call: Call, fieldOf: FieldOf): Outcome {
  const groups = new Map<string, Value[]>();
  for (const item of itemsAt(call, 0)) {
    const field = fieldOf(item);
    const text = textOf(field);
    if (text === undefined) {
      return fail(`${describeValue(field)} has no text that could be the name of a group`, 0);
    }
    const group = groups.get(text);
    if (group) group.push(item);
    else groups.set(text, [item]);
  }
  return makeRecord(
    call,
    [...groups].map(([name, items]) => [name, makeList(call, items)] as const),
  );
}
