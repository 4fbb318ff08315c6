/*
 * Calls by name: of functions of the stack, and of the library. Arguments are evaluated here, once.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import { callLibrary } from '../library/index.js';
import type { Expression } from '../syntax/index.js';
import { callFunction } from './call-function.js';
import { evaluate } from './evaluate.js';
import type { Scope, Session } from './session.js';
import { poison, type Value } from './value.js';

/** Evaluates `name(arguments)`. */
export function evaluateCall(
  session: Session,
  scope: Scope,
  expression: Extract<Expression, { kind: 'call' }>,
): Value {
  const { callee, span } = expression;
  const values = expression.arguments.map((one) => evaluate(session, scope, one));
  if (callee.kind !== 'name') {
    evaluate(session, scope, callee);
    session.report(
      diagnose('unknown-function', callee.span, {
        summary: 'only functions can be called, by their names',
      }),
    );
    return poison(span);
  }
  const declaration = session.definitions.function(callee.name);
  if (declaration) return callFunction(session, scope, declaration, expression, values);
  const name = { name: callee.name, span: callee.span };
  return callLibrary(session, scope, name, values, span);
}
