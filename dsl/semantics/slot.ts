/*
 * Slots: what a value is being checked for, what messages call it, and which of them count.
 */
import type { Diagnostic } from '../../model/index.js';
import type { Session } from './session.js';

export interface Slot {
  readonly session: Session;
  /** False where only types matter. */
  readonly live: boolean;
  /** What the slot is called, such as `memory` or `env.PORT`. */
  readonly path: string;
  /** Part of a spec, so that its value has to be known when planning. */
  readonly spec?: boolean;
  /** Null means that it is left out, so that what may be null fits as well. */
  readonly optional?: boolean;
}

/** A slot inside of another. */
export const inner = (slot: Slot, path: string, optional: boolean): Slot => ({
  ...slot,
  path,
  optional,
});

/** What a message calls the slot. */
export const at = ({ path }: Slot): string => (path === '' ? 'this' : `\`${path}\``);

/** Reports a mistake; one of values only where the value matters. */
export function say(
  { session, live }: Slot,
  diagnostic: Diagnostic,
  matters: 'type' | 'value',
): void {
  if (live || matters === 'type') session.report(diagnostic);
}

/** A word with its article, where it takes one. */
export const withArticle = (text: string): string => {
  if (!/^[a-z]/.test(text) || text.startsWith('a ') || / \| /.test(text)) return text;
  return `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}`;
};
