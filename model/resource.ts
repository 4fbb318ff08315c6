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
}

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
}
export type Resource = { readonly [K in Kind]: ResourceOf<K> }[Kind];

export interface Output {
  readonly name: string;
  readonly value: JsonValue;
  readonly description?: string;
  readonly span: Span;
}

export interface Stack {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
  readonly span: Span;
}

/** A stack's name and the id kept in `stowage.lock`; the id is absent before the first apply. */
export interface StackIdentity {
  readonly name: string;
  readonly id?: string;
}
