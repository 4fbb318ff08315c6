/*
 * Volumes that were copied to get another name. Until the old one is gone there are two under one
 * address, and which of them counts follows from who uses the copy: a container is put on it only
 * when it has been verified, and from then on it has the newer data.
 */
import type { Observation, Observed, ObservedContainer, ObservedVolume } from '../model/index.js';

/** Whether a volume was made by copying another: names come back, so the copy has to be the younger. */
function isCopyOf(copy: Observed, original: Observed): boolean {
  return (
    copy.kind === 'volume' &&
    copy.copiedFrom === original.name &&
    copy.generation > original.generation
  );
}

const mountsIt = ({ completed }: ObservedContainer, { name }: Observed): boolean =>
  Object.values(completed.mounts).some(({ type, source }) => type === 'volume' && source === name);

/** Containers of the stack, also those that this plan leaves alone. */
const containersOf = ({ objects, leftAlone = [] }: Observation): readonly ObservedContainer[] => [
  ...objects.flatMap((object) => (object.kind === 'container' ? [object] : [])),
  ...leftAlone,
];

/** Whether any container, of the stack or not, mounts a volume. */
const isUsed = (observation: Observation, volume: Observed): boolean =>
  volume.otherUsers.length > 0 ||
  containersOf(observation).some((container) => mountsIt(container, volume));

/** Whether a container that runs may write to a volume. */
const isWritten = (observation: Observation, volume: Observed): boolean =>
  volume.otherUsers.length > 0 ||
  containersOf(observation).some(
    (container) =>
      ['running', 'paused', 'restarting'].includes(container.status.state) &&
      mountsIt(container, volume),
  );

/**
 * Whether a volume is a copy that nothing was put on yet, while its original has its user. Where
 * nobody uses either, the copy may have had one that is gone by now, and is as good as its original.
 */
export function isUnprovenCopy(
  observation: Observation,
  object: Observed,
  others: readonly Observed[],
): boolean {
  return (
    others.some((other) => isCopyOf(object, other) && isUsed(observation, other)) &&
    !isUsed(observation, object)
  );
}

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
    others.some((other) => isCopyOf(other, object) && isUsed(observation, other)) &&
    !isWritten(observation, object)
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
