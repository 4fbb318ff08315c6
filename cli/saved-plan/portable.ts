/*
 * Places in source text as they are kept in a file: from the stack's directory, whatever directory
 * the command was started in.
 */
import { relative, resolve } from 'node:path';
import { isJsonArray, isJsonObject, isSpan, toJson, type JsonValue } from '../../model/index.js';

/** The value with the file of each place seen from `directory` instead of from `seenFrom`. */
export function withPortablePlaces(
  value: JsonValue,
  directory: string,
  seenFrom: string,
): JsonValue {
  const through = (one: JsonValue): JsonValue => {
    if (isJsonArray(one)) return one.map(through);
    if (!isJsonObject(one)) return one;
    if (isSpan(one)) {
      const { file, start, end } = one;
      return toJson({ file: relative(directory, resolve(seenFrom, file)), start, end });
    }
    return Object.fromEntries(
      Object.entries(one).map(([key, member]) => [key, through(member ?? null)]),
    );
  };
  return through(value);
}
