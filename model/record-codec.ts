/*
 * Reads what Stowage has written into an engine: records from labels, generations from the ledger.
 * Both may have been damaged or forged, so that everything is checked against the schemas; what does
 * not hold is `null`, which planning treats as "no record".
 */
import type { CompletedImage, ImageConfig } from './completed.js';
import { kinds, type Kind } from './address.js';
import { validators } from './generated/validators.js';
import type { Claim, Generation, LedgerEntry, RecordByKind } from './record.js';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  isMembers(value) && Object.values(value).every(isText);

function isImageConfig(value: unknown): value is ImageConfig {
  return (
    isMembers(value) &&
    isTextMap(value['env']) &&
    isTexts(value['entrypoint']) &&
    isTexts(value['command']) &&
    isText(value['user']) &&
    isText(value['workdir']) &&
    isTexts(value['expose']) &&
    isTextMap(value['labels']) &&
    isText(value['stop_signal']) &&
    isTexts(value['volumes'])
  );
}

function isCompletedImage(value: unknown): value is CompletedImage {
  if (!isMembers(value)) return false;
  const { name, from, steps, key, base, files, config } = value;
  return (
    validators.image({ name, from, steps }) &&
    isText(key) &&
    /^[0-9a-f]{64}$/.test(key) &&
    isText(base) &&
    isTextMap(files) &&
    isImageConfig(config)
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
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

/** Reads the label `stowage.spec` of an object of a kind. */
export function parseRecord<K extends Kind>(
  kind: K,
  text: string | undefined,
): RecordByKind[K] | null {
  const value = text === undefined ? undefined : parseJson(text);
  const guard: (value: unknown) => value is RecordByKind[K] = recordGuards[kind];
  return guard(value) ? value : null;
}

function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (!isMembers(value) || !isText(value['name'])) return false;
  const { kind, spec, protect, ignore, secrets } = value;
  if (protect !== undefined && protect !== true) return false;
  if (ignore !== undefined && !isTexts(ignore)) return false;
  if (secrets !== undefined && !isTexts(secrets)) return false;
  if (kind === 'image') return isMembers(spec) && isText(spec['name']) && isText(spec['key']);
  const known = kinds.find((candidate) => candidate === kind);
  return known !== undefined && validators[known](spec);
}

function isClaim(value: unknown): value is Claim {
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
    isMembers(value['resources']) &&
    Object.values(value['resources']).every(isLedgerEntry)
  );
}

/** Reads a generation of the ledger; `null` when it is none that this version understands. */
export function parseGeneration(text: string): Generation | null {
  const value = parseJson(text);
  return isGeneration(value) ? value : null;
}
