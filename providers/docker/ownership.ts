/*
 * Whose an object is, by its labels. A container inherits its image's labels, and so does an image
 * that somebody made from one of ours; the kind in the address tells such a one from ours.
 */
import {
  generationOf,
  kindOfAddress,
  ownLabels,
  type Foreign,
  type Kind,
  type Observed,
  type StackIdentity,
} from '../../model/index.js';

export type Labels = Readonly<Record<string, string>>;

/** Whether an object of a kind is this stack's; of any of that name when no id is known. */
export function isOwn(labels: Labels, kind: Kind, stack: StackIdentity): boolean {
  return (
    claimsStack(labels, kind, stack) &&
    (stack.id === undefined || labels[ownLabels.stackId] === stack.id)
  );
}

/**
 * Whether an object is to be told of when it holds a wanted name: everything that is not this
 * stack's, and before a stack has an id nothing is.
 */
export function isForeign(labels: Labels, kind: Kind, stack: StackIdentity): boolean {
  return stack.id === undefined || !isOwn(labels, kind, stack);
}

/** Whether an object says of itself that it belongs to a stack of this name. */
export function claimsStack(labels: Labels, kind: Kind, { name }: StackIdentity): boolean {
  return (
    labels[ownLabels.stack] === name &&
    ownLabels.stackId in labels &&
    kindOfAddress(labels[ownLabels.address] ?? '') === kind
  );
}

/** Address, stack id and generation of an object that is a stack's. */
export function identityOf(labels: Labels): Pick<Observed, 'address' | 'stackId' | 'generation'> {
  return {
    address: labels[ownLabels.address] ?? '',
    stackId: labels[ownLabels.stackId] ?? '',
    generation: generationOf(labels),
  };
}

/** An object of others that holds a name; what stack it says it is of counts only for its own kind. */
export function foreignObject(kind: Kind, id: string, name: string, labels: Labels): Foreign {
  const stack = labels[ownLabels.stack];
  const stackId = labels[ownLabels.stackId];
  if (kindOfAddress(labels[ownLabels.address] ?? '') !== kind) return { kind, id, name };
  return {
    kind,
    id,
    name,
    ...(stack === undefined ? {} : { stack }),
    ...(stackId === undefined ? {} : { stackId }),
  };
}
