/*
 * What an example of a diagnostic is: files that give it, and the same files put right. Plain data;
 * a test compiles both and makes sure that the first give that code alone, and the second nothing.
 */

/** Files by name, with what comes from outside of them. */
export interface ExampleSetting {
  /** `main.stow` and others; those of a module have its directory before their name. */
  readonly files: Readonly<Record<string, string>>;
  /** Values for params, as with `--param`. */
  readonly params?: Readonly<Record<string, string>>;
  /** Values of secrets, which are unknown without this. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Texts of the files that `file()` and its like may read. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A text alone is `main.stow` of a stack that is declared in another file. */
export type ExampleSource = string | ExampleSetting;

export interface DiagnosticExample {
  readonly wrong: ExampleSource;
  readonly right: ExampleSource;
}

/** The file that declares the stack of an example that shows only a part; not shown itself. */
export const hiddenFile = 'stack.stow';

/** The full form of a source. */
export function settingOf(source: ExampleSource): ExampleSetting {
  if (typeof source !== 'string') return source;
  return { files: { 'main.stow': source, [hiddenFile]: 'stack example\n' } };
}
