/*
 * The second half of what may refuse a saved plan: what the engine says now, the secrets, the files
 * that images copy. Reads only.
 */
import type { EngineReader, Observation, Plan } from '../../model/index.js';
import { groundOf } from '../../planner/index.js';
import { changedContents, changedCopies } from '../../providers/index.js';
import { checkGeneration, checkGround } from './checks.js';
import { coverFor } from './cover.js';
import { coveredGround } from './encode.js';
import { fingerprinter } from './fingerprints.js';
import { refuse, type Refusal } from './refusal.js';
import { restorePlan } from './restore.js';
import type { SavedPlan } from './saved-plan.js';
import { allSecretTexts, type GivenSecrets } from './secret-texts.js';

export interface Surroundings {
  readonly reader: EngineReader;
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly secrets: GivenSecrets;
  /** Told of secrets that stand in the engine's records. */
  readonly conceal: (hidden: { readonly values: readonly string[] }) => void;
}

export interface Verified {
  readonly kind: 'verified';
  readonly plan: Plan;
  readonly observation: Observation;
}

/** Reads the engine again, and gives the plan where all that it rests on is as it was. */
export async function verifySaved(
  saved: SavedPlan,
  { reader, directory, secrets, conceal }: Surroundings,
): Promise<Verified | Refusal> {
  const observation = await reader.observe({ stack: saved.stack, ...saved.query });
  const places = new Map(Object.entries(saved.places));
  const texts = allSecretTexts(secrets, places, observation);
  conceal({ values: texts });
  const fingerprint = fingerprinter(saved.secrets.salt, saved.stack.id);
  const ground = coveredGround(groundOf(observation), coverFor(texts), fingerprint);
  const restored = restorePlan(saved, texts, fingerprint);
  // What has moved says more than that a secret is another one, which may follow from it.
  const plan = restored.kind === 'restored' ? restored.plan : undefined;
  const shifted =
    checkGeneration(saved, observation, plan) ??
    checkGround(plan?.steps ?? [], saved.observed, ground);
  if (shifted) return shifted;
  if (restored.kind === 'refused') return restored;
  const copies = await changedCopies(restored.plan, { directory, reader, observation });
  const contents = await changedContents(restored.plan, directory);
  const lines = [...copies, ...contents];
  if (lines.length > 0) {
    return refuse('plan-files-changed', 'files that it copies or mounts have changed', { lines });
  }
  return { kind: 'verified', plan: restored.plan, observation };
}
