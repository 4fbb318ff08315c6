/*
 * Readers that turn unknown JSON into typed values: the edge at which the runtime parses its own
 * files and those of OCI images. Unknown members are let through unread, so that a file written by
 * a later minor version stays readable; a wrong or missing member is a `ShapeError` with its path.
 */

/** Turns an unknown value into a `T`. `at` is the path of the value, for the error. */
export type Shape<T> = (value: unknown, at?: string) => T;

/** A value that does not have the shape asked for. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  constructor(at: string, expected: string) {
    super(`${at === '' ? 'the document' : at} is not ${expected}`);
  }
}

/** A shape that takes any value for which `test` holds. */
function primitive<T>(expected: string, test: (value: unknown) => value is T): Shape<T> {
  return (value, at = '') => {
    if (!test(value)) throw new ShapeError(at, expected);
    return value;
  };
}

export const string: Shape<string> = primitive('a string', (value) => typeof value === 'string');
export const boolean: Shape<boolean> = primitive(
  'a boolean',
  (value) => typeof value === 'boolean',
);
export const integer: Shape<number> = primitive(
  'an integer',
  (value): value is number => typeof value === 'number' && Number.isSafeInteger(value),
);
export const number: Shape<number> = primitive(
  'a number',
  (value): value is number => typeof value === 'number' && Number.isFinite(value),
);

/** A string that matches a pattern, such as a digest. */
export function matching(pattern: RegExp, expected: string): Shape<string> {
  return (value, at = '') => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new ShapeError(at, expected);
    return value;
  };
}

/** One of several fixed strings. */
export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
  return (value, at = '') => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new ShapeError(at, `one of ${values.join(', ')}`);
    return found;
  };
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, at = '') => {
    if (!Array.isArray(value)) throw new ShapeError(at, 'a list');
    return value.map((element, index) => item(element, `${at}[${index}]`));
  };
}

/** An object with any keys. Keys such as `__proto__` stay data. */
export function mapOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at = '') => {
    if (!isObject(value)) throw new ShapeError(at, 'an object');
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, item(member, join(at, key))]),
    );
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

/** A value that may be missing or null; `fallback` then stands for it. */
export function withDefault<T>(shape: Shape<T>, fallback: T): Shape<T> {
  return (value, at) => (value === undefined || value === null ? fallback : shape(value, at));
}

/** A value that may be missing or null, `undefined` in both cases. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : shape(value, at));
}

type Members = Readonly<Record<string, Shape<unknown>>>;
/** What a shape gives. */
export type RecordOf<S extends Shape<unknown>> = ReturnType<S>;
type RecordFrom<M extends Members> = { readonly [K in keyof M]: ReturnType<M[K]> };

/** An object with known members. */
export function record<M extends Members>(members: M): Shape<RecordFrom<M>> {
  return (value, at = '') => {
    if (!isObject(value)) throw new ShapeError(at, 'an object');
    const read = Object.entries(members).map(([key, shape]) => [
      key,
      shape(value[key], join(at, key)),
    ]);
    const result: unknown = Object.fromEntries(read);
    if (!holdsMembers(result, members)) throw new ShapeError(at, 'an object');
    return result;
  };
}

/** Holds for what was made by reading each member with its own shape. */
function holdsMembers<M extends Members>(value: unknown, members: M): value is RecordFrom<M> {
  return isObject(value) && Object.keys(members).every((key) => Object.hasOwn(value, key));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}
