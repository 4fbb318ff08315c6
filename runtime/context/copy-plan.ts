/* A step that copies, what it comes to once its sources are found, and why it may come to nothing. */
import type { BuildStep } from '../../model/index.js';
import type { ContextNode } from './tree.js';

/** A copy step, or an instruction of a Dockerfile, which has ways of its own. */
export interface CopyStep extends Omit<
  Extract<BuildStep, { kind: 'copy' }>,
  'kind' | 'owner' | 'mode'
> {
  /** Numbers; for an instruction also names. */
  readonly owner?: string;
  readonly mode?: string;
  /** Present for an instruction: sources that are links are followed, and a mode is for directories too. */
  readonly instruction?: {
    /** Paths keep the directories above them. */
    readonly parents: boolean;
    readonly exclude: readonly string[];
  };
}

/** One thing that a copy step makes in the image. Targets are absolute; modes hold permissions. */
export type CopyEntry = ContextNode & {
  readonly target: string;
  /** What a file holds that is written in a Dockerfile, and not in the context. */
  readonly text?: string;
};

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A copy step, expanded. */
export interface CopyPlan {
  /** Index among the steps of the image. */
  readonly step: number;
  readonly owner: Owner;
  /** An owner that only the image can resolve, in the place of `owner`. */
  readonly chown?: string;
  /** A directory that the image has at the target takes the one file in. */
  readonly intoExisting?: true;
  /**
   * Directory that everything goes into, when it is one: made with mode 0755 and the step's owner
   * where the image has none. Other missing parents belong to 0:0.
   */
  readonly directory: string | undefined;
  /** By target in code-unit order, so that parents come first; each target once. */
  readonly entries: readonly CopyEntry[];
}

/** Why a copy step cannot be expanded. */
export interface CopyProblem {
  readonly code:
    | 'copy-source-missing'
    | 'copy-source-ignored'
    | 'copy-source-outside'
    | 'copy-source-invalid'
    | 'copy-target-not-directory'
    | 'copy-clash';
  readonly step: number;
  readonly source: string;
  readonly summary: string;
  readonly detail?: string;
}
