/*
 * What Stowage keeps in the engine: labels on every object, and the ledger of generations.
 * Labels alone say who owns an object and how it was made; the ledger adds what was changed in place
 * since. Losing the ledger loses history and the origin of a difference, nothing else.
 */
import type { Kind } from './address.js';
import type { CompletedImage } from './completed.js';
import type { MountContents } from './content.js';
import type { Condition } from './resource.js';
import type { ContainerSpec, NetworkSpec, VolumeSpec } from './schemas/index.js';

/** Labels that mark an object as ours. All begin with `stowage.`, which users cannot set. */
export const ownLabels = {
  stack: 'stowage.stack',
  stackId: 'stowage.stack-id',
  address: 'stowage.address',
  /** Canonical JSON of the record: what the object was made from. */
  spec: 'stowage.spec',
  /** Canonical JSON of what was behind its bind mounts. */
  content: 'stowage.content',
  /** Number of the generation that made the object. */
  generation: 'stowage.generation',
  /** On intermediate images of a build: the address of what is built. */
  building: 'stowage.building',
  /** On intermediate images of a build for a platform in words. */
  platform: 'stowage.platform',
  /** Name of the volume whose content a volume was made with. */
  copiedFrom: 'stowage.copied-from',
} as const;

/** What an object was made from, as its label holds it. */
export interface RecordByKind {
  readonly image: CompletedImage;
  readonly volume: VolumeSpec;
  readonly network: NetworkSpec;
  readonly container: ContainerSpec;
}

/** What of a resource the ledger keeps: the spec last applied; of an image, what tells it apart. */
export interface AppliedByKind {
  readonly image: {
    readonly name: string;
    readonly key: string;
    /** Its further names, in order; absent where it has none. */
    readonly tags?: readonly string[];
  };
  readonly volume: VolumeSpec;
  readonly network: NetworkSpec;
  readonly container: ContainerSpec;
}

/** A dependency that orders, as the ledger keeps it. */
export interface RecordedDependency {
  readonly address: string;
  readonly condition: Exclude<Condition, 'named'>;
}

/** One resource as a generation of the ledger holds it. */
export interface LedgerEntryOf<K extends Kind> {
  readonly kind: K;
  readonly name: string;
  readonly spec: AppliedByKind[K];
  /** Present on what may not be deleted even when it is no longer written. */
  readonly protect?: true;
  /** Paths of attributes whose changes are ignored. */
  readonly ignore?: readonly string[];
  /** Paths of values that were made from secrets, and are shown to nobody. */
  readonly secrets?: readonly string[];
  /** Of a container: what was behind its bind mounts when it was made, or last told. */
  readonly content?: MountContents;
  /** What has to be there first, and how far, in order of address. */
  readonly after?: readonly RecordedDependency[];
  /** How a container is replaced, where it is not stop-first with a rollback. */
  readonly order?: 'start-first';
  readonly onFailure?: 'keep';
}
export type LedgerEntry = { readonly [K in Kind]: LedgerEntryOf<K> }[Kind];

/**
 * What the ledger says of one object over its labels, which cannot change while it lives: that it
 * stands at another address than it was made for, that it is the stack's although others made it, or
 * that it is the stack's no longer.
 */
export interface Claim {
  readonly kind: Kind;
  /** The engine's id; of a volume its name. */
  readonly id: string;
  /** Where it stands; null for what was let go of. */
  readonly address: string | null;
  /** The generation that says so. What the stack has made later under the same id is another object. */
  readonly generation: number;
}

/** One completed apply. */
export interface Generation {
  readonly number: number;
  /** Name of the stack. */
  readonly stack?: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** `user@host`. */
  readonly author: string;
  /** Commit of the stack's repository, where there is one. */
  readonly commit?: string;
  /** SHA-256, in hexadecimal, of the plan that made it. */
  readonly digest?: string;
  /** The generation that it went back to. */
  readonly rollbackOf?: number;
  readonly resources: Readonly<Record<string, LedgerEntry>>;
  readonly claims?: readonly Claim[];
  /** The `moved` statements that it has carried out, as `movedText` writes them. */
  readonly moved?: readonly string[];
}

/** A `moved` statement as the ledger remembers it. */
export function movedText({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from} -> ${to}`;
}

/** Suffix of a predecessor's name while its successor is being proven. */
export const predecessorSuffix = '.stowage-previous';

/** Suffix of a successor's name while it is being proven beside its predecessor. */
export const successorSuffix = '.stowage-next';

/** The generation that made an object, by its labels; 0 when they do not say. */
export function generationOf(labels: Readonly<Record<string, string>>): number {
  const text = labels[ownLabels.generation] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** The volume that a volume was copied from, as its labels have it. */
export function copiedFromOf(labels: Readonly<Record<string, string>>): {
  readonly copiedFrom?: string;
} {
  const name = labels[ownLabels.copiedFrom];
  return name === undefined ? {} : { copiedFrom: name };
}
