/*
 * Volumes that were copied to get another name. Until the old one is gone there are two under one
 * address, and which of them counts follows from who uses the copy: a container is put on it only
 * when it has been verified, and from then on it has the newer data.
 */
import {
  predecessorSuffix,
  type Observation,
  type Observed,
  type ObservedContainer,
  type ObservedVolume,
} from '../model/index.js';
import { objectsAt, objectsNamed } from './look-up.js';

/**
 * Whether a volume was made by copying another: names come back, so the copy has to be the younger, but
 * for one that was copied twice by the same plan.
 */
function isCopyOf(copy: Observed, original: Observed): boolean {
  return (
    copy.kind === 'volume' &&
    copy.copiedFrom === original.name &&
    copy.generation >= original.generation
  );
}

const mountsIt = ({ completed }: ObservedContainer, { name }: Observed): boolean =>
  Object.values(completed.mounts).some(({ type, source }) => type === 'volume' && source === name);

/** Whether any container, of the stack or not, mounts a volume. */
const isUsed = ({ objects }: Observation, volume: Observed): boolean =>
  volume.otherUsers.length > 0 ||
  objects.some((object) => object.kind === 'container' && mountsIt(object, volume));

/** Whether a container that runs may write to a volume. */
const isWritten = ({ objects }: Observation, volume: Observed): boolean =>
  volume.otherUsers.length > 0 ||
  objects.some(
    (object) =>
      object.kind === 'container' &&
      ['running', 'paused', 'restarting'].includes(object.status.state) &&
      mountsIt(object, volume),
  );

/** Whether somebody has come back to a volume: whoever is put aside for a copy does not count. */
const isHeld = ({ objects }: Observation, volume: Observed): boolean =>
  objects.some(
    (object) =>
      object.kind === 'container' &&
      object.status.state !== 'created' &&
      !object.name.endsWith(predecessorSuffix) &&
      mountsIt(object, volume),
  );

/** Whether a volume has users of which none has ever run. */
const isUntouched = ({ objects }: Observation, volume: Observed): boolean =>
  volume.otherUsers.length === 0 &&
  objects.every(
    (object) =>
      object.kind !== 'container' || object.status.state === 'created' || !mountsIt(object, volume),
  );

/** Whether the users of an original are back on it, and nothing has run on its copy. */
const isReturnedTo = (observation: Observation, original: Observed, copy: Observed): boolean =>
  isHeld(observation, original) && isUntouched(observation, copy);

/**
 * Whether a volume is a copy that nothing was put on yet, while its original has its user, or nobody was
 * to be put on it. Where somebody was, and nobody uses either, the copy may have had one that is gone by
 * now, and is as good as its original.
 */
export function isUnprovenCopy(
  observation: Observation,
  object: Observed,
  others: readonly Observed[],
): boolean {
  const isFree = !isUsed(observation, object);
  return others.some(
    (other) =>
      isCopyOf(object, other) &&
      ((isFree && (isUsed(observation, other) || isForNobody(object))) ||
        isReturnedTo(observation, other, object)),
  );
}

const isForNobody = (copy: Observed): boolean => copy.kind === 'volume' && copy.copiedIdle === true;

/** Whether one of two volumes was copied to the other, and nobody uses either. */
export const areBothUnused = (
  observation: Observation,
  one: ObservedVolume,
  other: ObservedVolume,
): boolean =>
  (isCopyOf(one, other) || isCopyOf(other, one)) &&
  !isUsed(observation, one) &&
  !isUsed(observation, other);

/** Whether another of the same address is a copy of a volume that has taken its place for all. */
export function isSupersededOriginal(
  observation: Observation,
  object: Observed,
  others: readonly Observed[],
): boolean {
  return (
    others.some(
      (other) =>
        isCopyOf(other, object) &&
        isUsed(observation, other) &&
        !isReturnedTo(observation, object, other),
    ) && !isWritten(observation, object)
  );
}

/** Those of an address that count. */
export function withoutCopied<T extends Observed>(
  observation: Observation,
  candidates: readonly T[],
): readonly T[] {
  return candidates.filter(
    (one) =>
      !isUnprovenCopy(observation, one, candidates) &&
      !isSupersededOriginal(observation, one, candidates),
  );
}

/** Why the removal of a leftover loses nothing; `undefined` where it does. */
export function reasonForLeftover(
  observation: Observation,
  leftover: ObservedVolume,
  current: ObservedVolume,
): string | undefined {
  const both = [leftover, current];
  if (isUnprovenCopy(observation, leftover, both)) return `a copy of ${current.name} cut short`;
  if (isSupersededOriginal(observation, leftover, both)) {
    return `its content was copied to ${current.name}`;
  }
  return undefined;
}

/** Volumes that a container mounts, as they are there. */
const volumesOf = (
  { objects }: Observation,
  { completed }: ObservedContainer,
): readonly ObservedVolume[] =>
  Object.values(completed.mounts).flatMap(({ type, source }) =>
    type === 'volume'
      ? objectsNamed(objects, source).filter((object) => object.kind === 'volume')
      : [],
  );

/**
 * Why a container cannot stay on a volume that it has, or come back to it: its content is elsewhere by now
 * and goes on there, or it is copied again.
 */
export const leftBehind = (
  observation: Observation,
  container: ObservedContainer,
): ReadonlyMap<string, string> =>
  new Map(
    volumesOf(observation, container).flatMap((volume) => {
      const others = objectsAt(observation.objects, volume.address);
      const { name } = volume;
      if (isSupersededOriginal(observation, volume, others)) {
        return [[name, `what volume ${name} held was copied since`]];
      }
      return isUnprovenCopy(observation, volume, others)
        ? [[name, `volume ${name} is copied again`]]
        : [];
    }),
  );
