/*
 * Values that only an apply finds out. They may be shown as outputs and be made into others; where a
 * plan needs a value, one of these is refused, with the way it took. That it is known from the last
 * time makes no difference: the next may be another.
 */
import type { Label, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Session } from './session.js';
import { askParts } from './value-parts.js';
import type { Late, Value } from './value.js';

/** Reports a value that is known too late for a place; false for all others. */
export function refuseLate(session: Session, value: Value, place: string): boolean {
  const late = value.late;
  if (!late) return false;
  session.report(tooLate(value.span, late, place));
  return true;
}

/** Says that a value is known too late, and how it got there. */
export function tooLate(span: Span, late: Late, place: string) {
  return diagnose('known-too-late', span, {
    summary: `${place} has to be known before anything is applied`,
    detail: 'What the engine chooses is known only afterwards. An output can show it.',
    labels: chainOf(late),
  });
}

function chainOf(late: Late): readonly Label[] {
  const labels: Label[] = [];
  for (let link: Late | undefined = late; link; link = link.from) {
    labels.push({ span: link.span, text: link.text });
  }
  return labels;
}

/** How a value came here that only apply finds out, or a part of it. */
export const lateWithin = askParts((value) => value.late);
