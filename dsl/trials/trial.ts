/*
 * What a test says, as data: what the stack is given, what is expected of it, and how the engine is
 * declared to stand. Running one is not for the language to do.
 */
import type { JsonValue, Span } from '../../model/index.js';
import type { ParamInputs } from '../inputs.js';
import type { Assertion } from '../syntax/index.js';

/** A value of a test, and where it is written. */
export interface Stated<T> {
  readonly value: T;
  readonly span: Span;
}

/** How the engine stands: as after an apply of the same files, changed by hand. */
export interface DeclaredState {
  /** What that apply was given; what is left out was as it is now. */
  readonly params: ParamInputs;
  /** Addresses of objects that are gone. */
  readonly missing: readonly Stated<string>[];
  /** Addresses of containers that have ended. */
  readonly stopped: readonly Stated<string>[];
  /** Attributes that were changed by hand, by address, as a spec has them. */
  readonly changed: readonly Stated<{
    readonly address: string;
    readonly attributes: Readonly<Record<string, JsonValue>>;
  }>[];
}

export interface Trial {
  readonly title: string;
  readonly span: Span;
  readonly params: ParamInputs;
  readonly secrets: Readonly<Record<string, string>>;
  /** What is known only after an apply: address -> attribute -> value. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  readonly assertions: readonly Assertion[];
  /** Codes of the errors that there have to be; absent where there may be none. */
  readonly errors?: Stated<readonly string[]>;
  /** Codes of the warnings that there have to be; absent where any may be. */
  readonly warnings?: Stated<readonly string[]>;
  /** Absent where nothing has been applied yet. */
  readonly observed?: Stated<DeclaredState>;
  /** The lines of the plan, such as `create container.web[2]`. */
  readonly plan?: Stated<readonly string[]>;
  /** A file with the text of the plan, beside the file of the test. */
  readonly golden?: Stated<string>;
}
