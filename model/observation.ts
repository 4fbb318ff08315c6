/*
 * What an engine reports, translated back into completed specs.
 * An observation is complete for one stack: everything that is its own, by label or by ledger, and
 * whatever else holds a name that the stack wants.
 */
import type { Kind } from './address.js';
import type { CompletedByKind, ImageConfig } from './completed.js';
import type { MountContents } from './content.js';
import type { Generation, RecordByKind } from './record.js';
import type { SharedNamespace } from './shared-namespaces.js';

export type RunState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';
export type HealthState = 'starting' | 'healthy' | 'unhealthy';

/** How a container stands; `lost` monitors and unknown ends are `dead`. */
export interface ContainerStatus {
  readonly state: RunState;
  readonly exitCode?: number;
  readonly health?: HealthState;
  readonly oomKilled?: boolean;
  /** Addresses by network name, while running. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** A setting that an object has and no spec can say. */
export interface Beyond {
  /** Such as `privileged` or `memory swap of 1GiB`. */
  readonly text: string;
  /** Whether an object made from the spec would be another thing, or the same with less tuning. */
  readonly weight: 'essential' | 'minor';
}

interface ObservedCommon<K extends Kind> {
  readonly kind: K;
  /** The engine's id; for a volume its name. */
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly stackId: string;
  /** The generation that made it, by its label; 0 when that is missing or unreadable, or others made it. */
  readonly generation: number;
  /** The live object. */
  readonly completed: CompletedByKind[K];
  /** The label's record; null when the label is missing or unreadable. */
  readonly record: RecordByKind[K] | null;
  /** Names of containers that use it and are not the stack's, sorted. */
  readonly otherUsers: readonly string[];
  /** What it has beside its completed spec; nothing where the engine has no such settings. */
  readonly beyond?: readonly Beyond[];
  /** Digest of everything in the observation that a plan may rest on. */
  readonly fingerprint: string;
}
export interface ObservedImage extends ObservedCommon<'image'> {
  /** Names with tags under which the engine knows it. */
  readonly references: readonly string[];
}
export interface ObservedVolume extends ObservedCommon<'volume'> {
  /** The volume whose content it was made with, to have another name. */
  readonly copiedFrom?: string;
}
export interface ObservedNetwork extends ObservedCommon<'network'> {
  /** The subnet in use, whether declared or chosen by the engine. */
  readonly actualSubnet: string | null;
}
export interface ObservedContainer extends ObservedCommon<'container'> {
  readonly status: ContainerStatus;
  readonly imageId: string;
  /** Settings of the container's own image, over which its record is completed. */
  readonly imageConfig: ImageConfig;
  /** What was behind its bind mounts when it was made, by its label. */
  readonly content?: MountContents;
  /** Names of networks whose endpoint no longer leads to the network of that name. */
  readonly staleNetworks: readonly string[];
  /** Attributes by which it is in namespaces of others that have ended since; absent where there are none. */
  readonly lostNamespaces?: readonly SharedNamespace[];
}
export interface ObservedByKind {
  readonly image: ObservedImage;
  readonly volume: ObservedVolume;
  readonly network: ObservedNetwork;
  readonly container: ObservedContainer;
}
export type Observed = ObservedByKind[Kind];

/** An object that is not this stack's: one that holds a name it wants, or that it has let go of. */
export interface Foreign {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** The stack that it belongs to, if any. */
  readonly stack?: string;
  readonly stackId?: string;
  /** The address that it had in this stack before it was let go of. */
  readonly released?: string;
}

/** An object that is to be imported, as it was found by a name or id. */
export interface Candidate {
  /** The name or id that was asked for. */
  readonly wanted: string;
  /** As if it were the stack's, but without an address. */
  readonly object: Observed;
  /** The other stack that it belongs to, if any. */
  readonly owner?: { readonly stack?: string; readonly stackId: string };
}

export interface Observation {
  readonly objects: readonly Observed[];
  /** Containers of the stack that a plan leaves alone: they use what they use all the same. */
  readonly leftAlone?: readonly ObservedContainer[];
  readonly foreign: readonly Foreign[];
  /** What was found of that which is to be imported and is not the stack's. */
  readonly candidates: readonly Candidate[];
  /** The newest generation of the ledger. */
  readonly ledger?: Generation;
}
