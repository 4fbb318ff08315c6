/*
 * Whose an object is. Its labels say so, and over them the ledgers, because labels cannot change
 * while an object lives. Names are never proof.
 */
import { kindOfAddress, type Kind } from './address.js';
import { generationOf, ownLabels, type Claim, type Generation } from './record.js';

type Labels = Readonly<Record<string, string>>;

/** The newest generation of each stack, by the stack's id. */
export type Ledgers = ReadonlyMap<string, Generation>;

export interface Owner {
  readonly stack?: string;
  readonly stackId: string;
  readonly address: string;
  /** The generation that made it for this owner; 0 for what others made. */
  readonly generation: number;
}

export interface Ownership {
  readonly owner?: Owner;
  /** Who let it go, where it is nobody's for that reason. */
  readonly released?: Owner;
}

/** What the labels of an object say, if they are meant for its kind. */
function labelledOwner(kind: Kind, labels: Labels): Owner | undefined {
  const stackId = labels[ownLabels.stackId];
  const address = labels[ownLabels.address];
  const stack = labels[ownLabels.stack];
  // A container inherits the labels of its image, which are no word about the container.
  if (stackId === undefined || address === undefined || kindOfAddress(address) !== kind) {
    return undefined;
  }
  return {
    ...(stack === undefined ? {} : { stack }),
    stackId,
    address,
    generation: generationOf(labels),
  };
}

/** Whether a claim is about this object, and not about an earlier one of the same id. */
export function isClaimOn(
  { kind, id, generation }: Claim,
  object: { readonly kind: Kind; readonly id: string; readonly generation: number },
): boolean {
  return kind === object.kind && id === object.id && object.generation <= generation;
}

/** Whose an object is by its labels and by what the ledgers say over them. */
export function ownershipOf(
  object: { readonly kind: Kind; readonly id: string; readonly labels: Labels },
  ledgers: Ledgers,
): Ownership {
  const { kind, id } = object;
  const labelled = labelledOwner(kind, object.labels);
  const generationIn = (stackId: string): number =>
    labelled?.stackId === stackId ? labelled.generation : 0;
  let released: Owner | undefined;
  for (const [stackId, { claims = [], stack }] of ledgers) {
    const generation = generationIn(stackId);
    const claim = claims.find((one) => isClaimOn(one, { kind, id, generation }));
    if (!claim) continue;
    const { address } = claim;
    if (address !== null) {
      const named = stack ?? (labelled?.stackId === stackId ? labelled.stack : undefined);
      return {
        owner: { ...(named === undefined ? {} : { stack: named }), stackId, address, generation },
      };
    }
    if (labelled?.stackId === stackId) released = labelled;
  }
  if (released) return { released };
  return labelled ? { owner: labelled } : {};
}
