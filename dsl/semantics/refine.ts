/*
 * Types with a condition: `int where it % 2 == 0`. A value for which it does not hold is shown with
 * the value of every part of the condition.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { RefinedType } from '../types/type.js';
import { conform } from './conform.js';
import { declaredLabels } from './conform-messages.js';
import { evaluate } from './evaluate.js';
import { explainAssertion } from './power-assertion.js';
import { scopeOf, type Scope } from './session.js';
import { at, say, type Slot } from './slot.js';
import { isPoison, poison, type Value } from './value.js';

/** Checks a value against a type and its condition. */
export function conformRefined(slot: Slot, value: Value, type: RefinedType): Value {
  const base = conform(slot, value, type.base);
  if (isPoison(base) || base.kind === 'unknown' || !slot.live) return base;
  const { session } = slot;
  const scope: Scope = { ...scopeOf(session), locals: new Map([['it', base]]) };
  const held = evaluate(session, scope, type.condition);
  const outcome = held.kind === 'secret' ? held.inner : held;
  if (outcome.kind === 'unknown') return isPoison(outcome) ? poison(value.span) : base;
  // That the condition is a bool has been checked where it is written.
  if (outcome.kind !== 'bool') return poison(value.span);
  if (outcome.value) return base;
  const diagnostic = diagnose('failed-refinement', value.span, {
    summary:
      type.name === undefined
        ? `${at(slot)} breaks the condition of its type`
        : `${at(slot)} is no \`${type.name}\`, since its condition does not hold`,
    labels: placesOf(type),
    notes: [explainAssertion(session, scope, type.condition)],
  });
  say(slot, diagnostic, 'value');
  return poison(value.span);
}

function placesOf(type: RefinedType): readonly { readonly span: Span; readonly text: string }[] {
  const condition = { span: type.condition.span, text: 'this does not hold' };
  return type.name === undefined ? [condition] : [condition, ...declaredLabels(type)];
}
