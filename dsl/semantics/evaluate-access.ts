/*
 * `a.b`, `a?.b`, `a[i]` and `a?.[i]`: whether what stands before may be null decides first.
 */
import type { Span } from '../../model/index.js';
import type { Expression } from '../syntax/index.js';
import { accessIndex } from './access-index.js';
import { kindSymbol } from './access-resource.js';
import { accessMember } from './access.js';
import { evaluate } from './evaluate.js';
import { isAbsent } from './module-values.js';
import { insist, mayBeNull, narrowed, orNullFor, thereFor } from './nullable.js';
import type { Scope, Session } from './session.js';
import { madeFrom, type Value } from './value.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
/** What is asked of an object that is there. */
type Ask = (object: Value, scope: Scope) => Value;

/** Evaluates `object.name`. */
export function evaluateMember(session: Session, scope: Scope, expression: Of<'member'>): Value {
  const ofKind = kindSymbol(session, expression);
  if (ofKind) return ofKind;
  const { name, span } = expression;
  const object = evaluate(session, scope, expression.object);
  const ask: Ask = (there, within) => accessMember(session, within, there, name, span);
  const value = expression.safe
    ? safely(scope, object, span, ask)
    : ask(
        insist(session, object, expression.object, questionMark(expression.object, name.span)),
        scope,
      );
  return narrowed(scope, expression, value);
}

/** Evaluates `object[index]`. */
export function evaluateIndex(session: Session, scope: Scope, expression: Of<'index'>): Value {
  const { span } = expression;
  const object = evaluate(session, scope, expression.object);
  const written = evaluate(session, scope, expression.index);
  const index = insist(session, written, expression.index);
  const ask: Ask = (there, within) => accessIndex(session, within, there, index, span);
  const value = expression.safe
    ? safely(scope, object, span, ask)
    : ask(insist(session, object, expression.object), scope);
  return narrowed(scope, expression, value);
}

/** Null where the object is null or not there, else what is asked for; its types are looked at either way. */
function safely(scope: Scope, object: Value, span: Span, ask: Ask): Value {
  if (object.kind === 'null' || isAbsent(object)) {
    const otherwise = ask(thereFor(object), { ...scope, live: false });
    return orNullFor({ kind: 'null', span, otherwise: [otherwise], ...madeFrom(object) });
  }
  const value = ask(thereFor(object), scope);
  return mayBeNull(object) ? orNullFor(value) : value;
}

/** Where `?` would be written, if the name follows right behind the dot. */
function questionMark(object: Expression, name: Span): Span | undefined {
  if (name.start.offset !== object.span.end.offset + 1) return undefined;
  const at = object.span.end;
  return { file: object.span.file, start: at, end: at };
}
