/*
 * Values for params as JSON: one object, its names the params. Every member is found with its place,
 * which `JSON.parse` does not tell.
 */
import type { ParamLine } from '../../../dsl/index.js';
import {
  isJsonObject,
  toJson,
  type JsonValue,
  type Position,
  type Span,
} from '../../../model/index.js';

export type JsonParams =
  | { readonly kind: 'read'; readonly lines: readonly ParamLine[] }
  | { readonly kind: 'wrong'; readonly summary: string; readonly span: Span };

/** Reads the text of a JSON file of values. */
export function readJsonParams(path: string, text: string): JsonParams {
  let value: JsonValue;
  try {
    value = toJson(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = Number(/at position (\d+)/.exec(error.message)?.[1] ?? text.length);
    return { kind: 'wrong', summary: 'this is not JSON', span: spanAt(path, text, at, at) };
  }
  if (!isJsonObject(value)) {
    const span = spanAt(path, text, 0, text.length);
    return { kind: 'wrong', summary: 'a file of params holds one object', span };
  }
  const { places, twice } = memberPlaces(text);
  if (twice) {
    const span = spanAt(path, text, twice.start, twice.end);
    return { kind: 'wrong', summary: `${text.slice(twice.start, twice.end)} is given twice`, span };
  }
  const lines = Object.entries(value).flatMap(([name, member]): ParamLine[] => {
    if (member === undefined) return [];
    const { start, end } = places.get(name) ?? { start: 0, end: 0 };
    return [{ name, value: member, span: spanAt(path, text, start, end) }];
  });
  return { kind: 'read', lines };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where the names of the outermost object stand, in text that is JSON. */
function memberPlaces(text: string): {
  readonly places: ReadonlyMap<string, Place>;
  /** The second place of a name that stands there more than once. */
  readonly twice?: Place;
} {
  const places = new Map<string, Place>();
  let twice: Place | undefined;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else {
      const end = index + token.length;
      const name: unknown = JSON.parse(token);
      const isName = depth === 1 && /^\s*:/.test(text.slice(end, end + 100));
      if (!isName || typeof name !== 'string') continue;
      if (places.has(name)) twice ??= { start: index, end };
      else places.set(name, { start: index, end });
    }
  }
  return { places, ...(twice && { twice }) };
}

function spanAt(file: string, text: string, start: number, end: number): Span {
  return { file, start: positionAt(text, start), end: positionAt(text, end) };
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { offset, line, column: offset - before.lastIndexOf('\n') };
}
