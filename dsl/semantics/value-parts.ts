/*
 * Walks through values with all their parts. Values share parts, so that one of a few lines may have
 * more parts than can be counted: every walk here comes to a shared part once.
 */
import { partsOf, type Value } from './value.js';

/** What tells a value with parts from others, however many copies of its head there are. */
function bodyOf(value: Value): object | undefined {
  if (value.kind === 'list') return value.items;
  return value.kind === 'object' ? value.members : undefined;
}

/**
 * Makes a question whose answers are kept for values with parts.
 * @param ask what is to be known of a value by itself; `undefined` where its parts decide
 */
export function askParts<T>(ask: (value: Value) => T | undefined): (value: Value) => T | undefined {
  const known = new WeakMap<object, { readonly answer: T | undefined }>();
  const find = (value: Value): T | undefined => {
    const own = ask(value);
    if (own !== undefined) return own;
    const body = bodyOf(value);
    const before = body && known.get(body);
    if (before) return before.answer;
    let answer: T | undefined;
    for (const part of partsOf(value)) {
      answer = find(part);
      if (answer !== undefined) break;
    }
    if (body) known.set(body, { answer });
    return answer;
  };
  return find;
}

/**
 * A value with every part of it changed, from the inside out; shared parts stay shared.
 * @param change gets a value whose parts have been changed already
 */
export function mapParts(value: Value, change: (value: Value) => Value): Value {
  const known = new Map<object, Value>();
  const map = (one: Value): Value => {
    const body = bodyOf(one);
    const before = body && known.get(body);
    if (before?.kind === 'list' && one.kind === 'list') {
      return change({ ...one, items: before.items });
    }
    if (before?.kind === 'object' && one.kind === 'object') {
      return change({ ...one, members: before.members });
    }
    const inside = mapInside(one, map);
    if (body) known.set(body, inside);
    return change(inside);
  };
  return map(value);
}

function mapInside(value: Value, map: (part: Value) => Value): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map(map) };
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) => [name, { ...member, value: map(member.value) }] as const,
      );
      return { ...value, members: new Map(members) };
    }
    case 'arrow':
      return { ...value, from: map(value.from), to: map(value.to) };
    case 'secret':
      return { ...value, inner: map(value.inner) };
    default:
      return value;
  }
}

/** Visits a value and all its parts. */
export function visitParts(value: Value, visit: (part: Value) => void): void {
  const seen = new Set<object>();
  const open: Value[] = [value];
  for (let next = open.pop(); next; next = open.pop()) {
    visit(next);
    const body = bodyOf(next);
    if (body && seen.has(body)) continue;
    if (body) seen.add(body);
    for (const part of partsOf(next)) open.push(part);
  }
}
