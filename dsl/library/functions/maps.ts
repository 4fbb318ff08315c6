/*
 * Functions on objects. Members keep the order in which they are written; of two with one name the
 * later wins, where functions put objects together.
 */
import { nearestName } from '../../../model/index.js';
import { stringValue, type Member, type Value } from '../../semantics/value.js';
import {
  fail,
  itemsAt,
  makeBool,
  makeList,
  makeObject,
  makeRecord,
  makeText,
  makeTexts,
  membersAt,
  quote,
  restFrom,
  textAt,
  textsAt,
} from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

type Members = ReadonlyMap<string, Member>;

export const maps: Category = {
  title: 'Objects',
  introduction:
    'Members stay in the order in which they are written. `{ ...a, ...b }` and comprehensions are part of the language itself.',
  functions: [
    {
      signature: 'keys(object: {[string]: T}): [string]',
      documentation: 'The names of the members.',
      examples: [['keys({ b: 1, a: 2 })', '["b", "a"]']],
      apply: (call) => makeTexts(call, [...membersAt(call, 0).keys()]),
    },
    {
      signature: 'values(object: {[string]: T}): [T]',
      documentation: 'The values of the members.',
      examples: [['values({ b: 1, a: 2 })', '[1, 2]']],
      apply: (call) =>
        makeList(
          call,
          [...membersAt(call, 0).values()].map(({ value }) => value),
        ),
    },
    {
      signature: 'has(object: {[string]: T}, name: string): bool',
      documentation: 'Whether the object has a member of a name.',
      examples: [
        ['has({ a: null }, "a")', 'true'],
        ['has({ a: 1 }, "b")', 'false'],
      ],
      apply: (call) => makeBool(call, membersAt(call, 0).has(textAt(call, 1))),
    },
    {
      signature: 'get(object: {[string]: T}, name: string, default?: T): T',
      documentation:
        'The member of a name. Where there is none it is the default, and without one that is an error.',
      examples: [
        ['get({ web: 80 }, "web", 8080)', '80'],
        ['get({ web: 80 }, "api", 8080)', '8080'],
        { expression: 'get({ web: 80 }, "wep")', fails: 'the object has no member "wep"' },
      ],
      apply: (call) =>
        membersAt(call, 0).get(textAt(call, 1))?.value ??
        call.arguments[2] ??
        missingMember(membersAt(call, 0), textAt(call, 1)),
    },
    {
      signature: 'merge(...objects: {[string]: T}): {[string]: T}',
      documentation:
        'The members of all objects. Of those with one name the last counts, as a whole; `merge_deep` puts objects inside of objects together, too.',
      examples: [
        ['merge({ a: 1, b: 2 }, { b: 3 }, {})', '{ a: 1, b: 3 }'],
        ['merge({ a: { x: 1 } }, { a: { y: 2 } })', '{ a: { y: 2 } }'],
      ],
      apply: (call) =>
        makeObject(call, new Map(restFrom(call, 0).flatMap((one) => [...membersOf(one)]))),
    },
    {
      signature: 'merge_deep(...objects: {[string]: T}): {[string]: T}',
      documentation:
        'The members of all objects. Where two of one name are objects they are merged in the same way; else the last counts. Lists are not joined.',
      examples: [
        [
          'merge_deep({ a: { x: 1, y: 1 }, b: [1] }, { a: { y: 2 }, b: [2] })',
          '{ a: { x: 1, y: 2 }, b: [2] }',
        ],
      ],
      apply: (call) => {
        const [first, ...others] = restFrom(call, 0);
        if (!first) return makeRecord(call, []);
        return others.reduce((merged, other) => mergeDeep(call, merged, other), first);
      },
    },
    {
      signature: 'pick(object: {[string]: T}, names: [string]): {[string]: T}',
      documentation: 'The members of some names, in that order. Names that it lacks are left out.',
      examples: [['pick({ a: 1, b: 2, c: 3 }, ["c", "a", "z"])', '{ c: 3, a: 1 }']],
      apply: (call) => {
        const members = membersAt(call, 0);
        const found = textsAt(call, 1).flatMap((name) => {
          const member = members.get(name);
          return member ? [[name, member] as const] : [];
        });
        return makeObject(call, new Map(found));
      },
    },
    {
      signature: 'omit(object: {[string]: T}, names: [string]): {[string]: T}',
      documentation: 'The members but those of some names.',
      examples: [['omit({ a: 1, b: 2, c: 3 }, ["b", "z"])', '{ a: 1, c: 3 }']],
      apply: (call) => {
        const without = new Set(textsAt(call, 1));
        const kept = [...membersAt(call, 0)].filter(([name]) => !without.has(name));
        return makeObject(call, new Map(kept));
      },
    },
    {
      signature: 'entries(object: {[string]: T}): [{ key: string, value: T }]',
      documentation: 'A list of `{ key, value }`, one for each member.',
      examples: [['entries({ a: 1, b: 2 })', '[{ key: "a", value: 1 }, { key: "b", value: 2 }]']],
      apply: (call) => {
        const all = [...membersAt(call, 0)].map(([name, { value }]) =>
          makeRecord(call, [
            ['key', makeText(call, name)],
            ['value', value],
          ]),
        );
        return makeList(call, all);
      },
    },
    {
      signature: 'from_entries(list: [{ key: string, value: T }]): {[string]: T}',
      documentation:
        'The object whose members a list of `{ key, value }` says. A key that comes twice is an error.',
      examples: [
        ['from_entries([{ key: "a", value: 1 }])', '{ a: 1 }'],
        {
          expression: 'from_entries([{ key: "a", value: 1 }, { key: "a", value: 2 }])',
          fails: 'the key "a" comes twice',
        },
      ],
      apply: fromEntries,
    },
    {
      signature: 'zip_map(names: [string], values: [T]): {[string]: T}',
      documentation:
        'The object with the names of one list and the values of another, which have to be of the same length.',
      examples: [['zip_map(["a", "b"], [1, 2])', '{ a: 1, b: 2 }']],
      apply: (call) => {
        const [names, all] = [textsAt(call, 0), itemsAt(call, 1)];
        if (names.length !== all.length) {
          return fail(`the lists have different lengths: ${names.length} and ${all.length}`, 1);
        }
        const pairs = names.flatMap((name, index) => {
          const value = all[index];
          return value ? [[name, value] as const] : [];
        });
        return uniqueRecord(call, pairs);
      },
    },
    {
      signature: 'invert(object: {[string]: string}): {[string]: string}',
      documentation:
        'The object with its values as names, and its names as values. A value that comes twice is an error.',
      examples: [['invert({ web: "a", db: "b" })', '{ a: "web", b: "db" }']],
      apply: (call) => {
        const pairs = [...membersAt(call, 0)].flatMap(([name, { value, keySpan }]) =>
          'value' in value && typeof value.value === 'string'
            ? [[value.value, stringValue(name, keySpan)] as const]
            : [],
        );
        return uniqueRecord(call, pairs);
      },
    },
  ],
};

