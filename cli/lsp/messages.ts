/*
 * What the server and its compiler say to each other. The compiler is a thread of its own, so that a
 * long stack is evaluated while requests are answered; all of this is plain data.
 */
import type { Diagnostic, JsonValue } from '../../model/index.js';

/** The text of an open document, which counts instead of the file's. */
export interface OpenText {
  readonly path: string;
  readonly text: string;
}
/** The place of an expression in the text that was compiled last. */
export interface ValuePlace {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}
export type Order =
  | {
      readonly kind: 'compile';
      readonly id: number;
      readonly directory: string;
      /** Those that differ from before; without a text it was closed. */
      readonly texts: readonly (OpenText | { readonly path: string })[];
      readonly params: Readonly<Record<string, JsonValue>>;
    }
  | {
      readonly kind: 'values';
      readonly id: number;
      readonly directory: string;
      readonly places: readonly ValuePlace[];
    }
  | { readonly kind: 'forget'; readonly directory: string };

export interface Compilation {
  readonly directory: string;
  /** Spans have absolute paths. */
  readonly diagnostics: readonly Diagnostic[];
  /** Directories of the stack and of all its modules. */
  readonly units: readonly string[];
  /** Where sources lead that cannot be found by their text. */
  readonly modules: readonly {
    readonly from: string;
    readonly source: string;
    readonly directory: string;
  }[];
  /** Files that were read by `file()` and its like. */
  readonly filesRead: readonly string[];
  readonly milliseconds: number;
}
export type Report =
  | { readonly kind: 'compiled'; readonly id: number; readonly compilation: Compilation }
  /** For each place its values, each once. */
  | {
      readonly kind: 'values';
      readonly id: number;
      readonly values: readonly (readonly string[])[];
    }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
