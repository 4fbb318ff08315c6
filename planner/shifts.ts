/*
 * Whether the ground of a plan still stands: what has come, gone or changed since it was made, each
 * with object, field, before and now. Pure; both sides must have been covered alike where secrets
 * are in them.
 */
import type { JsonValue, Plan, RunState } from '../model/index.js';
import { diffValues, formatPath } from './diff.js';
import type { Ground, GroundHolder, GroundObject } from './ground.js';

/** One thing that is not as it was. A whole object has no field. */
export interface Shift {
  /** The address, or kind and name of what has none. */
  readonly object: string;
  readonly field?: string;
  readonly before?: JsonValue;
  readonly now?: JsonValue;
}

/** All that has shifted under a plan. */
export function shiftsUnder(
  plan: Pick<Plan, 'steps'>,
  before: Ground,
  now: Ground,
): readonly Shift[] {
  const removed = removedBy(plan);
  return [
    ...pairs(before.objects, now.objects, keyOf).flatMap(([old, current]) =>
      objectShifts(old, current, removed),
    ),
    ...pairs(before.holders, now.holders, holderKey).flatMap(([old, current]) =>
      holderShifts(old, current),
    ),
  ];
}

const keyOf = ({ kind, id, address }: GroundObject): string => `${kind} ${id} ${address}`;
const holderKey = ({ kind, id, name }: GroundHolder): string => `${kind} ${name} ${id}`;

function pairs<T>(
  before: readonly T[],
  now: readonly T[],
  key: (one: T) => string,
): readonly (readonly [T | undefined, T | undefined])[] {
  const old = new Map(before.map((one) => [key(one), one]));
  const current = new Map(now.map((one) => [key(one), one]));
  const keys = [...new Set([...old.keys(), ...current.keys()])].sort();
  return keys.map((one) => [old.get(one), current.get(one)]);
}

/** Ids of what the plan stops, where it runs, and removes. */
function removedBy({ steps }: Pick<Plan, 'steps'>): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) =>
      step.op === 'remove' && step.target.id !== undefined ? [step.target.id] : [],
    ),
  );
}

function objectShifts(
  before: GroundObject | undefined,
  now: GroundObject | undefined,
  removed: ReadonlySet<string>,
): readonly Shift[] {
  const one = before ?? now;
  if (!one) return [];
  const object = one.address === '' ? `${one.kind} ${one.name}` : one.address;
  const which = `${one.name} (${one.id.slice(0, 12)})`;
  if (!now) return [{ object, before: which }];
  if (!before) return [{ object, now: which }];
  const differences = [
    ...diffValues(before.standing, now.standing),
    ...diffValues(before.completed, now.completed),
  ];
  if (differences.length === 0 && before.fingerprint !== now.fingerprint) {
    return [{ object, field: 'labels', before: before.fingerprint, now: now.fingerprint }];
  }
  const ends = removed.has(one.id) && wasUp(before.standing['state']);
  return differences
    .filter(({ path }) => !ends || !(path[0] === 'state' || path[0] === 'exit code'))
    .map(({ path, before: old, after }) => ({
      object,
      field: wordsOf(path),
      ...(old === undefined ? {} : { before: old }),
      ...(after === undefined ? {} : { now: after }),
    }));
}

const upStates: readonly RunState[] = ['running', 'paused', 'restarting'];

/** What runs is going to be stopped anyhow: that it has ended by itself since is no matter. */
const wasUp = (state: JsonValue | undefined): boolean => upStates.some((one) => one === state);

const wordsOf = (path: readonly string[]): string =>
  path.length === 1 ? (path[0] ?? '') : formatPath(path);

function holderShifts(
  before: GroundHolder | undefined,
  now: GroundHolder | undefined,
): readonly Shift[] {
  const one = now ?? before;
  if (!one || (before && now)) return [];
  const object = `${one.kind} ${one.name}`;
  const who = one.stack === undefined ? 'held by others' : `held by the stack ${one.stack}`;
  return now
    ? [{ object, field: 'the name', before: 'free', now: who }]
    : [{ object, field: 'the name', before: who, now: 'free' }];
}
