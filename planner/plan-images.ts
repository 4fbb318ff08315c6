/*
 * Plans images. An image is there or not, by content key: it is built when no image of the address
 * has the key, or when the key's name was taken away; builds of other keys go once nothing uses them.
 */
import {
  equalJson,
  imageReference,
  sealImage,
  toJson,
  type Cause,
  type Change,
  type CompletedImage,
  type JsonValue,
  type Observation,
  type Observed,
  type ObservedImage,
  type Seal,
  type Target,
} from '../model/index.js';
import { changesBetween } from './changes.js';
import {
  addAction,
  addStep,
  readyStep,
  setReady,
  vacate,
  vacatingSteps,
  type Draft,
} from './draft.js';
import { heldImage } from './held.js';
import type { DesiredOf } from './facts.js';
import { imagesOn, objectsAt } from './look-up.js';
import { withLayers } from './layers.js';
import { recordLabels } from './labels.js';
import { originOfAction, settledVerb } from './origins.js';
import { pullSteps } from './plan-pulls.js';
import { planTags, planUntagging, recordedTags, wantedTags } from './image-tags.js';
import { retainedBy } from './retained.js';

/**
 * What of an image is compared attribute by attribute; the key follows from it. Secrets are compared
 * sealed, since the record of what is there has them so.
 */
function comparable(image: CompletedImage, seals: readonly Seal[]): JsonValue {
  const { from, base, steps, files, config, dockerfile } = sealImage(image, seals);
  return toJson({
    from,
    ...(from.kind === 'image' ? {} : { base }),
    steps: Object.fromEntries(steps.map((step, index) => [String(index), step])),
    files,
    config,
    ...(dockerfile && { dockerfile }),
  });
}

/** A changed file is the cause people look for, so causes name files first, then steps, then the rest. */
function causesOf(draft: Draft, desired: DesiredOf<'image'>, changes: readonly Change[]): Cause[] {
  const files = changes.filter((change) => change.path.startsWith('files'));
  const causes: Cause[] = files.map((change) => ({
    text: `${fileOf(change.path)} ${change.before === undefined ? 'is new' : change.after === undefined ? 'is gone' : 'changed'}`,
  }));
  for (const dependency of desired.resource.dependsOn) {
    if (readyStep(draft, dependency.address, 'exists') === undefined) continue;
    causes.push({ text: `${dependency.address} is built`, address: dependency.address });
  }
  for (const change of changes) {
    if (!files.includes(change)) causes.push({ text: causeOf(change) });
  }
  return causes;
}

/** Of a Dockerfile the instruction or the argument, of everything else the attribute. */
function causeOf({ path, before, after }: Change): string {
  const [part, name = ''] =
    /^dockerfile\.(\w+)(?:\.|\[")?(.*?)(?:"\])?$/.exec(path)?.slice(1) ?? [];
  const became = before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed';
  switch (part) {
    case 'instructions':
      return `the instruction ${JSON.stringify(after ?? before)} ${became}`;
    case 'args':
      return `the build argument ${name} ${became}`;
    case 'bases':
      return `the image ${name} in the Dockerfile ${became}`;
    default:
      return `${path} changed`;
  }
}

const fileOf = (path: string): string =>
  /\["(.*)"\]$/.exec(path)?.[1] ?? path.replace(/^files\./, '');

/** What there is of an image; that of its settings which the files have sealed is compared so. */
export const heldBy = (
  observation: Observation,
  { resource, completed, seals = [] }: DesiredOf<'image'>,
): ReturnType<typeof heldImage> => {
  const settings = (image: CompletedImage): JsonValue => toJson(sealImage(image, seals).config);
  const wanted = settings(completed);
  return heldImage(observation, resource.address, completed.key, (image) =>
    equalJson(settings(image.completed), wanted),
  );
};

/** What differs of an image that is there from the one that is wanted. */
function changesTo(
  { input }: Draft,
  { resource, completed, seals = [] }: DesiredOf<'image'>,
  { completed: there, record }: ObservedImage,
): readonly Change[] {
  const [before, after] = [comparable(there, seals), comparable(completed, seals)];
  const isSameBuild = there.key === completed.key;
  const changes = changesBetween(
    'image',
    before,
    after,
    () => (isSameBuild && record ? comparable(record, seals) : undefined),
    resource.spans,
    input.verdict,
  );
  return withLayers(changes, resource, { applied: () => undefined });
}

