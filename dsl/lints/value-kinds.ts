/*
 * Of which kind the value of each expression was, over all evaluations of it: what is written once
 * may be evaluated many times, in a `for` or a function, with values of several kinds.
 */
import { membersOf, shapeOf, type Type } from '../types/type.js';
import type { Value } from '../semantics/value.js';
import type { Expression } from '../syntax/index.js';

type Kind = 'string' | 'bool' | 'other';
/** The kinds of the expressions that were evaluated. */
export type ValueKinds = ReadonlyMap<Expression, Kind>;

/** Notes kinds while a stack is evaluated. */
export function newValueKinds(): {
  readonly kinds: ValueKinds;
  readonly note: (expression: Expression, value: Value) => void;
} {
  const kinds = new Map<Expression, Kind>();
  const note = (expression: Expression, value: Value): void => {
    const kind = kindOf(value);
    const known = kinds.get(expression);
    if (known === undefined) kinds.set(expression, kind);
    else if (known !== kind) kinds.set(expression, 'other');
  };
  return { kinds, note };
}

/** What a value is by all that can be said of it: one that may be null is something else. */
function kindOf(value: Value): Kind {
  if (value.otherwise?.some((other) => other.kind !== value.kind) === true) return 'other';
  if (value.kind === 'unknown') return kindOfType(value.type);
  if (value.kind !== 'string' && value.kind !== 'bool') return 'other';
  return value.declared ? kindOfType(value.declared) : value.kind;
}

function kindOfType(type: Type): Kind {
  const kinds = membersOf(shapeOf(type)).map((member) => {
    const shape = shapeOf(member);
    return shape.kind === 'literal' ? shape.of : shape.kind;
  });
  if (kinds.every((kind) => kind === 'string')) return 'string';
  return kinds.every((kind) => kind === 'bool') ? 'bool' : 'other';
}
