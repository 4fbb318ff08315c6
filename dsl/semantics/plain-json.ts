/*
 * Values as plain JSON, for outputs and for whoever asks. Sizes and durations keep their units as text.
 */
import { formatDuration, formatSize, type JsonValue } from '../../model/index.js';
import { textOf } from './interpolate.js';
import { isPoison, type Value } from './value.js';

/** What is found of a value as JSON. */
export type FoundJson = { readonly json: JsonValue } | 'unknown' | 'wrong';

const mostParts = 200_000;

/** Goes on for as many parts as anybody will read. */
function upToMany(): (value: Value) => boolean {
  let parts = 0;
  return () => (parts += 1) <= mostParts;
}

/**
 * The JSON of a value, or why there is none. Values share parts, which JSON does not, so that the
 * JSON of a small value may be endless.
 * @param onOther is told of parts that have no JSON, such as a resource
 * @param goOn is asked before each part; where it says no, something is wrong
 */
export function plainJson(
  value: Value,
  onOther: (value: Value) => void,
  goOn: (value: Value) => boolean = upToMany(),
): FoundJson {
  if (!goOn(value)) return 'wrong';
  switch (value.kind) {
    case 'null':
      return { json: null };
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'ip':
    case 'cidr':
      return { json: value.value };
    case 'size':
      return { json: formatSize(value.value) };
    case 'duration':
      return { json: formatDuration(value.value) };
    case 'port':
      return { json: textOf(value) ?? null };
    case 'list': {
      const items = foundAll(value.items, (item) => plainJson(item, onOther, goOn));
      return typeof items === 'string' ? items : { json: items };
    }
    case 'object': {
      const names = [...value.members.keys()];
      const members = [...value.members.values()];
      const all = foundAll(members, (member) => plainJson(member.value, onOther, goOn));
      if (typeof all === 'string') return all;
      // Unlike assignment, this makes a member of every name, `__proto__` too.
      return { json: Object.fromEntries(all.map((json, index) => [names[index] ?? '', json])) };
    }
    case 'secret':
      return plainJson(value.inner, onOther, goOn);
    case 'unknown':
      return isPoison(value) ? 'wrong' : 'unknown';
    case 'arrow':
    case 'condition':
    case 'resource':
    case 'symbols':
    case 'module':
    case 'modules':
      onOther(value);
      return 'wrong';
    default:
      return value satisfies never;
  }
}

/** The JSON of all parts, or the worst of why there is none. */
function foundAll<T>(
  parts: readonly T[],
  find: (part: T) => FoundJson,
): readonly JsonValue[] | 'unknown' | 'wrong' {
  const json: JsonValue[] = [];
  let isKnown = true;
  for (const part of parts) {
    const found = find(part);
    if (found === 'wrong') return 'wrong';
    if (found === 'unknown') isKnown = false;
    else json.push(found.json);
  }
  return isKnown ? json : 'unknown';
}
