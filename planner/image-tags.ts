/*
 * Plans the further names of images. Which of them are the stack's to take away, or to take back, the
 * ledger says; a name that an image of somebody else has, and that never was the stack's, is not taken.
 * Giving and taking names makes nothing anew.
 */
import {
  imageReference,
  tagsOf,
  toJson,
  type Change,
  type Diagnostic,
  type Foreign,
  type Observed,
  type ObservedImage,
  type OperationOf,
  type Risk,
} from '../model/index.js';
import { ledgerEntry } from './applied.js';
import { changesBetween } from './changes.js';
import { addStep, vacate, type Draft } from './draft.js';
import type { DesiredOf, PlanInput } from './facts.js';
import { withLayers } from './layers.js';

/** The names that one action gives and takes. */
export interface TagWork {
  readonly changes: readonly Change[];
  readonly steps: readonly string[];
  readonly risks: readonly Risk[];
}

type Observation = PlanInput['observation'];

/** The further names that an image of the files is to have, as the ledger keeps them. */
export function wantedTags({ resource }: DesiredOf<'image'>): {
  readonly tags?: readonly string[];
} {
  const tags = tagsOf(resource.spec.tags ?? []);
  return tags.length > 0 ? { tags } : {};
}

/** The names that the stack has given to what stands at an address. */
export const recordedTags = (observation: Observation, address: string): readonly string[] =>
  ledgerEntry(observation, 'image', address)?.spec.tags ?? [];

/** All names that the stack has given to its images. */
const allRecorded = ({ ledger }: Observation): ReadonlySet<string> =>
  new Set(
    Object.values(ledger?.resources ?? {}).flatMap((entry) =>
      entry.kind === 'image' ? (entry.spec.tags ?? []) : [],
    ),
  );

/** Those of the recorded and wanted names that an image has: what others call it is theirs. */
const among = (names: readonly string[], image: ObservedImage | undefined): readonly string[] =>
  names.filter((name) => image?.references.includes(name));

const held = (tags: readonly string[]): object => (tags.length > 0 ? { tags: [...tags] } : {});

/**
 * Plans the further names of one image, and takes away those that its files name no more.
 * @param image what has the names as far as they are there: it, or the build before it
 * @param target the image that they are for
 * @param made the step after which that is there
 */
export function planTags(
  draft: Draft,
  desired: DesiredOf<'image'>,
  image: ObservedImage | undefined,
  target: OperationOf<'tag-image'>['target'],
  made: string | undefined,
): TagWork {
  const { observation } = draft.input;
  const { resource } = desired;
  const { address } = resource;
  const { tags: wanted = [] } = wantedTags(desired);
  const entry = ledgerEntry(observation, 'image', address);
  const recorded = entry?.spec.tags ?? [];
  const changes = changesBetween(
    'image',
    toJson(held(among([...new Set([...wanted, ...recorded])].sort(), image))),
    toJson(held(wanted)),
    () => entry && toJson(held(recorded)),
    resource.spans,
    () => ({ effect: 'in-place' }),
  );

  const risks: Risk[] = [];
  const steps: string[] = [];
  for (const reference of wanted) {
    const owner = ownerOf(draft, reference);
    if (owner !== undefined && owner.id === target.id) continue;
    const stranger = strangerWith(observation, reference);
    if (stranger) risks.push(loses(stranger));
    const from = [owner, stranger].flatMap((one) => (one ? [one.id] : []));
    const step = addStep(
      draft,
      address,
      { op: 'tag-image', target, reference, from },
      [made],
      reference,
    );
    if (owner) vacate(draft, 'image', owner.id, step);
    steps.push(step);
  }
  return {
    changes: withLayers(changes, resource, { applied: () => undefined }),
    risks,
    steps: [...steps, ...planUntagging(draft, address, recorded, made)],
  };
}

/**
 * Takes away the names that the stack has given to an address and that nothing of it wants any more,
 * wherever they have got to within the stack.
 */
