/*
 * What `prune` removes of all that an engine holds. Pure. Nothing that a stack owns, nothing that a
 * container uses, and no volume that was not named.
 */
import type { HeldContent, HeldObject } from '../../model/index.js';

export interface PruneChoice {
  /** Images with names, too. */
  readonly all: boolean;
  /** Containers that have ended. */
  readonly containers: boolean;
  readonly networks: boolean;
  /** What builds keep for the next build. */
  readonly caches: boolean;
  /** Names of volumes that may be lost with all that is in them. */
  readonly volumes: readonly string[];
}

/** In the order in which they can be removed: what uses something comes before it. */
const order: readonly HeldObject['kind'][] = ['container', 'image', 'network', 'cache', 'volume'];

export function selectPrunable(
  { objects }: HeldContent,
  choice: PruneChoice,
): readonly HeldObject[] {
  const isFree = ({ stack, address }: HeldObject): boolean =>
    stack === undefined && address === undefined;
  const gone = new Set(
    objects
      .filter((one) => choice.containers && one.kind === 'container' && isFree(one) && !one.isLive)
      .map(({ name }) => name),
  );
  const isWanted = (object: HeldObject): boolean => {
    if (object.kind === 'container') return gone.has(object.name);
    if (!isFree(object) || object.usedBy.some((name) => !gone.has(name))) return false;
    if (object.kind === 'image') return choice.all || !object.isLive;
    if (object.kind === 'network') return choice.networks;
    if (object.kind === 'cache') return choice.caches;
    return choice.volumes.includes(object.name);
  };
  return objects
    .filter(isWanted)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.name < b.name ? -1 : 1));
}

/** Why a volume that was named is not among them; `undefined` for one that is. */
export function whyNotVolume({ objects }: HeldContent, name: string): string | undefined {
  const volume = objects.find((one) => one.kind === 'volume' && one.name === name);
  if (volume === undefined) return `there is no volume ${name}`;
  if (volume.stack !== undefined || volume.address !== undefined) {
    return `volume ${name} is ${volume.address ?? 'one'} of stack ${volume.stack ?? 'unknown'}, whose files say whether it goes`;
  }
  return volume.usedBy.length > 0
    ? `volume ${name} is in use by ${volume.usedBy.join(', ')}`
    : undefined;
}
