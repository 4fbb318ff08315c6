/*
 * The build that each image had before: it stays, so that the stack can be brought back to it without
 * its files. One for each wanted image, and what that is built on; earlier ones go. Labels and ledger
 * alone say which it is, so that a plan made right after an apply finds nothing to do.
 */
import type { Observed, ObservedImage } from '../model/index.js';
import { hasOwnName, heldImage } from './held.js';
import { ledgerEntry } from './applied.js';
import type { PlanInput } from './facts.js';
import { isIgnored } from './ignore.js';
import { desiredAt, objectsWithId } from './look-up.js';

type Subject = Pick<PlanInput, 'desired' | 'observation'>;

/** The builds that stay beside those that are wanted. */
export function previousBuilds(subject: Subject): ReadonlySet<Observed> {
  const { observation } = subject;
  const byKey = new Map(
    observation.objects.flatMap((object) =>
      object.kind === 'image' ? [[object.completed.key, object] as const] : [],
    ),
  );
  const held = heldByContainers(subject, byKey);
  const stays = new Set<Observed>();
  const chosenFor = new Set<string>();
  for (const { image, chain, wasApplied } of candidates(subject, byKey)) {
    const { address } = image;
    // What only stays for another's sake is not what its own address is brought back to: once the
    // ledger has gone on, nothing but this tells the two apart.
    const staysAnyhow = stays.has(image) || held.has(image);
    if (chosenFor.has(address) || (staysAnyhow && !wasApplied)) continue;
    chosenFor.add(address);
    for (const one of chain) if (!isWanted(one, subject)) stays.add(one);
  }
  return stays;
}

interface Candidate {
  readonly image: ObservedImage;
  /** What it is built on, itself first. */
  readonly chain: readonly ObservedImage[];
  /** Whether it is what the ledger names. */
  readonly wasApplied: boolean;
}

/**
 * Builds that could stay, each before those that it is to be preferred to, and before what it is built
 * on. What was applied last counts before what was built last: a build may never have been used.
 */
function candidates(
  { desired, observation }: Subject,
  byKey: ReadonlyMap<string, ObservedImage>,
): readonly Candidate[] {
  const found = desired.flatMap((one) => {
    if (one.kind !== 'image') return [];
    const { address } = one.resource;
    const { key } = one.completed;
    const applied = ledgerEntry(observation, 'image', address)?.spec.key;
    // One without its name could not be gone back to.
    return heldImage(observation, address, key)
      .leftovers.filter((image) => image.completed.key !== key && hasOwnName(image))
      .map((image) => ({
        image,
        chain: withBases(image, byKey),
        wasApplied: image.completed.key === applied,
      }));
  });
  return found
    .filter(({ chain }) =>
      // What is built on an image that is no longer written goes with that.
      chain.every(({ address }) => desiredAt(desired, address)),
    )
    .sort(
      (a, b) =>
        Number(b.wasApplied) - Number(a.wasApplied) ||
        b.image.generation - a.image.generation ||
        b.chain.length - a.chain.length ||
        (a.image.id < b.image.id ? -1 : 1),
    );
}

/** What containers stay on that ignore another image, and what that is built on. */
function heldByContainers(
  { desired, observation: { objects } }: Subject,
  byKey: ReadonlyMap<string, ObservedImage>,
): ReadonlySet<Observed> {
  const held = objects.flatMap((object): readonly ObservedImage[] => {
    if (object.kind !== 'container') return [];
    const ignored = desiredAt(desired, object.address)?.resource.lifecycle.ignoreChanges ?? [];
    if (!isIgnored('image', ignored)) return [];
    const image = objectsWithId(objects, object.imageId).find(({ kind }) => kind === 'image');
    return image?.kind === 'image' ? withBases(image, byKey) : [];
  });
  return new Set(held);
}

function isWanted({ address, completed: { key } }: ObservedImage, { desired }: Subject): boolean {
  const wanted = desiredAt(desired, address);
  return wanted?.kind === 'image' && wanted.completed.key === key;
}

/** An image and all of the stack's that it is built on. */
function withBases(
  image: ObservedImage,
  byKey: ReadonlyMap<string, ObservedImage>,
): readonly ObservedImage[] {
  const chain = new Set([image]);
  for (const one of chain) {
    const base = byKey.get(one.completed.base);
    if (base) chain.add(base);
  }
  return [...chain];
}
