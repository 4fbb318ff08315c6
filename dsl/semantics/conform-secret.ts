/*
 * Secrets in slots: only those take one that say so. What is inside is checked like any other value,
 * and nothing said of it shows it.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import { membersOf, shapeOf, unionOf, type Type } from '../types/type.js';
import { conform } from './conform.js';
import { cover, hideTexts, hiding, uncover } from './secret.js';
import { at, say, type Slot } from './slot.js';
import { isPoison, poison, type Value } from './value.js';

/** Checks a value where it or the slot is secret. */
export function conformSecret(slot: Slot, value: Value, type: Type): Value {
  const covered = cover(value);
  if (covered.kind !== 'secret') return covered;
  const { inner } = covered;
  const quiet: Slot = { ...slot, session: hiding(slot.session, [covered]) };
  if (type.takesSecret === true) {
    const checked = conform(quiet, uncover(inner), { ...type, takesSecret: false });
    hideTexts(slot.session, checked);
    return isPoison(checked) ? checked : cover(checked);
  }
  const takers = membersOf(shapeOf(type)).flatMap((member) => {
    const shape = shapeOf(member);
    return shape.kind === 'secret' ? [shape.inner] : [];
  });
  if (takers.length === 0) return exposed(slot, covered, type);
  const checked = conform(quiet, inner, unionOf(takers));
  if (isPoison(checked)) return checked;
  const { name } = covered;
  return { ...cover({ ...checked, span: value.span }), ...(name !== undefined && { name }) };
}

function exposed(slot: Slot, value: Value, type: Type): Value {
  say(
    slot,
    diagnose('secret-exposed', value.span, {
      summary: `${at(slot)} would show a secret`,
      detail: [
        type.description,
        'What is made from a secret is one, too. Where it may be seen, write `reveal(…)`.',
      ]
        .filter(Boolean)
        .join(' '),
    }),
    'type',
  );
  return poison(value.span);
}
