/*
 * Values as plain JSON, for outputs and for whoever asks. Sizes and durations keep their units as text.
 */
import { formatDuration, formatSize, type JsonValue } from '../../model/index.js';
import { textOf } from './interpolate.js';
import { isPoison, type Value } from './value.js';

/** What is found of a value as JSON. */
export type FoundJson = { readonly json: JsonValue } | 'unknown' | 'wrong';

/**
 * The JSON of a value, or why there is none. Its cost is that of making the value.
 * @param onOther is told of parts that have no JSON, such as a resource
 */
export function plainJson(value: Value, onOther: (value: Value) => void): FoundJson {
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
      const items = value.items.map((item) => plainJson(item, onOther));
      const failed = firstFailure(items);
      return (
        failed ?? { json: items.flatMap((item) => (typeof item === 'object' ? [item.json] : [])) }
      );
    }
    case 'object': {
      const entries = [...value.members].map(
        ([name, member]) => [name, plainJson(member.value, onOther)] as const,
      );
      const failed = firstFailure(entries.map(([, found]) => found));
      const known = entries.flatMap(([name, found]) =>
        typeof found === 'object' ? [[name, found.json] as const] : [],
      );
      // Unlike assignment, this makes a member of every name, `__proto__` too.
      return failed ?? { json: Object.fromEntries(known) };
    }
    case 'secret':
      return plainJson(value.inner, onOther);
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

const firstFailure = (found: readonly FoundJson[]): 'unknown' | 'wrong' | undefined =>
  found.includes('wrong') ? 'wrong' : found.includes('unknown') ? 'unknown' : undefined;
