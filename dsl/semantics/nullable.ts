/*
 * Values that may be null by the types they were declared with, whatever they are now. Using one as
 * if it were there is a mistake, so that a stack that works with one set of params works with all.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression } from '../syntax/index.js';
import { describeType } from '../types/describe.js';
import { anyType, isNullable, shapeOf, withoutNull, type Type } from '../types/type.js';
import { pathOf } from './narrowing.js';
import type { Scope, Session } from './session.js';
import { poison, unknownValue, type Value } from './value.js';

/** What may be null, and of which nothing else is known. */
const anythingOrNull: Type = { kind: 'union', members: [anyType, { kind: 'null' }] };

/** Whether a value's type allows null. A null that nothing is known of is what it is. */
export function mayBeNull(value: Value): boolean {
  if (value.kind === 'unknown') return isNullable(value.type);
  return value.declared !== undefined && isNullable(value.declared);
}

/** The value, which is known not to be null here. */
export function thereFor(value: Value): Value {
  if (value.kind === 'null') {
    return unknownValue(value.declared ? withoutNull(value.declared) : anyType, value.span);
  }
  if (value.kind === 'unknown') return { ...value, type: withoutNull(value.type) };
  return value.declared ? { ...value, declared: withoutNull(value.declared) } : value;
}

/** The value, which may be null after all, since what it was made from may be. */
export function orNullFor(value: Value): Value {
  if (value.kind === 'unknown') {
    const type: Type = { kind: 'union', members: [value.type, { kind: 'null' }] };
    return isNullable(value.type) ? value : { ...value, type };
  }
  if (value.declared && isNullable(value.declared)) return value;
  const declared: Type = value.declared
    ? { kind: 'union', members: [value.declared, { kind: 'null' }] }
    : anythingOrNull;
  return { ...value, declared };
}

/** What an expression gives, by what the conditions around it say of null. */
export function narrowed(scope: Scope, expression: Expression, value: Value): Value {
  if (!scope.narrowed) return value;
  const path = pathOf(expression);
  return path !== undefined && scope.narrowed.has(path) ? thereFor(value) : value;
}

/**
 * The value, where it cannot be null; where it can, that is reported.
 * @param use how it is used, as in `its member is asked for`
 * @param fix where `?` would make null of what is made from null
 */
export function insist(session: Session, value: Value, expression: Expression, fix?: Span): Value {
  if (!mayBeNull(value)) return value;
  const type = value.kind === 'unknown' ? value.type : value.declared;
  const path = pathOf(expression);
  const known =
    type && shapeOf(withoutNull(type)).kind !== 'any'
      ? ` Its type is \`${describeType(type)}\`.`
      : '';
  const test = path === undefined ? 'Give it a name and test that' : `Test \`${path} != null\``;
  session.report(
    diagnose('possibly-null', expression.span, {
      summary: `${path === undefined ? 'this' : `\`${path}\``} may be null`,
      detail: `${known} ${test} before, or give another value by \`??\`.`.trim(),
      fix: fix && { title: 'write `?` before it', span: fix, text: '?' },
    }),
  );
  return poison(value.span);
}