/** Plans one image; images it is made from must have been planned before. */
export function planImage(draft: Draft, desired: DesiredOf<'image'>): void {
  const { resource, completed, seals = [] } = desired;
  const { address } = resource;
  const reference = imageReference(completed);
  const { current, leftovers, altered } = heldBy(draft.input.observation, desired);
  draft.resources[address] = {
    kind: 'image',
    name: completed.name,
    spec: { name: completed.name, key: completed.key, ...wantedTags(desired) },
  };
  const common = { address, kind: 'image', name: reference, span: resource.span } as const;
  const origin = current ? originOfAction(draft, current) : {};
  if (current) {
    const { spec } = resource;
    draft.keptImages.push({ address, spec, completed, ...(seals.length > 0 && { seals }) });
  }
  const named = (id?: string): Target => ({
    kind: 'image',
    name: reference,
    ...(id === undefined ? {} : { id }),
  });
  if (current?.references.includes(reference)) {
    const tags = planTags(draft, desired, current, named(current.id), undefined);
    const verb = settledVerb(tags.steps.length > 0 ? 'update' : 'keep', tags.changes, origin);
    addAction(draft, { ...common, ...origin, verb, ...tags });
    return;
  }
  // Built once more it would be another image of the same content, on engines that keep both.
  if (current) {
    const target: Target = {
      kind: 'image',
      name: imageReference(current.completed),
      id: current.id,
    };
    const step = addStep(draft, address, { op: 'tag-image', target, reference }, []);
    const lost = { text: `the engine no longer knows it as ${reference}` };
    const tags = planTags(draft, desired, current, named(current.id), step);
    const changes = [...(altered ? changesTo(draft, desired, altered) : []), ...tags.changes];
    addAction(draft, {
      ...common,
      ...origin,
      ...(origin.from === undefined ? { verb: 'update', causes: [lost] } : { verb: 'move' }),
      changes,
      risks: tags.risks,
      steps: [step, ...tags.steps],
    });
    setReady(draft, address, 'exists', step);
    draft.tagged.set(reference, current.id);
    return;
  }
  const build = addStep(
    draft,
    address,
    {
      op: 'build-image',
      spec: resource.spec,
      completed,
      reference,
      labels: recordLabels(draft, address, sealImage(completed, seals), completed.config.labels),
      ...(seals.length > 0 && { seals }),
    },
    [
      ...resource.dependsOn.map((dependency) => readyStep(draft, dependency.address, 'exists')),
      ...pullSteps(draft, desired),
    ],
  );
  const previous = altered ?? leftovers[0];
  const tags = planTags(draft, desired, previous, named(), build);
  const content = previous ? changesTo(draft, desired, previous) : [];
  const changes = [...content, ...(previous ? tags.changes : [])];
  const fallback = { text: previous ? 'its content changed' : 'the engine does not have it' };
  const causes = causesOf(draft, desired, content);
  addAction(draft, {
    ...common,
    verb: 'build',
    changes,
    causes: causes.length > 0 ? causes : [fallback],
    risks: tags.risks,
    steps: [build, ...tags.steps],
  });
  setReady(draft, address, 'exists', build);
}

/** Steps that take the names away of addresses that are written no more, by address. */
function orphanedTags(draft: Draft): Map<string, readonly string[]> {
  const { observation, choice } = draft.input;
  const untagged = new Map<string, readonly string[]>();
  for (const [address, { kind }] of Object.entries(observation.ledger?.resources ?? {})) {
    const stays = draft.resources[address] ?? (choice && !choice.addresses.has(address));
    if (kind !== 'image' || stays) continue;
    const steps = planUntagging(draft, address, recordedTags(observation, address));
    if (steps.length > 0) untagged.set(address, steps);
  }
  return untagged;
}

/**
 * Plans the removal of images that no wanted address has the key of. To be called when every
 * container has been planned, so that all uses are known; an image goes after those made from it.
 */
export function planImageRemovals(
  draft: Draft,
  removable: readonly ObservedImage[],
  cause: string,
): void {
  const images = [...removable].sort((a, b) => (a.id < b.id ? -1 : 1));
  const untagged = orphanedTags(draft);
  const seen = new Set<Observed>();
  const removeWithUsers = (image: Observed): void => {
    if (seen.has(image) || image.kind !== 'image') return;
    seen.add(image);
    imagesOn(images, image.completed.key).forEach(removeWithUsers);
    removeImage(draft, image, cause, untagged.get(image.address) ?? []);
    untagged.delete(image.address);
  };
  images.forEach(removeWithUsers);
  for (const [address, steps] of untagged) {
    addAction(draft, {
      ...untagging(draft, address, steps),
      name: address,
      causes: [{ text: cause }],
    });
  }
}

/** What is told of an address whose names go while its image stays. */
const untagging = (draft: Draft, address: string, steps: readonly string[]) => {
  const before = [...recordedTags(draft.input.observation, address)];
  const change: Change = { path: 'tags', before, origin: 'you', effect: 'in-place' };
  return { address, kind: 'image', verb: 'update', changes: [change], steps } as const;
};

function removeImage(
  draft: Draft,
  image: ObservedImage,
  cause: string,
  untagged: readonly string[],
): void {
  const name = imageReference(image.completed);
  const { address } = image;
  const retained = retainedBy(draft, image);
  if (retained) {
    const kept = { address, kind: 'image', verb: 'keep' } as const;
    const done = untagged.length > 0 ? untagging(draft, address, untagged) : kept;
    addAction(draft, { ...done, name, causes: [retained] });
    return;
  }
  const step = addStep(
    draft,
    image.address,
    { op: 'remove', target: { kind: 'image', name, id: image.id } },
    [
      ...vacatingSteps(draft, 'image', image.id),
      ...vacatingSteps(draft, 'image', image.completed.key),
      readyStep(draft, image.address, 'exists'),
    ],
    hasTwin(draft, image) ? image.id : image.completed.key.slice(0, 12),
  );
  vacate(draft, 'image', image.completed.base, step);
  const superseded = draft.resources[image.address] !== undefined;
  addAction(draft, {
    address: image.address,
    kind: 'image',
    verb: 'delete',
    name,
    causes: [{ text: superseded ? 'a newer build takes its place' : cause }],
    steps: [...untagged, step],
  });
}

/** Whether there is another image of the same address and content. */
const hasTwin = ({ input }: Draft, { address, completed, id }: ObservedImage): boolean =>
  objectsAt(input.observation.objects, address).some(
    (other) => other.kind === 'image' && other.id !== id && other.completed.key === completed.key,
  );
