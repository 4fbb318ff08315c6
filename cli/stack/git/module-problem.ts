/*
 * Why a module cannot be had: what the world did, in words for the reader of the `use` that names it.
 * Thrown inside the loader only, and turned into a diagnostic or a message of the command at its edge.
 */

export class ModuleProblem extends Error {
  override readonly name = 'ModuleProblem';
  /** Why, and what to do about it; whole sentences. */
  readonly detail: string | undefined;

  /** @param summary one short sentence without a full stop */
  constructor(summary: string, detail?: string) {
    super(summary);
    this.detail = detail;
  }
}
