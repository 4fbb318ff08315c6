/*
 * What a user can cause, as data: one record for the terminal, JSON and editors.
 * A diagnostic is returned beside a value and never thrown. Its code is stable across releases.
 */
import type { Span } from './span.js';

export type Severity = 'error' | 'warning';

/** A second place that helps to understand the first, possibly in another file. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** An edit that a machine may apply: replace what stands at `span` by `text`. */
export interface Fix {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  /** Stable code such as `type-mismatch`: lower case, words joined by hyphens. */
  readonly code: string;
  readonly severity: Severity;
  /** One short sentence, no final full stop. */
  readonly summary: string;
  /** What was found, why it is wrong, what to do; whole sentences. */
  readonly detail?: string;
  readonly span?: Span;
  readonly labels?: readonly Label[];
  /** What helps to see why: values, where a type was declared. May have several lines; kept as written. */
  readonly notes?: readonly string[];
  readonly fix?: Fix;
}

/** A value with what is to be said about it; `value` is absent when there is none to go on with. */
export interface Checked<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
