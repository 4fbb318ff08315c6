/*
 * What compiling is given: texts of files, values from outside, and ways to ask for more. All of it
 * is data or pure functions; the command, the editor and tests each fill it in.
 */
import type { Diagnostic, JsonValue } from '../model/index.js';
import type { LanguageHost } from './host.js';
import type { Value } from './semantics/value.js';
import type { Assertion, Expression } from './syntax/index.js';

export interface SourceFile {
  /** As the user would type it, relative to the stack's directory. */
  readonly path: string;
  readonly text: string;
}
/** A value for a param; text is read by the type of the param. */
export interface GivenValue {
  readonly value: JsonValue;
  /** Where it comes from, as people know it: `--param`, `prod.params.stow:3`. */
  readonly origin: string;
}
/** Values for params, by their names. */
export type ParamInputs = Readonly<Record<string, GivenValue>>;

/** Where the value of a secret comes from, as its declaration says. */
export type SecretSource =
  | { readonly kind: 'env'; readonly name: string }
  /** A path, from the directory of the files. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: readonly string[] };

/** The files of a module, or why there are none. */
export type ResolvedModule =
  | {
      readonly kind: 'module';
      /** Identifies it, and is where its relative paths start: relative to the stack's directory, with `/`. */
      readonly directory: string;
      readonly files: readonly SourceFile[];
    }
  | { readonly kind: 'failed'; readonly summary: string; readonly detail?: string };

export interface CompileOptions {
  readonly params?: ParamInputs;
  /** Values of secrets by name; absent altogether where none are needed: then they are unknown. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly host?: LanguageHost;
  /** Gives the files of a module; `from` is the directory of the module that uses it, empty for the stack. */
  readonly resolveModule?: (from: string, source: string) => ResolvedModule;
  /** What is known only after an apply: address -> attribute -> value. */
  readonly facts?: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  /** What a test asserts of the stack, in the scope of its declarations, where `output` is its outputs. */
  readonly assertions?: readonly Assertion[];
  /** Expressions to evaluate in that scope, beside those of the stack. */
  readonly asked?: readonly Expression[];
  /** What the loader has to say of the same files: comments may allow its warnings, too. */
  readonly said?: readonly Diagnostic[];
  /** Is told the value of every expression evaluated, for hover and inlay hints. */
  readonly onValue?: (expression: Expression, value: Value) => void;
}
