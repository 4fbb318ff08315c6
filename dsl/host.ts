/*
 * What evaluation may read of the world: files, variables of the environment, and hashes. An
 * interface only: the command, the editor and the tests each give one, and where none is given the
 * functions that need it say so when they are called. Within one evaluation a host gives the same
 * answer to the same question.
 */

/** An answer of the world, or why there is none, as the end of a sentence: `there is no such file`. */
export type HostRead<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: string };

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** The files of a directory that a stack asks for, whatever is in them. */
export interface Listing {
  /** Relative to the stack's directory. */
  readonly directory: string;
  /** What the paths have to match, as `dir` takes it. */
  readonly pattern: string;
  /** Relative to the directory, in order. */
  readonly files: readonly string[];
}

/** Paths are relative to the stack's directory, with `/`. */
export interface LanguageHost {
  readFile(path: string): HostRead<Uint8Array>;
  /** Paths of all files below a directory, relative to it, sorted by code unit. */
  listFiles(path: string): HostRead<readonly string[]>;
  /** Is told which files of a directory the stack is made from, as a change of those may be one of it. */
  noteListing?(listing: Listing): void;
  /** Is told the text of a file that is no part of the stack and that messages may show lines of. */
  noteText?(path: string, text: string): void;
  /** A variable of the environment. */
  variable(name: string): string | undefined;
  /**
   * The host as the module in a directory has it, where that may read less than the stack, as one that
   * was fetched may.
   */
  forModule?(directory: string): LanguageHost;
  /** Lower-case hex. */
  hash(algorithm: HashAlgorithm, bytes: Uint8Array): string;
}
