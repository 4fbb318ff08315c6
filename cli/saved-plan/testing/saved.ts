/*
 * Saves plans that were made on the simulated engine, and asks whether they still hold. For tests only.
 */
import {
  canonicalJson,
  isJsonObject,
  toJson,
  type JsonObject,
  type Plan,
} from '../../../model/index.js';
import type { Host, Written } from '../../../planner/testing/index.js';
import { decodePlan } from '../decode.js';
import { sealOf } from '../digests.js';
import { describePlan, encodePlan } from '../encode.js';
import type { Refusal } from '../refusal.js';
import type { SavedPlan } from '../saved-plan.js';
import { verifySaved } from '../verify-saved.js';

export interface Kept {
  readonly plan: Plan;
  readonly text: string;
}

/** Plans a stack and gives the text of the file. */
export async function save(
  host: Host,
  stack: readonly Written[],
  secrets: readonly string[] = [],
  key?: string,
): Promise<Kept> {
  const observation = await host.observe(stack);
  const plan = await host.plan(stack);
  const saved = describePlan({
    plan,
    observation,
    secrets: { values: secrets, texts: [] },
    places: new Map(),
    salt: 'salt',
    purpose: 'apply',
    stowage: '0.1.0',
    created: '2026-01-01T00:00:00Z',
    engine: { engine: 'embedded', version: '0', address: 'memory' },
    query: {
      names: stack.map(({ resource: { kind, spec } }) => ({ kind, name: spec.name })),
      imports: [],
    },
    sources: { files: {}, modules: '', images: {}, listed: [], listings: [], digest: '' },
    allowed: [],
    portable: (value) => value,
  });
  return { plan, text: encodePlan(saved, key) };
}

/** Reads a text that must be a saved plan. */
export function decoded(text: string, key?: string): SavedPlan {
  const saved = decodePlan(Buffer.from(text), key);
  if (saved.kind === 'refused') throw new Error(saved.reason);
  return saved;
}

/** The plan of a file where it still holds, else why it does not: the reason, and what has moved. */
export async function verified(
  host: Host,
  text: string,
  secrets: readonly string[] = [],
): Promise<Plan | readonly string[]> {
  const result = await ask(host, text, secrets);
  return result.kind === 'refused' ? told(result) : result.plan;
}

/** Why the plan of a file does not hold. */
export async function refusalOf(
  host: Host,
  text: string,
  secrets: readonly string[] = [],
): Promise<Refusal | undefined> {
  const result = await ask(host, text, secrets);
  return result.kind === 'refused' ? result : undefined;
}

const ask = (host: Host, text: string, secrets: readonly string[]) =>
  verifySaved(decoded(text), {
    reader: host.engine,
    directory: '/stack',
    secrets: { values: secrets, texts: [] },
    conceal: () => undefined,
  });

export const told = ({ reason, lines }: Refusal): readonly string[] => [reason, ...lines];

/** The text of a file whose content somebody has changed and sealed again. */
export function resealed(text: string, change: (content: string) => string): string {
  const content = change(canonicalJson({ ...members(text), digest: undefined }));
  const digest = sealOf(canonicalJson(members(content)), undefined);
  return `${canonicalJson({ ...members(content), digest })}\n`;
}

function members(text: string): JsonObject {
  const value = toJson(JSON.parse(text));
  if (!isJsonObject(value)) throw new Error('no object');
  return value;
}
