/*
 * Which of the observed objects stands for an address, and what is left beside it; and what a living
 * container is to be compared as.
 */
import {
  imageReference,
  predecessorSuffix,
  successorSuffix,
  type CompletedContainer,
  type Kind,
  type ContainerStatus,
  type Observation,
  type Observed,
  type ObservedByKind,
  type ObservedContainer,
  type ObservedImage,
} from '../model/index.js';
import { withoutCopied } from './copied.js';
import { objectsAt, objectsNamed, objectsWithId } from './look-up.js';

/** What an engine holds under one address: the object that counts, and what is left beside it. */
export interface Held<K extends Kind> {
  readonly current?: ObservedByKind[K];
  readonly leftovers: readonly ObservedByKind[K][];
}

const ofKind = <K extends Kind>(
  objects: readonly Observed[],
  kind: K,
  address: string,
): readonly ObservedByKind[K][] =>
  objectsAt(objects, address).filter(
    (object): object is ObservedByKind[K] & Observed => object.kind === kind,
  );

/** Whether a name is one that an interrupted replacement leaves. */
export const isTemporary = (name: string): boolean => lastingName(name) !== name;

/** The name that a container had before it was put aside, or is to have once it is proven. */
export function lastingName(name: string): string {
  for (const suffix of [predecessorSuffix, successorSuffix]) {
    if (name.endsWith(suffix)) return name.slice(0, -suffix.length).replace(/\.stowage-2$/, '');
  }
  return name;
}

/**
 * A name for the time being, which no other object was left with.
 * @param own what may have it: an id, or the address of what is removed first
 */
export function temporaryName(
  { objects }: Observation,
  name: string,
  suffix: string,
  own: string,
): string {
  const taken = objectsNamed(objects, `${name}${suffix}`).some(
    (object) => object.id !== own && object.address !== own,
  );
  return `${name}${taken ? '.stowage-2' : ''}${suffix}`;
}

/**
 * Picks the container that stands for an address: the one under the wanted name, else one whose name
 * has drifted and which runs, else the predecessor that an interrupted replacement left, else any. A
 * successor that runs counts before a predecessor that has been stopped for it.
 */
function pickContainer(
  candidates: readonly ObservedContainer[],
  name: string | undefined,
): ObservedContainer | undefined {
  const lasting = candidates.filter((candidate) => !isTemporary(candidate.name));
  const running = candidates.filter(({ status }) => isUp(status));
  const holder = candidates.find((candidate) => candidate.name === name);
  const runningOne = lasting.find((candidate) => running.includes(candidate));
  const successor = running.find((candidate) => candidate.name.endsWith(successorSuffix));
  if (successor && !runningOne) return successor;
  return (
    holder ??
    runningOne ??
    candidates.find((candidate) => candidate.name === `${name}${predecessorSuffix}`) ??
    lasting[0] ??
    candidates[0]
  );
}

/** Whether a container has processes, so that it can be stopped and has to be before it goes. */
export const isUp = ({ state }: ContainerStatus): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting';

export function heldContainer(
  observation: Observation,
  address: string,
  name?: string,
): Held<'container'> {
  const candidates = ofKind(observation.objects, 'container', address);
  const current = pickContainer(candidates, name);
  return {
    ...(current ? { current } : {}),
    leftovers: candidates.filter((candidate) => candidate !== current),
  };
}

/**
 * A live container with the image under the wanted name, where that name leads to the image that it
 * was made from: an image that has been given a further name is the same image. The alias by which a
 * successor answers to a name that it does not have yet is no alias.
 * @param tagged ids of images by the names that they are about to get
 */
export function liveContainer(
  observation: Observation,
  { completed, imageId }: ObservedContainer,
  image: string | undefined,
  tagged: ReadonlyMap<string, string> = new Map(),
): CompletedContainer {
  const isSame =
    image !== undefined &&
    (tagged.get(image) === imageId ||
      twinOf(observation, imageId, image) !== undefined ||
      objectsWithId(observation.objects, imageId).some(
        (object) => object.kind === 'image' && object.references.includes(image),
      ));
  const live = isSame ? { ...completed, image } : completed;
  if (!live.name.endsWith(successorSuffix)) return live;
  const own = lastingName(live.name);
  return {
    ...live,
    networks: Object.fromEntries(
      Object.entries(live.networks).map(([network, endpoint]) => [
        network,
        { ...endpoint, aliases: endpoint.aliases.filter((alias) => alias !== own) },
      ]),
    ),
  };
}

/** The image that has a name, in the place of another one of the same content and address. */
export function twinOf(
  { objects }: Observation,
  id: string,
  name: string,
): ObservedImage | undefined {
  const own = objectsWithId(objects, id).find((object) => object.kind === 'image');
  if (!own || own.references.includes(name)) return undefined;
  return objectsAt(objects, own.address)
    .filter((object) => object.kind === 'image')
    .find(
      ({ completed, references }) =>
        completed.key === own.completed.key && references.includes(name),
    );
}

/** Finds volumes and networks by address, the wanted name first. */
export function heldNamed<K extends 'volume' | 'network'>(
  observation: Observation,
  kind: K,
  address: string,
  name?: string,
): Held<K> {
  const candidates = ofKind(observation.objects, kind, address);
  const standing = withoutCopied(observation, candidates);
  const current = standing.find((candidate) => candidate.name === name) ?? standing[0];
  return {
    ...(current ? { current } : {}),
    leftovers: candidates.filter((candidate) => candidate !== current),
  };
}

/** Whether an image has the name that its content gives it. */
export const hasOwnName = ({ references, completed }: ObservedImage): boolean =>
  references.includes(imageReference(completed));

/**
 * Finds images by address; the current one has the wanted content key. There may be two of one key,
 * where an engine went on with a build that nobody waited for any longer: the one with the name counts.
 * @param isAsBuilt whether an image of the key has the settings that it was built with. One that was made
 * from it by hand has its labels, and may have its name; it loses that, and is left to whoever made it
 */
export function heldImage(
  observation: Observation,
  address: string,
  key?: string,
  isAsBuilt: (image: ObservedImage) => boolean = () => true,
): Held<'image'> & { readonly altered?: ObservedImage } {
  const candidates = ofKind(observation.objects, 'image', address);
  const wanted = candidates.filter((candidate) => candidate.completed.key === key);
  const built = wanted.filter(isAsBuilt);
  const altered = wanted.find((image) => hasOwnName(image) && !built.includes(image));
  const current = built.find(hasOwnName) ?? built[0];
  return {
    ...(current ? { current } : {}),
    ...(altered ? { altered } : {}),
    leftovers: candidates.filter(
      (candidate) =>
        candidate !== current && (built.includes(candidate) || !wanted.includes(candidate)),
    ),
  };
}
