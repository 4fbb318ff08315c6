/*
 * Assertions, in checks of a stack and in its tests: what has to hold, and what to say where it does
 * not. One on something that is not known yet says nothing.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import type { Assertion } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { textOf } from './interpolate.js';
import { kindOf } from './operators.js';
import { explainAssertion } from './power-assertion.js';
import type { Scope, Session } from './session.js';
import { describeValue } from './value.js';

/** Judges one assertion; `code` is that of the message where it fails, `about` what it belongs to. */
export function judgeAssertion(
  session: Session,
  scope: Scope,
  { condition, message, span }: Assertion,
  { code, about }: { readonly code: 'check-failed' | 'assertion-failed'; readonly about: string },
): void {
  const value = evaluate(session, scope, condition);
  const held = value.kind === 'secret' ? value.inner : value;
  // Said in any case, so that its own mistakes are found.
  const said = message && evaluate(session, scope, message);
  if (held.kind === 'bool') {
    if (held.value || !scope.live) return;
    session.report(
      diagnose(code, span, {
        summary: `${about} does not hold`,
        detail: said && textOf(said),
        notes: [explainAssertion(session, scope, condition)],
      }),
    );
    return;
  }
  if (kindOf(held) === 'bool' || kindOf(held) === 'any') return;
  session.report(
    diagnose('type-mismatch', condition.span, {
      summary: `\`assert\` takes a bool, found ${describeValue(held)}`,
    }),
  );
}
