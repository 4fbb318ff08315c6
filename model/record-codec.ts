/*
 * Reads what Stowage has written into an engine: records from labels, generations from the ledger.
 * Both may have been damaged or forged, so that everything is checked against the schemas; what does
 * not hold is `null`, which planning treats as "no record".
 */
import { readContents, type MountContents } from './content.js';
import { recordToJson } from './fingerprint.js';
import { isJsonObject, toJson, type JsonObject, type JsonValue } from './json.js';
import { kinds, type Kind } from './address.js';
import { validators } from './generated/validators.js';
import type { Claim, Generation, LedgerEntry, RecordByKind } from './record.js';
import { isCompletedImage, isMembers, isText, isTexts } from './image-record.js';
import { recordFromJson } from './seal.js';

const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);

function parseJson(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return toJson(value);
  } catch {
    // Not JSON, so not a record of ours.
    return undefined;
  }
}

const recordGuards: {
  readonly [K in Kind]: (value: unknown) => value is RecordByKind[K];
} = {
  image: isCompletedImage,
  volume: validators.volume,
  network: validators.network,
  container: validators.container,
};

/** Reads the label `stowage.content` of a container. */
export function parseContents(text: string | undefined): MountContents | undefined {
  return text === undefined ? undefined : readContents(parseJson(text));
}

/** Reads the label `stowage.spec` of an object of a kind. */
export function parseRecord<K extends Kind>(
  kind: K,
  text: string | undefined,
): RecordByKind[K] | null {
  const found = text === undefined ? undefined : parseJson(text);
  const value = found === undefined ? undefined : recordFromJson(kind, found);
  const guard: (value: unknown) => value is RecordByKind[K] = recordGuards[kind];
  return guard(value) ? value : null;
}

const conditions: readonly unknown[] = ['exists', 'started', 'healthy', 'completed'];

const isDependency = (value: unknown): boolean =>
  isMembers(value) && isText(value['address']) && conditions.includes(value['condition']);

/** Whether a value is an entry of a generation of the ledger. */
export function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (!isMembers(value) || !isText(value['name'])) return false;
  const { kind, spec, protect, ignore, secrets, content, after, order, onFailure } = value;
  if (protect !== undefined && protect !== true) return false;
  if (ignore !== undefined && !isTexts(ignore)) return false;
  if (secrets !== undefined && !isTexts(secrets)) return false;
  if (content !== undefined && !readContents(toJson(content))) return false;
  if (!isListOf(after, isDependency)) return false;
  if (order !== undefined && order !== 'start-first') return false;
  if (onFailure !== undefined && onFailure !== 'keep') return false;
  if (kind === 'image') {
    const { name, key, tags = [] } = isMembers(spec) ? spec : {};
    return isText(name) && isText(key) && isTexts(tags);
  }
  const known = kinds.find((candidate) => candidate === kind);
  return known !== undefined && validators[known](spec);
}

/** Whether a value is a claim of a generation of the ledger. */
export function isClaim(value: unknown): value is Claim {
  return (
    isMembers(value) &&
    kinds.some((kind) => kind === value['kind']) &&
    isText(value['id']) &&
    (value['address'] === null || isText(value['address'])) &&
    Number.isSafeInteger(value['generation'])
  );
}

const isListOf = (value: unknown, isOne: (element: unknown) => boolean): boolean =>
  value === undefined || (Array.isArray(value) && value.every(isOne));

function isGeneration(value: unknown): value is Generation {
  return (
    isMembers(value) &&
    Number.isSafeInteger(value['number']) &&
    isText(value['time']) &&
    isText(value['author']) &&
    isTextOrAbsent(value['commit']) &&
    isTextOrAbsent(value['digest']) &&
    isTextOrAbsent(value['stack']) &&
    isListOf(value['claims'], isClaim) &&
    isListOf(value['moved'], isText) &&
    (value['rollbackOf'] === undefined || Number.isSafeInteger(value['rollbackOf'])) &&
    isMembers(value['resources']) &&
    Object.values(value['resources']).every(isLedgerEntry)
  );
}

/** A generation of the ledger as it is written into an engine, and shown to programs. */
export function generationJson(generation: Generation): JsonObject {
  const json = recordToJson(toJson(generation));
  return isJsonObject(json) ? json : {};
}

/** Reads a generation of the ledger; `null` when it is none that this version understands. */
export function parseGeneration(text: string): Generation | null {
  const value = parseJson(text);
  const opened = isJsonObject(value) ? openEntries(value) : value;
  return isGeneration(opened) ? opened : null;
}

/** A generation with its fingerprints as they stand in memory. */
function openEntries(generation: JsonObject): JsonObject {
  const { resources } = generation;
  if (!isJsonObject(resources)) return generation;
  const opened = Object.entries(resources).map(
    ([address, entry]): [string, JsonValue | undefined] => {
      const { kind, spec } = isJsonObject(entry) ? entry : {};
      if (typeof kind !== 'string' || spec === undefined || !isJsonObject(entry)) {
        return [address, entry];
      }
      return [address, { ...entry, spec: recordFromJson(kind, spec) }];
    },
  );
  return { ...generation, resources: Object.fromEntries(opened) };
}
