/*
 * From a plan to the text of its file: what it rests on is written beside it, secrets are covered, and
 * the whole is sealed. Equal content has one text, byte for byte, so that any change shows.
 */
import {
  canonicalJson,
  isJsonObject,
  toJson,
  type JsonValue,
  type Observation,
  type Plan,
} from '../../model/index.js';
import { groundOf, type Ground } from '../../planner/index.js';
import { coverFor, type Cover } from './cover.js';
import { sealOf } from './digests.js';
import { fingerprinter } from './fingerprints.js';
import type { SavedPlan } from './saved-plan.js';
import { allSecretTexts, type GivenSecrets } from './secret-texts.js';

export interface Saving extends Pick<
  SavedPlan,
  'stowage' | 'created' | 'purpose' | 'engine' | 'query' | 'sources' | 'allowed'
> {
  readonly plan: Plan;
  readonly observation: Observation;
  readonly secrets: GivenSecrets;
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** Random, for the fingerprints of this file. */
  readonly salt: string;
  /** Changes places in source text into ones that mean the same elsewhere. */
  readonly portable: (plan: JsonValue) => JsonValue;
}

/** What a file of a plan says. */
export function describePlan(given: Saving): SavedPlan {
  const { plan, observation, secrets, salt, portable, ...saving } = given;
  const texts = allSecretTexts(secrets, saving.places, observation);
  const fingerprint = fingerprinter(salt, plan.stack.id);
  const covering = coverFor(texts);
  // Places in source text are objects of the language, which say themselves what they are as JSON.
  const whole = portable(toJson(JSON.parse(JSON.stringify(plan))));
  const covered = covering.cover(whole);
  // Every given value is bound, also one that does not stand in this plan.
  const bound = secrets.values.map((value) => texts.indexOf(value)).filter((place) => place >= 0);
  const used = [...new Set([...covering.used, ...bound])].sort((a, b) => a - b);
  return {
    format_version: '1.0',
    kind: 'stowage-plan',
    ...saving,
    stack: plan.stack,
    generation: observation.ledger?.number ?? 0,
    places: Object.fromEntries(saving.places),
    secrets: {
      needed: secrets.values.length > 0,
      salt,
      texts: used.map((place) => ({ place, fingerprint: fingerprint(texts[place] ?? '') })),
      whole: used.length === 0 ? '' : fingerprint(canonicalJson(whole)),
    },
    observed: coveredGround(groundOf(observation), coverFor(texts), fingerprint),
    plan: covered,
  };
}

/**
 * A ground with fingerprints in the place of secrets, as it is kept and compared. The engine's own
 * fingerprint of an object that holds one is left out: it is quickly computed, and so quickly guessed.
 */
export function coveredGround(
  ground: Ground,
  covering: Cover,
  fingerprint: (text: string) => string,
): JsonValue {
  const objects = ground.objects.map((object) => {
    const before = toJson(object);
    const after = covering.replace(before, fingerprint);
    const holdsNone = canonicalJson(before) === canonicalJson(after);
    return holdsNone || !isJsonObject(after) ? before : { ...after, fingerprint: '' };
  });
  return toJson({ ...ground, objects });
}

/** Whether a secret stands in what is kept as it is: a name, an address, an id to import. */
export function namesSecret(
  { query, allowed, places, stack }: SavedPlan,
  { values, texts }: GivenSecrets,
): boolean {
  const covering = coverFor([...values, ...texts]);
  covering.cover(toJson({ query, allowed, places, stack: stack.name }));
  return covering.used.size > 0;
}

/** The text of the file. */
export function encodePlan(saved: SavedPlan, key: string | undefined): string {
  const content = toJson(saved);
  const digest = sealOf(canonicalJson(content), key);
  return `${canonicalJson(toJson({ ...saved, digest }))}\n`;
}
