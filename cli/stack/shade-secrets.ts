/*
 * Values that were made from secrets, in what is shown of a plan or of drift: their places are known
 * from the files and from the ledger, so that an older value, which no one gives any more, is not
 * shown either. What is carried out is left alone.
 */
import {
  fingerprintIn,
  holdsFingerprint,
  isJsonArray,
  isJsonObject,
  isOfContent,
  toJson,
  type Change,
  type JsonValue,
  type Observation,
  type Plan,
  type Resource,
} from '../../model/index.js';
import { formatPath, parsePath, type Drift, type DriftChange } from '../../planner/index.js';
import { secretText } from '../terminal/mask.js';

/** Paths of secret values, by address. */
export type SecretPaths = ReadonlyMap<string, readonly string[]>;

/** The places of secrets that the files, the ledger and the labels know of. */
export function secretPaths(
  resources: readonly Resource[],
  { ledger, objects }: Pick<Observation, 'ledger' | 'objects'>,
): SecretPaths {
  const paths = new Map<string, readonly string[]>();
  const add = (address: string, more: readonly string[] = []): void => {
    if (more.length > 0) paths.set(address, [...(paths.get(address) ?? []), ...more]);
  };
  for (const { address, secrets } of resources) add(address, secrets);
  for (const [address, { secrets }] of Object.entries(ledger?.resources ?? {})) {
    add(address, secrets);
  }
  for (const { address, record } of objects) add(address, sealedPaths(toJson(record)));
  return paths;
}

/** The paths at which a record holds fingerprints. */
function sealedPaths(value: JsonValue, path: readonly string[] = []): readonly string[] {
  if (typeof value === 'string') {
    const fingerprint = fingerprintIn(value);
    return fingerprint === undefined || isOfContent(fingerprint) ? [] : [formatPath(path)];
  }
  const members = isJsonArray(value) || isJsonObject(value) ? Object.entries(value) : [];
  return members.flatMap(([key, member]) =>
    member === undefined ? [] : sealedPaths(member, [...path, key]),
  );
}

/** The texts that stand at these places now, and stood there when they were applied. */
export function recordedSecrets(
  paths: SecretPaths,
  { objects, ledger }: Pick<Observation, 'objects' | 'ledger'>,
): readonly string[] {
  const found: string[] = [];
  for (const [address, own] of paths) {
    const values = objects.flatMap((object) =>
      object.address === address ? [object.completed, object.record] : [],
    );
    const applied = ledger?.resources[address]?.spec;
    for (const value of [...values, applied ?? null].map(toJson)) {
      for (const path of own) collectTexts(value, parsePath(path), found);
    }
  }
  return found;
}

/**
 * The texts below a path. A number stands for any place: what is a list in the files may be a map, or
 * in another order, where it has been completed.
 */
function collectTexts(
  value: JsonValue | undefined,
  [key, ...rest]: readonly string[],
  found: string[],
): void {
  if (typeof value === 'string') {
    if (key === undefined && fingerprintIn(value) === undefined) found.push(value);
    return;
  }
  const members = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if (key === undefined || isPlace(key)) {
    for (const member of members) collectTexts(member, rest, found);
  } else if (isJsonObject(value)) collectTexts(value[key], rest, found);
}

const isPlace = (key: string): boolean => /^\d+$/.test(key);

/** The plan with its secret values covered, for people and programs to read. */
export function shadePlan(plan: Plan, paths: SecretPaths): Plan {
  const actions = plan.actions.map((action) => {
    const own = [action.address, action.from].flatMap((one) => paths.get(one ?? '') ?? []);
    const changes = action.changes.map((change) => {
      const isSealed = holdsFingerprint(change.before) || holdsFingerprint(change.after);
      return isSealed || touches(change.path, own) ? coveredChange(change) : change;
    });
    return { ...action, changes };
  });
  return { ...plan, actions };
}

/** Drift with its secret values covered. */
export function shadeDrift(drifts: readonly Drift[], paths: SecretPaths): readonly Drift[] {
  return drifts.map((drift) => {
    const own = paths.get(drift.address) ?? [];
    const changes = drift.changes.map((change) =>
      holdsFingerprint(change.recorded) || touches(change.path, own)
        ? coveredDrift(change)
        : change,
    );
    return { ...drift, changes };
  });
}

function coveredChange({ before, after, ...change }: Change): Change {
  const sides = [covered(before), covered(after)];
  return {
    ...change,
    ...(sides[0] !== undefined && { before: sides[0] }),
    ...(sides[1] !== undefined && { after: sides[1] }),
  };
}

function coveredDrift({ recorded, observed, ...change }: DriftChange): DriftChange {
  const sides = [covered(recorded), covered(observed)];
  return {
    ...change,
    ...(sides[0] !== undefined && { recorded: sides[0] }),
    ...(sides[1] !== undefined && { observed: sides[1] }),
  };
}

/** What is shown of one side of a difference; that there is nothing is no secret. */
const covered = (value: JsonValue | undefined): JsonValue | undefined =>
  value === undefined || value === null ? value : secretText;

/** Whether one path is the other, or leads to it. */
function touches(path: string, secrets: readonly string[]): boolean {
  const keys = parsePath(path);
  return secrets.some((secret) => {
    const other = parsePath(secret);
    return keys
      .slice(0, other.length)
      .every((key, index) => key === other[index] || isPlace(other[index] ?? ''));
  });
}
