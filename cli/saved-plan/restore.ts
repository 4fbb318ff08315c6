/*
 * From the covered plan of a file to one that can be carried out: secrets are put back, each where its
 * fingerprint fits, and the shape of the whole is checked before anything of it is used.
 */
import { canonicalJson, parsePlan, type JsonValue, type Plan } from '../../model/index.js';
import { uncover, UnknownPlaceholder } from './cover.js';
import { notUnderstood } from './decode.js';
import { refuse, type Refusal } from './refusal.js';
import type { SavedPlan } from './saved-plan.js';

export interface Restored {
  readonly kind: 'restored';
  readonly plan: Plan;
}

const otherSecrets = refuse(
  'plan-secret-changed',
  'a secret is not the one that it was made with',
  {
    hint: 'Give the secrets, and the params that they are used with, as they were given for the plan; or make a new plan.',
  },
);

/**
 * The plan with its secrets.
 * @param texts secret texts as they are now, in the order in which they were collected then
 */
export function restorePlan(
  { plan, secrets, stack, generation }: SavedPlan,
  texts: readonly string[],
  fingerprint: (text: string) => string,
): Restored | Refusal {
  const found = new Map<number, string>();
  for (const { place, fingerprint: wanted } of secrets.texts) {
    const text = [texts[place] ?? '', ...texts].find((one) => fingerprint(one) === wanted);
    if (text === undefined) return otherSecrets;
    found.set(place, text);
  }
  const whole = opened(plan, found);
  if (whole === undefined) return notUnderstood;
  if (found.size > 0 && fingerprint(canonicalJson(whole)) !== secrets.whole) return otherSecrets;
  const parsed = parsePlan(whole);
  const fits =
    parsed?.stack.id === stack.id &&
    parsed.stack.name === stack.name &&
    parsed.generation > generation;
  return fits ? { kind: 'restored', plan: parsed } : notUnderstood;
}

function opened(plan: JsonValue, texts: ReadonlyMap<number, string>): JsonValue | undefined {
  try {
    return uncover(plan, (place) => texts.get(place));
  } catch (error) {
    if (error instanceof UnknownPlaceholder) return undefined;
    throw error;
  }
}
