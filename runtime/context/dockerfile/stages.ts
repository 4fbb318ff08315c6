/*
 * A Dockerfile as builders take it: stages, each on a base, with what has to be done in them. Every
 * variable is expanded, every setting is known, and files of the context are those of a plan.
 */
import type { ImageConfig } from '../../../model/index.js';
import type { CopyEntry, CopyPlan } from '../copy-plan.js';

export type StageBase =
  | { readonly kind: 'scratch' }
  /** A stage before, by its number among the resolved ones. */
  | { readonly kind: 'stage'; readonly stage: number }
  | {
      readonly kind: 'image';
      /** As the engine knows it. */
      readonly name: string;
      /** Content key, digest or id of the engine. */
      readonly identity: string;
      readonly config: ImageConfig;
    };

/** Copies files of another stage. */
export interface TransferAction {
  readonly kind: 'transfer';
  readonly stage: number;
  readonly sources: readonly string[];
  /** As it is written, with a slash at the end where it has to be a directory. */
  readonly target: string;
  readonly workdir: string;
  /** Absent where files keep their owners. */
  readonly chown?: string;
  readonly mode?: number;
  readonly parents: boolean;
  readonly exclude: readonly string[];
}

/** Unpacks an archive of the context into a directory. */
export interface UnpackAction {
  readonly kind: 'unpack';
  readonly archive: Extract<CopyEntry, { kind: 'file' }>;
  readonly target: string;
  readonly chown?: string;
}

export type ResolvedMount =
  | {
      readonly type: 'bind';
      readonly target: string;
      /** Files of the context, or a path in a stage. */
      readonly from: CopyPlan | { readonly stage: number; readonly source: string };
      /** The one file of the plan is what is mounted, not the directory that it is in. */
      readonly single?: true;
      readonly writable: boolean;
    }
  | {
      readonly type: 'cache';
      readonly target: string;
      readonly id: string;
      readonly sharing: string;
      readonly writable: boolean;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    }
  | { readonly type: 'tmpfs'; readonly target: string; readonly size: number | null }
  | {
      readonly type: 'secret';
      readonly id: string;
      /** Null where it is given in a variable alone. */
      readonly target: string | null;
      readonly env: string | null;
      readonly required: boolean;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    };

export interface RunAction {
  readonly kind: 'run';
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Build arguments that the command sees; variables of `env` go before them. */
  readonly args: Readonly<Record<string, string>>;
  /** Arguments that the command sees and that decide nothing, such as proxies. */
  readonly passing: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly network: string;
  readonly mounts: readonly ResolvedMount[];
  /** A script with an interpreter of its own, and the name by which it is run. */
  readonly script?: { readonly path: string; readonly text: string };
}

export interface WorkdirAction {
  readonly kind: 'workdir';
  readonly path: string;
  /** Whom it belongs to where it is made. */
  readonly user: string;
}

export interface CopyAction {
  readonly kind: 'copy';
  readonly plan: CopyPlan;
}

export type StageAction = (
  CopyAction | TransferAction | UnpackAction | RunAction | WorkdirAction
) & {
  /** The instruction, for people. */
  readonly text: string;
  /** Where it is written, such as `app/Dockerfile:12`. */
  readonly at: string;
};

export interface ResolvedStage {
  /** For people: what the Dockerfile calls it, else `stage-` and its number there; or the image that it is. */
  readonly name: string;
  readonly base: StageBase;
  readonly actions: readonly StageAction[];
  /** The settings after it. */
  readonly config: ImageConfig;
}
