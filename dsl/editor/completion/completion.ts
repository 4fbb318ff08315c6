/*
 * What completion offers: data, which an editor's protocol turns into its own. A smaller rank comes
 * first; what fits the place has the smallest.
 */
import type { Span } from '../../../model/index.js';

export type CompletionKind =
  | 'attribute'
  | 'value'
  | 'resource'
  | 'constant'
  | 'param'
  | 'secret'
  | 'variable'
  | 'function'
  | 'constructor'
  | 'type'
  | 'kind'
  | 'module'
  | 'keyword'
  | 'snippet'
  | 'file'
  | 'directory';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line: a type, or a signature. */
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** The text put in; the label where it is left out. */
  readonly insert?: string;
  /** Whether `insert` has places to fill in, as `$1` and `${2:text}`. */
  readonly isSnippet?: boolean;
  readonly rank: number;
  /** Whether completion is to be asked for again in the place that it leaves the cursor at. */
  readonly again?: boolean;
}
export interface Completions {
  /** What is replaced: the beginning of the word at the cursor. */
  readonly span: Span;
  readonly items: readonly Completion[];
}

export const ranks = { fits: 1, likely: 3, possible: 5, rest: 7 } as const;

/** Text as a snippet that stands for itself. */
export const literally = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
