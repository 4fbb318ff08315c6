/*
 * What planning starts from: desired resources with their completed specs, what was observed, and
 * the recorded specs that tell whose a difference is. Observed objects are matched to addresses here.
 */
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  imageReference,
  predecessorSuffix,
  successorSuffix,
  toJson,
  type CompletedByKind,
  type CompletedContainer,
  type Change,
  type FingerprintOf,
  type JsonValue,
  type Kind,
  type ContainerSpec,
  type ContainerStatus,
  type LedgerEntry,
  type LedgerEntryOf,
  type MountContents,
  type Import,
  type Moved,
  type Removed,
  type Observation,
  type Observed,
  type ObservedByKind,
  type ObservedContainer,
  type ObservedImage,
  type Output,
  type Resource,
  type ResourceOf,
  type SpecByKind,
  type Seal,
  type Verdict,
} from '../model/index.js';
import { withoutCopied } from './copied.js';
import { objectsAt, objectsNamed, objectsWithId } from './look-up.js';
import { openedSpec, type Secrecy } from './secrecy.js';
import type { Choice } from './scope.js';

/** A resource of the files with every default filled in. */
export interface DesiredOf<K extends Kind> {
  readonly kind: K;
  readonly resource: ResourceOf<K>;
  readonly completed: CompletedByKind[K];
  /** Of an image: its secrets and those of its bases, which its content key and its record hold sealed. */
  readonly seals?: readonly Seal[];
  /** Of a container: what is behind its bind mounts. */
  readonly content?: MountContents;
  /** The image of a registry that it is made from. */
  readonly registry?: RegistryImage;
}

/** An image of a registry that something is made from. */
export interface RegistryImage {
  /** Name, tag and digest. */
  readonly reference: string;
  /** The engine's id of it; absent where it has to be pulled. */
  readonly id?: string;
}
export type Desired = { readonly [K in Kind]: DesiredOf<K> }[Kind];

/** What the files say of addresses and objects beside the resources. */
export interface Statements {
  readonly moved: readonly Moved[];
  readonly removed: readonly Removed[];
  readonly imports: readonly Import[];
}

export interface PlanInput {
  readonly stack: { readonly name: string; readonly id: string };
  readonly statements: Statements;
  readonly desired: readonly Desired[];
  readonly outputs: readonly Output[];
  /** Digests by name that are to be pinned from now on. */
  readonly pins?: Readonly<Record<string, string>>;
  /** Why what is not desired goes, where that is not by the files: `not in generation 2`. */
  readonly absence?: string;
  readonly observation: Observation;
  readonly fingerprint: FingerprintOf;
  readonly verdict: (
    kind: Kind,
    change: Pick<Change, 'path' | 'before' | 'after'>,
    wanted?: JsonValue,
  ) => Verdict;
  /** How many deletions are allowed in words, where there are more than may go unasked. */
  readonly allowedDeletions?: number;
  /** Addresses of what is to be made anew although nothing of it differs. */
  readonly replace?: readonly string[];
  /** The part of the stack that is planned; all of it where absent. */
  readonly choice?: Choice;
}

/** What destroying starts from; specs need not be complete, nor images be there. */
export interface DestroyInput {
  readonly stack: { readonly name: string; readonly id: string };
  readonly statements: Statements;
  readonly resources: readonly Resource[];
  readonly observation: Observation;
  readonly fingerprint: FingerprintOf;
  /** The part of the stack that is destroyed; all of it where absent. */
  readonly choice?: Choice;
}

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

/**
 * Finds images by address; the current one has the wanted content key. There may be two of one key,
 * where an engine went on with a build that nobody waited for any longer: the one with the name counts.
 */
export function heldImage(observation: Observation, address: string, key?: string): Held<'image'> {
  const candidates = ofKind(observation.objects, 'image', address);
  const built = candidates.filter((candidate) => candidate.completed.key === key);
  const isNamed = ({ references, completed }: ObservedImage): boolean =>
    references.includes(imageReference(completed));
  const current = built.find(isNamed) ?? built[0];
  return {
    ...(current ? { current } : {}),
    leftovers: candidates.filter((candidate) => candidate !== current),
  };
}

/** What the ledger says of an address, if it is of the same kind. */
export function ledgerEntry<K extends Kind>(
  observation: Observation,
  kind: K,
  address: string,
): LedgerEntryOf<K> | undefined {
  const isOfKind = (entry: LedgerEntry | undefined): entry is LedgerEntry & LedgerEntryOf<K> =>
    entry?.kind === kind;
  const entry = observation.ledger?.resources[address];
  return isOfKind(entry) ? entry : undefined;
}

/**
 * What was last applied to an object. Its own label says how it was made; a later generation of the
 * ledger, what was changed in place since. A ledger that is no later than the object cannot know
 * better: an apply that was cut off has made objects and not written its generation.
 */
export function lastApplied<S>(
  record: S | null,
  applied: S | undefined,
  { generation }: Observed,
  { ledger }: Observation,
): S | undefined {
  const later = (ledger?.number ?? 0) > generation;
  return (later ? (applied ?? record) : (record ?? applied)) ?? undefined;
}

/** The spec last applied to a container. */
export function appliedContainer(
  object: ObservedContainer,
  observation: Observation,
): ContainerSpec | undefined {
  const applied = ledgerEntry(observation, 'container', object.address)?.spec;
  return lastApplied(object.record, applied, object, observation);
}

/** The spec last applied to an object, secrets sealed; `undefined` when nothing says what it was. */
export function appliedSpec(
  object: Exclude<Observed, { kind: 'image' }>,
  observation: Observation,
): SpecByKind[Exclude<Kind, 'image'>] | undefined {
  switch (object.kind) {
    case 'volume': {
      const applied = ledgerEntry(observation, 'volume', object.address)?.spec;
      return lastApplied(object.record, applied, object, observation);
    }
    case 'network': {
      const applied = ledgerEntry(observation, 'network', object.address)?.spec;
      return lastApplied(object.record, applied, object, observation);
    }
    case 'container':
      return appliedContainer(object, observation);
    default:
      return object satisfies never;
  }
}

/** The spec last applied to an object, completed; `undefined` when nothing says what it was. */
export function recordedSpec(
  object: Exclude<Observed, { kind: 'image' }>,
  observation: Observation,
  secrecy: Secrecy,
): JsonValue | undefined {
  switch (object.kind) {
    case 'volume': {
      const applied = ledgerEntry(observation, 'volume', object.address)?.spec;
      const spec = lastApplied(object.record, applied, object, observation);
      return spec && toJson(completeVolume(openedSpec('volume', spec, object, secrecy)));
    }
    case 'network': {
      const applied = ledgerEntry(observation, 'network', object.address)?.spec;
      const spec = lastApplied(object.record, applied, object, observation);
      return spec && toJson(completeNetwork(openedSpec('network', spec, object, secrecy)));
    }
    case 'container': {
      const spec = appliedContainer(object, observation);
      if (!spec) return undefined;
      const opened = openedSpec('container', spec, object, secrecy);
      return toJson(completeContainer(opened, object.imageConfig));
    }
    default:
      return object satisfies never;
  }
}
