/*
 * What somebody can do to a real engine past Stowage, and see there. A change that the engine refuses
 * has not been made.
 */
import type { Kind } from '../../../model/index.js';
import type { ByHand } from '../../../planner/testing/index.js';

/** An object as it stands on the engine. */
export interface Thing {
  readonly kind: Exclude<Kind, 'image'>;
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of a container: whether it is up, and networks that it is on. */
  readonly isUp?: boolean;
  readonly networks?: readonly string[];
}

/** A change that each engine makes in its own way. */
export type HandMade = Exclude<ByHand, { readonly do: 'lose-ledger' | 'late-build' }>;

/** The engine does not do what somebody asks of it. Any other error is a failure. */
export class Refused extends Error {}

export interface Hands {
  /** Every container, network and volume, but those that the engine has for itself. */
  things(): Promise<readonly Thing[]>;
  /** Makes a change. @throws Refused */
  change(change: HandMade): Promise<void>;
  remove(thing: Pick<Thing, 'kind' | 'id'>): Promise<void>;
  disconnect(container: string, network: string): Promise<void>;
  /** Whether the image that containers of others run has a name. */
  isNamed(reference: string): Promise<boolean>;
  /** Where the files of a volume are on this host; undefined for one that is not there. */
  volumePath(name: string): Promise<string | undefined>;
  /** Removes all images but those among `holdings`. */
  removeImages(holdings: readonly string[]): Promise<void>;
  /** Names of all that the engine keeps, images and what belongs to them too. */
  holdings(): Promise<readonly string[]>;
}
