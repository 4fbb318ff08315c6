/*
 * The form of the table of the second law: for each attribute of a kind, how a hand on the engine changes
 * just that one, in the words of the engine's API, and what of the object then reads differently.
 */
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../../../model/index.js';
import type { HandWritten, Json } from '../../../providers/testing/index.js';

export type { HandWritten, Json };

/** What a row is tried with. */
export interface World {
  readonly directory: string;
  /** Another image than that of all containers. */
  readonly otherImage: string;
}

export interface AttributeRow<Spec> {
  /** What the object has besides what all objects of its kind have. */
  readonly from?: Partial<Spec>;
  /** Laid over the request by which it was made: what is null goes. */
  readonly by?: Json | ((world: World) => Json);
  /** What is written into the container instead. */
  readonly file?: HandWritten;
  /** Why it cannot be tried on Podman. */
  readonly notOnPodman?: string;
  /** Paths that read differently then; the attribute itself where nothing is said. */
  readonly shows?: readonly string[];
}

/** Why an attribute has no row of its own. */
export interface NoRow {
  readonly none: string;
}

/** By paths as docs/reference/engines.md has them. */
export type Rows<Spec> = Readonly<Record<string, AttributeRow<Spec> | NoRow>>;

export type ContainerRow = AttributeRow<ContainerSpec>;
export type ContainerRows = Rows<ContainerSpec>;
export type NamedRows = Rows<VolumeSpec> | Rows<NetworkSpec>;

export const isRow = <Spec>(row: AttributeRow<Spec> | NoRow): row is AttributeRow<Spec> =>
  !('none' in row);

/** The request of a row's hand. */
export const requestOf = <Spec>({ by = {} }: AttributeRow<Spec>, world: World): Json =>
  typeof by === 'function' ? by(world) : by;
