/*
 * How large results may be. Functions that make much out of little ask before they make it.
 */
import type { Value } from '../semantics/value.js';
import { fail } from './call.js';
import type { Failure } from './library-function.js';

export const longestText = 1_000_000;
export const longestList = 10_000;

/** Says that a text would be too long; `undefined` when it would not. */
export function textTooLong(length: number): Failure | undefined {
  if (length <= longestText) return undefined;
  return fail(`a text has at most ${longestText} characters, this one ${length}`, {
    code: 'too-much-work',
  });
}

/** Says that a list would be too long; `undefined` when it would not. */
export function listTooLong(length: number): Failure | undefined {
  if (length <= longestList) return undefined;
  return fail(`a list has at most ${longestList} items, this one ${length}`, {
    code: 'too-much-work',
  });
}

/** The result of a function, or that it is too large. */
export function checkBounds(value: Value): Value | Failure {
  switch (value.kind) {
    case 'string':
      return textTooLong(value.value.length) ?? value;
    case 'list':
      return listTooLong(value.items.length) ?? value;
    case 'object':
      return listTooLong(value.members.size) ?? value;
    default:
      return value;
  }
}
