/*
 * Containers that live in a namespace of another one: which those are, in what is wanted and in what is
 * there. A namespace ends with the life of its container, so each new life of that is one for all who
 * share it; how their steps are ordered then is in share-order.ts.
 */
import {
  sharedNamespaces,
  sharingOf,
  withShared,
  type Cause,
  type CompletedContainer,
  type Diagnostic,
  type Observation,
  type ObservedContainer,
} from '../model/index.js';
import { outsidePart, userApart } from './apart.js';
import type { Draft } from './draft.js';
import type { DesiredOf } from './facts.js';
import { heldContainer } from './held.js';
import { desiredNamed, objectsNamed } from './look-up.js';

/** Addresses of the containers of the stack that a wanted one shares namespaces with, each once. */
export function sharedBy(draft: Draft, completed: CompletedContainer): readonly string[] {
  const addresses = sharingOf(completed).flatMap(({ container }) =>
    desiredNamed(draft.input.desired, container).flatMap(({ kind, resource }) =>
      kind === 'container' ? [resource.address] : [],
    ),
  );
  return [...new Set(addresses)];
}

/** Containers that are there and that a living one shares namespaces with. */
export const sharedLive = (
  { objects }: Observation,
  { completed }: ObservedContainer,
): readonly ObservedContainer[] =>
  sharingOf(completed).flatMap(({ container }) =>
    objectsNamed(objects, container).filter((object) => object.kind === 'container'),
  );

/**
 * A living container as one that shares with containers under the names that they are to have: as long
 * as what it shares with stands for its address, another name of that is no difference.
 * @param nameAt the wanted name of the container at an address
 */
export function withLastingShares(
  observation: Observation,
  live: CompletedContainer,
  nameAt: (address: string) => string | undefined,
): CompletedContainer {
  return withShared(live, (container) => {
    const shared = objectsNamed(observation.objects, container).find(
      ({ kind }) => kind === 'container',
    );
    const name = shared && nameAt(shared.address);
    if (!shared || name === undefined) return undefined;
    return heldContainer(observation, shared.address, name).current === shared ? name : undefined;
  });
}

/** What a container is to be made from while one that it shares with has a name for the time being. */
export const withComingShares = (draft: Draft, completed: CompletedContainer): CompletedContainer =>
  withShared(completed, (container) => {
    const [shared] = desiredNamed(draft.input.desired, container);
    return shared && draft.lives.get(shared.resource.address)?.as;
  });

/** Why a container is made anew: one whose namespace it is in is another one. */
export function renewedShares(
  draft: Draft,
  completed: CompletedContainer,
): readonly (Cause & { readonly address: string })[] {
  const words = { created: 'is created', replaced: 'is replaced', restarted: undefined };
  return sharedBy(draft, completed).flatMap((address) => {
    const life = draft.lives.get(address);
    const text = life && words[life.kind];
    return text === undefined ? [] : [{ text: `${address} ${text}`, address }];
  });
}

/** Why a living container is to start again: the namespace that it is in is gone, or about to go. */
export function rejoinCauses(
  draft: Draft,
  { completed }: DesiredOf<'container'>,
  { status, lostNamespaces = [] }: ObservedContainer,
): readonly Cause[] {
  if (status.state !== 'running') return [];
  const restarted = sharedBy(draft, completed).filter(
    (address) => draft.lives.get(address)?.kind === 'restarted',
  );
  if (restarted.length > 0) {
    return restarted.map((address) => ({ text: `${address} starts again`, address }));
  }
  return lostNamespaces.map((attribute) => ({ text: lostText(attribute, completed) }));
}

/** What is said of a namespace that a container was in. */
export function lostText(
  attribute: keyof typeof sharedNamespaces,
  completed: CompletedContainer,
): string {
  const { container = '' } = sharingOf(completed).find((one) => one.attribute === attribute) ?? {};
  return `the ${sharedNamespaces[attribute]} of container ${container} that it was in is gone`;
}

/** Somebody who is not chosen is in a namespace of a container that is to end. */
export function checkSharedApart(
  draft: Draft,
  object: ObservedContainer,
  what: string,
): readonly Diagnostic[] {
  const user = userApart(draft, object);
  if (user?.kind !== 'container') return [];
  const summary = `${object.address} cannot be ${what}: ${user.address} is in a namespace of it`;
  const why = 'That would lose it, and what is not chosen is left as it is.';
  return [outsidePart(draft, object.address, user, { summary, why })];
}
