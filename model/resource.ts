/*
 * A stack and its resources as the language gives them: specs, dependencies, lifecycle, source.
 * Specs hold engine names where resources refer to each other, so that they mean the same on every
 * engine; `dependsOn` keeps what the names stood for.
 */
import type { Kind } from './address.js';
import type { Span } from './span.js';
import type { JsonValue } from './json.js';
import type { SpecByKind } from './schemas/index.js';

/**
 * How much of another resource must be there first. `named` uses only its name and orders nothing;
 * `healthy` and `completed` are for containers.
 */
export type Condition = 'named' | 'exists' | 'started' | 'healthy' | 'completed';

export interface Dependency {
  readonly address: string;
  readonly condition: Condition;
  /** Path of the attribute that refers to it, such as `image` or `env.DB_HOST`. */
  readonly via: string;
  readonly span: Span;
}

export interface Lifecycle {
  /** A plan that would delete or replace the resource is an error; `destroy` keeps it. */
  readonly protect: boolean;
  /** Paths of attributes whose differences count as none, such as `memory` or `env.MODE`, each once. */
  readonly ignoreChanges: readonly string[];
  /** Whether a replaced container ends before its successor starts, or once that has proven itself. */
  readonly order: 'stop-first' | 'start-first';
  /** What becomes of a successor that does not prove itself: its predecessor comes back, or it stays. */
  readonly onFailure: 'rollback' | 'keep';
}

/** The lifecycle of a resource that says nothing of it. */
export const plainLifecycle: Lifecycle = {
  protect: false,
  ignoreChanges: [],
  order: 'stop-first',
  onFailure: 'rollback',
};

export interface ResourceOf<K extends Kind> {
  readonly kind: K;
  readonly address: string;
  readonly spec: SpecByKind[K];
  readonly dependsOn: readonly Dependency[];
  readonly lifecycle: Lifecycle;
  /** The declaration. */
  readonly span: Span;
  /** Where each attribute that was written stands, by its path (`memory`, `env.DB_HOST`, `steps[2]`). */
  readonly spans: Readonly<Record<string, Span>>;
  /** Paths of the values in the spec that were made from secrets. */
  readonly secrets?: readonly string[];
}
export type Resource = { readonly [K in Kind]: ResourceOf<K> }[Kind];

/** A value that the stack shows. */
export interface Output {
  readonly name: string;
  /** Absent where it is not known yet, and where it is secret. */
  readonly value?: JsonValue;
  /** False for what only the engine chooses, as long as it has not. */
  readonly known: boolean;
  /** Not to be shown unless asked for by name. */
  readonly secret?: true;
  readonly description?: string;
  readonly span: Span;
}

/** A resource that was known by another address before. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly span: Span;
}
/** What is no longer written; `from` may stand for several, see `isWithin`. */
export interface Removed {
  readonly from: string;
  /** False where the objects stay, and are no longer the stack's. */
  readonly destroy: boolean;
  readonly span: Span;
}
/** An object of the engine, by name or id, that becomes the resource at an address. */
export interface Import {
  readonly to: string;
  readonly id: string;
  readonly span: Span;
}

export interface Stack {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
  /** The engine it is declared for, such as `docker` or `unix:///run/docker.sock`. */
  readonly engine?: { readonly text: string; readonly span: Span };
  /** One for each resource, where a whole family or module moves, too. */
  readonly moved: readonly Moved[];
  readonly removed: readonly Removed[];
  readonly imports: readonly Import[];
  readonly span: Span;
}

/** A stack's name and the id kept in `stowage.lock`; the id is absent before the first apply. */
export interface StackIdentity {
  readonly name: string;
  readonly id?: string;
}
