/*
 * Copies of objects that are a stack's: labels travel, by `docker commit` into images and from there into what
 * others run of them, and by hand. What bears our labels under a name that we would not have given it, beside
 * the object that they are about, is somebody else's.
 */
import { kindOfAddress } from './address.js';
import type { Holding } from './holdings.js';
import { parseRecord } from './record-codec.js';
import { ownLabels, predecessorSuffix, successorSuffix } from './record.js';

type Labels = Readonly<Record<string, string>>;

const all: readonly string[] = Object.values(ownLabels);

/** Labels without those by which Stowage knows its objects. */
const without = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !all.includes(name)));

/** The address that labels claim; `undefined` where they are none about an object of this kind. */
function claimOf({ kind, labels }: Holding): string | undefined {
  const address = labels[ownLabels.address];
  const stackId = labels[ownLabels.stackId];
  if (address === undefined || stackId === undefined || kindOfAddress(address) !== kind) {
    return undefined;
  }
  return `${kind} ${stackId} ${address}`;
}

/** Whether an object has the name that its record gives it. */
const hasOwnName = ({ kind, name, labels }: Holding): boolean =>
  parseRecord(kind, labels[ownLabels.spec])?.name === name;

/** Whether an object of ours is called so for the time being, beside another one which may bear any name by then. */
const hasTemporaryName = ({ name }: Holding): boolean =>
  name.endsWith(predecessorSuffix) || name.endsWith(successorSuffix);

/** The generation that made an object; 0 where it does not say so. */
const generationOf = ({ labels }: Holding): number => Number(labels[ownLabels.generation]) || 0;

/**
 * The objects of an engine, copies without the labels that are not about them. One that stands alone is no copy:
 * whoever renames an object leaves its labels as they are. Nor is one of a later generation than what it stands beside:
 * that is a successor which was never taken over. Images are told apart otherwise.
 */
export function withoutCopiedLabels<H extends Holding>(holdings: readonly H[]): readonly H[] {
  const own = new Map<string, number>();
  for (const holding of holdings) {
    const claim = claimOf(holding);
    if (claim === undefined || !hasOwnName(holding)) continue;
    own.set(claim, Math.max(own.get(claim) ?? 0, generationOf(holding)));
  }
  return holdings.map((holding) => {
    const claim = claimOf(holding);
    const isNamedByUs = hasOwnName(holding) || hasTemporaryName(holding);
    const known = claim === undefined ? undefined : own.get(claim);
    const isBeside = known !== undefined && generationOf(holding) <= known;
    const isCopy = holding.kind !== 'image' && isBeside && !isNamedByUs;
    return isCopy ? { ...holding, labels: without(holding.labels) } : holding;
  });
}

/** Labels of a container without those of ours that it has from its image, where that is made from a container. */
export function withoutInherited(labels: Labels, image: Labels): Labels {
  const { address, stackId, generation } = ownLabels;
  const claimed = image[address];
  if (claimed === undefined || kindOfAddress(claimed) !== 'container') return labels;
  const isSame = [address, stackId, generation].every((name) => labels[name] === image[name]);
  return isSame ? without(labels) : labels;
}