export function planUntagging(
  draft: Draft,
  address: string,
  recorded: readonly string[],
  made?: string,
): readonly string[] {
  const wanted = allWanted(draft);
  const chosen = chosenTags(draft);
  return recorded.flatMap((reference) => {
    const owner = ownerOf(draft, reference);
    if (!owner || chosen.has(reference)) return [];
    // What is not chosen and wants it is given it when it is; until then nobody would know whose it is.
    if (wanted.has(reference) && draft.apart.includes(owner)) return [];
    const target = { kind: 'image', name: owner.name, id: owner.id } as const;
    const step = addStep(
      draft,
      address,
      { op: 'untag-image', target, reference },
      [made],
      reference,
    );
    vacate(draft, 'image', owner.id, step);
    return [step];
  });
}

/** The names that images are to have which this plan is about. */
const chosenTags = ({ input: { desired } }: Draft): ReadonlySet<string> =>
  new Set(
    desired.flatMap((one) => (one.kind === 'image' ? tagsOf(one.resource.spec.tags ?? []) : [])),
  );

/** All names that images of the stack are to have after the plan. */
function allWanted({ written, input: { desired, choice } }: Draft): ReadonlySet<string> {
  const apart = choice ? written.filter(({ address }) => !choice.addresses.has(address)) : [];
  const standing = [...desired.map(({ resource }) => resource), ...apart];
  return new Set(
    standing.flatMap((one) => (one.kind === 'image' ? tagsOf(one.spec.tags ?? []) : [])),
  );
}

/** A name of an image that neither its content key nor the stack has given it. */
export function nameOfOthers(draft: Draft, image: ObservedImage): string | undefined {
  const { completed, references } = image;
  const own = new Set([...allRecorded(draft.input.observation), ...allWanted(draft)]);
  const [, tag = ''] = imageReference(completed).split(/:([^:/]*)$/);
  return references.find(
    (name) =>
      !name.includes('@') &&
      !own.has(name) &&
      !name.startsWith(`${completed.name}:`) &&
      !name.endsWith(`:${tag}`),
  );
}

/** The image of the stack that has a name, chosen or not. */
const ownerOf = (
  { input: { observation }, apart }: Draft,
  reference: string,
): ObservedImage | undefined =>
  [...observation.objects, ...apart].find(
    (object): object is ObservedImage & Observed =>
      object.kind === 'image' && object.references.includes(reference),
  );

/** The image of somebody else that has a name. */
const strangerWith = ({ foreign }: Observation, reference: string): Foreign | undefined =>
  foreign.find(({ kind, name }) => kind === 'image' && name === reference);

const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);

const loses = ({ id, name }: Foreign): Risk => ({
  kind: 'takes-name',
  text: `image ${shortId(id)}, which is not the stack’s, loses the name ${name}`,
});

/**
 * Names that belong to somebody else's images. One that the stack has given before was moved away by hand, and
 * is taken back from what no stack has made.
 */
export function checkTags({ desired, observation }: PlanInput): readonly Diagnostic[] {
  const recorded = allRecorded(observation);
  return desired.flatMap((one) => {
    if (one.kind !== 'image') return [];
    const { resource } = one;
    return (wantedTags(one).tags ?? []).flatMap((reference) => {
      const stranger = strangerWith(observation, reference);
      if (!stranger || (recorded.has(reference) && stranger.stack === undefined)) return [];
      return [tagTaken(resource, stranger)];
    });
  });
}

function tagTaken(
  { address, span, spans }: DesiredOf<'image'>['resource'],
  { id, name, stack, released }: Foreign,
): Diagnostic {
  const owner =
    released !== undefined
      ? `the stack has let go of that (it was ${released})`
      : stack === undefined
        ? 'Stowage did not make that'
        : `that belongs to stack ${stack}`;
  return {
    code: 'name-taken',
    severity: 'error',
    summary: `an image named ${name} is there already`,
    detail:
      `${address} is to have it among its \`tags\`, and ${owner} (id ${shortId(id)}). ` +
      `Take the name away by \`stowage rmi ${name}\`, with which an image goes that has no other, or write another one.`,
    span: spans['tags'] ?? span,
  };
}
