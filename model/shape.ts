/*
 * Shapes: small guards that are put together, for JSON that was written by Stowage and may have been
 * changed by anybody since. A shape of an object names every member of its type, so that a member
 * that is added to the type has to be added here; members that it does not name are refused.
 */

export type Shape<T> = (value: unknown) => value is T;

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText: Shape<string> = (value) => typeof value === 'string';
export const isFlag: Shape<boolean> = (value) => typeof value === 'boolean';
export const isNumber: Shape<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
/** A whole number from 0 on, as offsets and generations are. */
export const isCount: Shape<number> = (value): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Exactly one of these texts or flags. */
export function oneOf<const T extends string | boolean | null>(...values: readonly T[]): Shape<T> {
  return (value): value is T => values.some((one) => one === value);
}

/** One of the words of a type, all of which have to be here. */
export function wordOf<T extends string>(words: Readonly<Record<T, true>>): Shape<T> {
  return (value): value is T => typeof value === 'string' && Object.hasOwn(words, value);
}

/** A member that may be left out. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value): value is T | undefined => value === undefined || shape(value);
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(shape);
}

export function mapOf<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isMembers(value) && Object.values(value).every(shape);
}

/** An object with these members and no others. */
export function objectOf<T extends object>(shapes: {
  readonly [K in keyof T]-?: Shape<T[K]>;
}): Shape<T> {
  const named = new Map<string, Shape<unknown>>(Object.entries(shapes));
  return (value): value is T =>
    isMembers(value) &&
    Object.keys(value).every((key) => named.has(key)) &&
    [...named].every(([key, shape]) => shape(Object.hasOwn(value, key) ? value[key] : undefined));
}
