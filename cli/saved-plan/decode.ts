/*
 * From the text of a file to a saved plan. The file is untrusted: size, depth, form, digest and shape
 * are checked in this order, and nothing of it is used before. The text has to be the one that
 * encoding gives, so that no byte of it can be another.
 */
import {
  canonicalJson,
  isCount,
  isFlag,
  isJson,
  isJsonObject,
  isText,
  kinds,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  optional,
  toJson,
  type JsonValue,
} from '../../model/index.js';
import { sealProblem } from './digests.js';
import { refuse, type Refusal } from './refusal.js';
import { fileKind, formatVersion, type SavedPlan } from './saved-plan.js';

const deepest = 64;

export const notUnderstood = refuse(
  'plan-unknown-format',
  'it says something that this Stowage does not understand',
);

/** Reads a saved plan from the bytes of its file. */
export function decodePlan(bytes: Uint8Array, key: string | undefined): SavedPlan | Refusal {
  const text = textOf(bytes);
  const value = text === undefined ? undefined : parse(text);
  if (text === undefined || value === undefined || !isJsonObject(value)) {
    return refuse('plan-damaged', 'it is no saved plan, or was cut short: it is not JSON');
  }
  if (value['kind'] !== fileKind) return refuse('plan-damaged', 'it is no saved plan');
  const { format_version: version, digest, ...content } = value;
  if (version !== formatVersion) {
    return refuse(
      'plan-unknown-format',
      `its format is ${said(version)}, and this Stowage reads ${formatVersion}`,
      {
        hint: 'Apply it with the Stowage that made it, or make a new plan.',
      },
    );
  }
  if (typeof digest !== 'string') return refuse('plan-damaged', 'it has no digest');
  const sealed = canonicalJson({ ...content, format_version: version });
  const problem = sealProblem(sealed, digest, key);
  if (problem) return refuse(problem.code, problem.reason);
  if (`${canonicalJson(value)}\n` !== text) {
    return refuse(
      'plan-damaged',
      'it was changed after it was written: it is not in the form that it is written in',
    );
  }
  const saved: unknown = { ...content, format_version: version };
  return isSavedPlan(saved) ? saved : notUnderstood;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // Not UTF-8, so not what was written.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value, deepest) ? toJson(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Deeper ones would exhaust the stack of whoever walks them. */
function isShallow(value: unknown, left: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((member) => isShallow(member, left - 1));
}

const said = (version: JsonValue | undefined): string =>
  typeof version === 'string' ? version.slice(0, 20) : 'unknown';

const isTexts = listOf(isText);
const isKind = oneOf(...kinds);

/** The plan and what was observed stay JSON until the secrets are back in them. */
const isSavedPlan = objectOf<SavedPlan>({
  format_version: oneOf(formatVersion),
  kind: oneOf(fileKind),
  stowage: isText,
  created: isText,
  engine: objectOf<SavedPlan['engine']>({
    engine: isText,
    version: isText,
    address: isText,
    identity: optional(isText),
  }),
  purpose: oneOf('apply', 'destroy'),
  stack: objectOf<SavedPlan['stack']>({ name: isText, id: isStackId }),
  generation: isCount,
  query: objectOf<SavedPlan['query']>({
    names: listOf(objectOf<SavedPlan['query']['names'][number]>({ kind: isKind, name: isText })),
    imports: listOf(objectOf<SavedPlan['query']['imports'][number]>({ kind: isKind, id: isText })),
  }),
  sources: objectOf<SavedPlan['sources']>({
    files: mapOf(isText),
    modules: isText,
    images: mapOf(
      objectOf<SavedPlan['sources']['images'][string]>({
        pinned: optional(isText),
        planned: optional(isText),
      }),
    ),
    listed: isTexts,
    listings: listOf(
      objectOf<SavedPlan['sources']['listings'][number]>({
        directory: isText,
        pattern: isText,
        files: isTexts,
      }),
    ),
    digest: isText,
  }),
  allowed: isTexts,
  places: mapOf(isTexts),
  secrets: objectOf<SavedPlan['secrets']>({
    needed: isFlag,
    salt: isText,
    texts: listOf(
      objectOf<SavedPlan['secrets']['texts'][number]>({ place: isCount, fingerprint: isText }),
    ),
    whole: isText,
  }),
  observed: isJson,
  plan: isJson,
});

function isStackId(value: unknown): value is string {
  return isText(value) && /^[0-9a-f-]{36}$/.test(value);
}
