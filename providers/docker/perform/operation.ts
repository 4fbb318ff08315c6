/* What every operation is given, and what it gives. */
import type { StepOutcome, StepProgress } from '../../../model/index.js';
import type { DockerClient } from '../client/index.js';

export type { OperationOf } from '../../../model/index.js';

export interface StepContext {
  readonly client: DockerClient;
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly progress: StepProgress;
  /** Milliseconds for which the effect of a call without an answer is looked for. */
  readonly patience: number;
}

export const noRemarks: StepOutcome = { warnings: [] };
