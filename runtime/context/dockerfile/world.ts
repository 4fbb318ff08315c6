/* What the instructions of a stage can name beside themselves. */
import type { CopyProblem } from '../copy-plan.js';
import type { OpenDirectory } from '../open.js';
import type { ContextTree } from '../tree.js';
import type { Refusable } from '../options.js';

export interface StageWorld {
  /** The context, opened when it is first asked for. */
  readonly root: () => Promise<OpenDirectory>;
  readonly tree: () => Promise<ContextTree>;
  /** The number of the resolved stage that a `from` names. */
  readonly stageOf: (name: string) => number;
  /** Why the builder cannot do an action. */
  readonly refuses?: (action: Refusable) => string | undefined;
  /** Ids of the secrets that are given. */
  readonly secrets: ReadonlySet<string>;
}

/** What is to be copied from the context cannot be. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  readonly problem: CopyProblem;
  constructor(problem: CopyProblem) {
    super(problem.summary);
    this.problem = problem;
  }
}
