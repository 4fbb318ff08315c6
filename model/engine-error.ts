/*
 * What the world can cause, as one error with a code: enough in it to say what happened, why, and
 * what to do next. Anything else that is thrown is a bug.
 */

export type EngineErrorCode =
  /** No engine answers, or a part of it is missing. */
  | 'unreachable'
  /** The engine answered something that makes no sense here. */
  | 'protocol'
  | 'not-found'
  | 'name-in-use'
  | 'port-in-use'
  | 'in-use'
  | 'image-not-found'
  /** A registry cannot be reached, wants other credentials, or sends what it should not. */
  | 'registry'
  | 'build-failed'
  | 'start-failed'
  | 'unhealthy'
  | 'job-failed'
  /** The engine took a write and did not carry it out. */
  | 'not-applied'
  | 'unsupported'
  | 'invalid'
  | 'locked'
  | 'interrupted'
  | 'store'
  | 'failed';

export interface EngineErrorDetails {
  /** What to do about it; one or more sentences. */
  readonly hint?: string;
  /** Lines that explain, such as the last output of a container. */
  readonly lines?: readonly string[];
  readonly cause?: unknown;
}

export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly hint: string | undefined;
  readonly lines: readonly string[];

  constructor(code: EngineErrorCode, message: string, details: EngineErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'EngineError';
    this.code = code;
    this.hint = details.hint;
    this.lines = details.lines ?? [];
  }
}
