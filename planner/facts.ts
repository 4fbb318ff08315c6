/*
 * What planning starts from: desired resources with their completed specs, what was observed, and what
 * the files say beside. How observed objects are matched to addresses is in held.ts.
 */
import type {
  CompletedByKind,
  Change,
  FingerprintOf,
  JsonValue,
  Kind,
  MountContents,
  Import,
  Moved,
  Removed,
  Observation,
  Output,
  Resource,
  ResourceOf,
  Seal,
  Verdict,
} from '../model/index.js';
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
  /** The images of registries that it is made from. */
  readonly registry?: readonly RegistryImage[];
}

/** An image of a registry that something is made from. */
export interface RegistryImage {
  /** Name, tag and digest. */
  readonly reference: string;
  /** The engine's id of it; absent where it has to be pulled. */
  readonly id?: string;
  /** What it is asked for; absent where nobody does. */
  readonly platform?: string;
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
