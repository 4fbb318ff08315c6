/*
 * The seal of a saved plan: a digest that shows damage, or, with a key from STOWAGE_PLAN_KEY, a code
 * that nobody can make who does not have the key.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { CommandContext } from '../command.js';
import type { SavedPlanCode } from './codes.js';

const keyVariable = 'STOWAGE_PLAN_KEY';

/** The key that plans are sealed with, where there is one. */
export function planKey({
  environment,
  terminal,
}: Pick<CommandContext, 'environment' | 'terminal'>): string | undefined {
  const key = environment[keyVariable];
  if (key === undefined || key === '') return undefined;
  terminal.conceal({ values: [key] });
  return key;
}

/** The seal of a text: `sha256:…`, or `hmac-sha256:…` with a key. */
export function sealOf(text: string, key: string | undefined): string {
  return key === undefined
    ? `sha256:${createHash('sha256').update(text).digest('hex')}`
    : `hmac-sha256:${createHmac('sha256', key).update(text).digest('hex')}`;
}

/** What is wrong with a seal. */
export interface SealProblem {
  readonly code: SavedPlanCode;
  /** The end of a sentence. */
  readonly reason: string;
}

const unsealed = (reason: string): SealProblem => ({ code: 'plan-unsealed', reason });

/** What is wrong with a seal; `undefined` when it holds. */
export function sealProblem(
  text: string,
  seal: string,
  key: string | undefined,
): SealProblem | undefined {
  const isKeyed = seal.startsWith('hmac-sha256:');
  if (key === undefined && isKeyed) {
    return unsealed(`it was sealed with a key, and ${keyVariable} does not give one`);
  }
  if (key !== undefined && !isKeyed) {
    return unsealed(`it was not sealed with the key of ${keyVariable}`);
  }
  if (isSame(seal, sealOf(text, key))) return undefined;
  return key === undefined
    ? {
        code: 'plan-damaged',
        reason: 'it was changed after it was written: its digest does not fit',
      }
    : unsealed(
        `it was changed after it was written, or sealed with another key than that of ${keyVariable}`,
      );
}

/** In the same time whatever differs. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
