/*
 * What an engine cannot do of what the schemas describe: a table that its provider makes for the
 * version that is spoken to. Everything that is not in it the engine does.
 */
import type { Kind } from './address.js';
import { isJsonArray, isJsonObject, type JsonValue } from './json.js';

export interface Lack {
  readonly kind: Kind;
  /** Path of the attribute, `*` for any key or element: `health.start_interval`. */
  readonly path: string;
  /** What it would need, or why it cannot; the end of a sentence: `needs API 1.44 (Docker 25)`. */
  readonly why: string;
  /** Values that it can do all the same. */
  readonly except?: readonly JsonValue[];
}

/** An attribute that is written and that the engine cannot do. */
export interface Lacking {
  readonly lack: Lack;
  /** Where it is in the spec, each key by itself. */
  readonly path: readonly string[];
}

/** Everything in a spec that an engine cannot do. */
export function findLacking(
  kind: Kind,
  spec: JsonValue | undefined,
  lacks: readonly Lack[],
): readonly Lacking[] {
  return lacks.flatMap((lack) => {
    if (lack.kind !== kind) return [];
    return placesOf(spec, lack.path.split('.'), []).flatMap(({ path, value }) =>
      lack.except?.some((can) => can === value) ? [] : [{ lack, path }],
    );
  });
}

interface Place {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

function placesOf(
  value: JsonValue | undefined,
  wanted: readonly string[],
  path: readonly string[],
): readonly Place[] {
  if (value === undefined) return [];
  const [first, ...rest] = wanted;
  if (first === undefined) return [{ path, value }];
  if (!isJsonArray(value) && !isJsonObject(value)) return [];
  const members: readonly (readonly [string, JsonValue | undefined])[] = Object.entries(value);
  return members
    .filter(([name]) => first === '*' || first === name)
    .flatMap(([name, member]) => placesOf(member, rest, [...path, name]));
}
