/*
 * What a function of the library is: its signature in words, its documentation, examples that are
 * run as tests, and what it does. The signature alone decides which arguments it takes; what it does
 * is told of them only when they fit, are known, and have no secrets in them that it looks into.
 */
import type { DiagnosticCode } from '../diagnostics/codes.js';
import type { Fix, Span } from '../../model/index.js';
import type { Scope, Session } from '../semantics/session.js';
import type { Value } from '../semantics/value.js';

/** A call as a function sees it. */
export interface Call {
  readonly name: string;
  /** One for each parameter, `undefined` where it is left out or null; then those of `...rest`. */
  readonly arguments: readonly (Value | undefined)[];
  readonly span: Span;
  readonly session: Session;
  readonly scope: Scope;
}
/** Why a function gives no value for arguments of the right types. */
export interface Failure {
  readonly kind: 'failure';
  /** `invalid-value` where it is left out. */
  readonly code?: DiagnosticCode;
  readonly summary: string;
  readonly detail?: string;
  /** Which argument is at fault; the call as a whole where it is left out. */
  readonly argument?: number;
  readonly fix?: Fix;
}
export type Outcome = Value | Failure;

/** An expression with the value it has, as another expression, or the message that it gives. */
export type Example =
  | readonly [expression: string, value: string]
  | { readonly expression: string; readonly fails: string };

export interface LibraryFunction {
  /** Such as `slice(list: [T], start: int, end?: int): [T]`; see shape.ts. */
  readonly signature: string;
  /** Whole sentences, in Markdown. */
  readonly documentation: string;
  readonly examples: readonly Example[];
  readonly apply: (call: Call) => Outcome;
  /** Arguments are handed on as they are, for the slot that takes the result to check. */
  readonly unchecked?: true;
  /** Asks the host, which a branch not taken must not do. */
  readonly readsWorld?: true;
}
export interface Category {
  readonly title: string;
  /** What its functions have in common, in a sentence or two. */
  readonly introduction: string;
  readonly functions: readonly LibraryFunction[];
}
