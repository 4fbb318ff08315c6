/*
 * Secrets: values that must not be seen. Whatever is made from one is one, by one function for all
 * operations; `reveal` alone takes the cover off. Nothing said while the inside is looked at may
 * show it, so that messages pass through here.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { anyType, shapeOf, unionOf, type Type } from '../types/type.js';
import type { Session } from './session.js';
import { isPoison, madeFrom, partsOf, type Value } from './value.js';

/** A value under cover. Poison needs none; a covered one keeps the one it has. */
export function cover(inner: Value, span: Span = inner.span): Value {
  if (inner.kind === 'secret') return { ...inner, span };
  if (isPoison(inner)) return inner;
  return { kind: 'secret', inner, span, ...madeFrom(inner) };
}

/** Whether there is a secret in a value, however deep. */
export function holdsSecret(value: Value): boolean {
  switch (value.kind) {
    case 'secret':
      return true;
    case 'unknown':
      return hidesSecret(value.type);
    case 'list':
      return value.items.some(holdsSecret);
    case 'object':
      for (const member of value.members.values()) if (holdsSecret(member.value)) return true;
      return false;
    case 'arrow':
      return holdsSecret(value.from) || holdsSecret(value.to);
    default:
      return false;
  }
}

/** Whether values of the type have, or may have, secrets in them. */
function hidesSecret(type: Type): boolean {
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
  const shape = shapeOf(type);
  if (shape.kind === 'secret') return shape.inner;
  if (shape.kind === 'union') return unionOf(shape.members.map(uncoveredType));
  return anyType;
}

/** A value with the covers off, through and through. For operations that cover their results. */
export function uncover(value: Value): Value {
  if (!holdsSecret(value)) return value;
  switch (value.kind) {
    case 'secret':
      return uncover(value.inner);
    case 'unknown':
      return { ...value, type: uncoveredType(value.type) };
    case 'list':
      return { ...value, items: value.items.map(uncover) };
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) => [name, { ...member, value: uncover(member.value) }] as const,
      );
      return { ...value, members: new Map(members) };
    }
    case 'arrow':
      return { ...value, from: uncover(value.from), to: uncover(value.to) };
    default:
      return value;
  }
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

/** The texts in a value that would give it away; those of single letters would hide everything. */
function collectTexts(value: Value, texts: Set<string>): void {
  if (value.kind === 'object') for (const key of value.members.keys()) texts.add(key);
  if ('value' in value) {
    const text = String(value.value);
    if (text !== '') texts.add(text).add(JSON.stringify(text).slice(1, -1));
  }
  for (const part of partsOf(value)) collectTexts(part, texts);
}

/** Makes sure that the texts inside of a value, which leave their cover now, are never printed. */
export function hideTexts(session: Session, value: Value): void {
  if (value.kind === 'string' && value.value.length >= shortestHidden) {
    session.hidden.add(value.value);
  }
  for (const part of partsOf(value)) hideTexts(session, part);
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
  return revealedAt({ ...bare, span }, span);
}

function revealedAt(value: Value, revealed: Span): Value {
  switch (value.kind) {
    case 'list':
      return {
        ...value,
        revealed,
        items: value.items.map((item) => revealedAt(item, revealed)),
      };
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) =>
          [name, { ...member, value: revealedAt(member.value, revealed) }] as const,
      );
      return { ...value, revealed, members: new Map(members) };
    }
    default:
      return { ...value, revealed };
  }
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
