/*
 * A saved plan as its file holds it: one object in canonical JSON. What may hold secrets, the plan and
 * what was observed, is kept covered; see cover.ts.
 */
import type { JsonValue, Kind, ObserveQuery } from '../../model/index.js';
import type { SourceDigests } from './sources.js';

export const formatVersion = '1.0';
export const fileKind = 'stowage-plan';

/** The engine that a plan was made for. */
export interface SavedEngine {
  readonly engine: string;
  readonly version: string;
  readonly address: string;
  /** What tells this engine apart from every other, where it says so. */
  readonly identity?: string;
}

/** What is needed to put secrets back. */
export interface SavedSecrets {
  /** Whether the stack's secrets have to be given again. */
  readonly needed: boolean;
  /** Of the fingerprints; new for each file. */
  readonly salt: string;
  /** One for each text that stands in the plan, and which of the stack's secret texts it was. */
  readonly texts: readonly { readonly place: number; readonly fingerprint: string }[];
  /** Fingerprint of the whole plan with its secrets. */
  readonly whole: string;
}

export interface SavedPlan {
  readonly format_version: typeof formatVersion;
  readonly kind: typeof fileKind;
  /** The version of Stowage that made it. */
  readonly stowage: string;
  /** RFC 3339, UTC. */
  readonly created: string;
  readonly engine: SavedEngine;
  /** What it was planned for: a destroyed stack is forgotten in the end. */
  readonly purpose: 'apply' | 'destroy';
  readonly stack: { readonly name: string; readonly id: string };
  /** The newest generation when the plan was made; 0 for none. */
  readonly generation: number;
  /** What the engine was asked beside the stack's own objects. */
  readonly query: {
    readonly names: ObserveQuery['names'];
    readonly imports: readonly { readonly kind: Kind; readonly id: string }[];
  };
  readonly sources: SourceDigests;
  /** Addresses whose data may be lost, as they were allowed when the plan was made. */
  readonly allowed: readonly string[];
  /** Paths of secret values by address. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  readonly secrets: SavedSecrets;
  readonly observed: JsonValue;
  readonly plan: JsonValue;
}
