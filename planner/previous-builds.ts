/*
 * The build that each image had before: it stays, so that the stack can be brought back to it without
 * its files. One for each wanted image, and what that is built on; earlier ones go. Labels and ledger
 * alone say which it is, so that a plan made right after an apply finds nothing to do.
 */
import { imageReference, type Observed, type ObservedImage } from '../model/index.js';
import { heldImage, ledgerEntry, type PlanInput } from './facts.js';
import { desiredAt } from './look-up.js';

type Subject = Pick<PlanInput, 'desired' | 'observation'>;

/** The builds that stay beside those that are wanted. */
export function previousBuilds(subject: Subject): ReadonlySet<Observed> {
  const { desired, observation } = subject;
  const byKey = new Map(
    observation.objects.flatMap((object) =>
      object.kind === 'image' ? [[object.completed.key, object] as const] : [],
    ),
  );
  const stays = new Set<Observed>();
  for (const one of desired) {
    const previous = one.kind === 'image' ? buildBefore(one, subject) : undefined;
    const chain = previous ? withBases(previous, byKey) : [];
    // What is built on an image that is no longer written goes with that.
    if (!chain.every(({ address }) => desiredAt(desired, address))) continue;
    for (const image of chain) if (!isWanted(image, subject)) stays.add(image);
  }
  return stays;
}

function isWanted({ address, completed: { key } }: ObservedImage, { desired }: Subject): boolean {
  const wanted = desiredAt(desired, address);
  return wanted?.kind === 'image' && wanted.completed.key === key;
}

function buildBefore(
  { resource: { address }, completed }: Extract<Subject['desired'][number], { kind: 'image' }>,
  { observation }: Subject,
): ObservedImage | undefined {
  // One without its name could not be gone back to.
  const leftovers = heldImage(observation, address, completed.key).leftovers.filter(
    (image) =>
      image.completed.key !== completed.key &&
      image.references.includes(imageReference(image.completed)),
  );
  const applied = ledgerEntry(observation, 'image', address)?.spec.key;
  const [newest] = [...leftovers].sort(newestFirst);
  // What was applied last counts before what was built last: a build may never have been used.
  return leftovers.find((image) => image.completed.key === applied) ?? newest;
}

const newestFirst = (a: ObservedImage, b: ObservedImage): number =>
  b.generation - a.generation || (a.id < b.id ? -1 : 1);

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