const membersOf = (value: Value): Members =>
  value.kind === 'object' ? value.members : new Map<string, Member>();

function missingMember(members: Members, name: string): Outcome {
  const nearest = nearestName(name, members.keys());
  return fail(`the object has no member ${quote(name)}`, {
    code: 'index-out-of-range',
    argument: 1,
    detail:
      nearest === undefined
        ? 'Give a default as the third argument.'
        : `Did you mean ${quote(nearest)}? Else give a default as the third argument.`,
  });
}

function mergeDeep(call: Call, first: Value, second: Value): Value {
  if (first.kind !== 'object' || second.kind !== 'object') return second;
  const members = new Map(first.members);
  for (const [name, member] of second.members) {
    const before = members.get(name);
    members.set(
      name,
      before ? { ...member, value: mergeDeep(call, before.value, member.value) } : member,
    );
  }
  return makeObject(call, members);
}

function fromEntries(call: Call): Outcome {
  const pairs: (readonly [string, Value])[] = [];
  for (const item of itemsAt(call, 0)) {
    const key = membersOf(item).get('key')?.value;
    const value = membersOf(item).get('value')?.value;
    if (key && value && 'value' in key) pairs.push([String(key.value), value]);
  }
  return uniqueRecord(call, pairs);
}

function uniqueRecord(call: Call, pairs: readonly (readonly [string, Value])[]): Outcome {
  const seen = new Set<string>();
  for (const [name] of pairs) {
    if (seen.has(name)) return fail(`the key ${quote(name)} comes twice`, 0);
    seen.add(name);
  }
  return makeRecord(call, pairs);
}
