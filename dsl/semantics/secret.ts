/*
 * Secrets: values that must not be seen. Whatever is made from one is one, by one function for all
 * operations; `reveal` alone takes the cover off. Nothing said while the inside is looked at may
 * show it, so that messages pass through here.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { anyType, shapeOf, unionOf, type Type } from '../types/type.js';
import type { Session } from './session.js';
import { askParts, mapParts, visitParts } from './value-parts.js';
import { isPoison, madeFrom, type Value } from './value.js';

/** A value under cover. Poison needs none; a covered one keeps the one it has. */
export function cover(inner: Value, span: Span = inner.span): Value {
  if (inner.kind === 'secret') return { ...inner, span };
  if (isPoison(inner)) return inner;
  return { kind: 'secret', inner, span, ...madeFrom(inner) };
}

const askSecret = askParts((value): true | undefined => {
  const isOne = value.kind === 'secret' || (value.kind === 'unknown' && hidesSecret(value.type));
  return isOne ? true : undefined;
});

/** Whether there is a secret in a value, however deep. */
export const holdsSecret = (value: Value): boolean => askSecret(value) === true;

const hiders = new WeakMap<Type, boolean>();

/** Whether values of the type have, or may have, secrets in them. Types share their parts, too. */
function hidesSecret(type: Type): boolean {
  let hides = hiders.get(type);
  if (hides === undefined) {
    hides = hidesInside(type);
    hiders.set(type, hides);
  }
  return hides;
}

function hidesInside(type: Type): boolean {
  const shape = shapeOf(type);
  switch (shape.kind) {
    case 'secret':
      return true;
    case 'list':
      return hidesSecret(shape.item);
    case 'map':
      return hidesSecret(shape.value);
    case 'union':
      return shape.members.some(hidesSecret);
    case 'object':
      return [...shape.fields.values()].some((field) => hidesSecret(field.type));
    default:
      return false;
  }
}

/** The type of what is left of a value without its covers, as far as that needs to be known. */
function uncoveredType(type: Type): Type {
  if (!hidesSecret(type)) return type;
  const shape = shapeOf(type);
  if (shape.kind === 'secret') return shape.inner;
  if (shape.kind === 'union') return unionOf(shape.members.map(uncoveredType));
  return anyType;
}

/** A value with the covers off, through and through. For operations that cover their results. */
export function uncover(value: Value): Value {
  if (!holdsSecret(value)) return value;
  return mapParts(value, (part) => {
    if (part.kind === 'secret') return part.inner;
    return part.kind === 'unknown' ? { ...part, type: uncoveredType(part.type) } : part;
  });
}

/**
 * Applies an operation to values of which some may be secret; then the result is one.
 * @param operate gets the values without covers, and a session whose messages do not show them
 */
export function throughCovers(
  session: Session,
  values: readonly Value[],
  span: Span,
  operate: (session: Session, values: readonly Value[]) => Value,
): Value {
  if (!values.some(holdsSecret)) return operate(session, values);
  const bare = values.map(uncover);
  const secrets = values.filter(holdsSecret);
  return cover(operate(hiding(session, secrets), bare), span);
}

/** The session, saying nothing that shows one of these values. */
export function hiding(session: Session, secrets: readonly Value[]): Session {
  const texts = new Set<string>();
  for (const secret of secrets) collectTexts(uncover(secret), texts);
  if (texts.size === 0) return session;
  const shown = (text: string): boolean => [...texts].some((hidden) => text.includes(hidden));
  return {
    ...session,
    report: (diagnostic) => {
      session.report(isShown(diagnostic, shown) ? withoutValue(diagnostic) : diagnostic);
    },
  };
}

function isShown(diagnostic: Diagnostic, shown: (text: string) => boolean): boolean {
  const { summary, detail = '', notes = [], labels = [], fix } = diagnostic;
  const texts = [summary, detail, ...notes, ...labels.map(({ text }) => text)];
  return texts.some(shown) || (fix !== undefined && (shown(fix.title) || shown(fix.text)));
}

/** What can be said where saying more would show a secret. */
function withoutValue({ code, severity, span }: Diagnostic): Diagnostic {
  return {
    code,
    severity,
    summary: 'the value of this secret is not allowed here',
    detail: 'A secret is not shown, so neither is what is wrong with it.',
    ...(span && { span }),
  };
}

/** The texts in a value that would give it away. */
function collectTexts(value: Value, texts: Set<string>): void {
  visitParts(value, (part) => {
    if (part.kind === 'object') for (const key of part.members.keys()) texts.add(key);
    if (!('value' in part)) return;
    const text = String(part.value);
    if (text !== '') texts.add(text).add(JSON.stringify(text).slice(1, -1));
  });
}

/** Makes sure that the texts inside of a value, which leave their cover now, are never printed. */
export function hideTexts(session: Session, value: Value): void {
  visitParts(value, (part) => {
    if (part.kind === 'string' && part.value.length >= shortestHidden) {
      session.hidden.add(part.value);
    }
  });
}

/** Shorter texts stand in everything that is printed. */
const shortestHidden = 3;

/** The value of `reveal(secret)`: what is inside, with a note of where it was taken out. */
export function reveal(session: Session, value: Value, span: Span): Value {
  if (isPoison(value)) return value;
  if (!holdsSecret(value)) {
    session.report(
      diagnose('needless-reveal', span, {
        summary: '`reveal` takes a secret, and this is none',
        labels: [{ span: value.span, text: 'this can be seen anyway' }],
      }),
    );
    return { ...value, span };
  }
  const bare = uncover(value);
  hideTexts(session, bare);
  return { ...mapParts(bare, (part) => ({ ...part, revealed: span })), span };
}

/** Reports a secret where the value would decide what is made, or become visible; false for others. */
export function refuseSecret(session: Session, value: Value, place: string): boolean {
  const isOne = value.kind === 'secret' || (value.kind === 'unknown' && holdsSecret(value));
  if (isOne) {
    session.report(
      diagnose('secret-decides', value.span, {
        summary: `${place} cannot be a secret`,
        detail:
          'It would show in what is made. Where that is meant, take the secret out by `reveal(…)`.',
      }),
    );
  }
  return isOne;
}
