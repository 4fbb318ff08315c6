/* What every part of the agent needs. */
import type { Context } from '../containers/index.js';
import { RuntimeError } from '../errors.js';
import { errorCode } from '../store/index.js';

export interface Duty {
  readonly context: Context;
  /** Tells of something in a line. */
  readonly say: (line: string) => void;
}

/** An error in a line, or with its stack where nobody expected it. What fails for one container goes on for others. */
export function errorText(error: unknown): string {
  if (error instanceof RuntimeError || errorCode(error) !== undefined) return String(error);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
