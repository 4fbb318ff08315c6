/*
 * Structural difference of two completed specs. Objects are compared member by member, since
 * completed specs keep whatever has no order in maps; lists are values, compared whole.
 */
import { equalJson, isJsonObject, type JsonValue } from '../model/index.js';

export interface Difference {
  readonly path: readonly string[];
  /** Live value; `undefined` when absent. */
  readonly before: JsonValue | undefined;
  /** Wanted value; `undefined` when absent. */
  readonly after: JsonValue | undefined;
}

/** The differing leaves, in order of path. An object against nothing or a scalar is one leaf. */
export function diffValues(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: readonly string[] = [],
): readonly Difference[] {
  if (equalJson(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => diffValues(before[key], after[key], [...path, key]));
  }
  return [{ path, before, after }];
}

/** The value at a path, or `undefined` where the path leads nowhere. */
export function valueAt(
  value: JsonValue | undefined,
  path: readonly string[],
): JsonValue | undefined {
  let current = value;
  for (const key of path) {
    if (!isJsonObject(current)) return undefined;
    current = current[key];
  }
  return current;
}

/** The keys of a path as `formatPath` writes them; what it does not write is skipped. */
export function parsePath(path: string): readonly string[] {
  const keys = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([A-Za-z_][\w-]*)/g);
  return [...keys].map(([, quoted, index, name]) =>
    quoted === undefined ? (index ?? name ?? '') : unquoted(quoted),
  );
}

function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    // Not the inside of a JSON string: taken as it stands.
    return text;
  }
}

/** `env.DB_HOST`, `ports["0.0.0.0:80/tcp"]`: the path as it is shown and as spans are kept. */
export function formatPath(path: readonly string[]): string {
  return path
    .map((key, index) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}
