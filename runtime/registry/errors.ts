/*
 * What can go wrong between us and a registry, as one error with a kind: enough to say what
 * happened, and what to do. No message has a credential in it.
 */

export type RegistryFailure =
  /** No answer, or a connection that broke more often than it is worth trying. */
  | 'unreachable'
  /** It wants other credentials than there are. */
  | 'unauthorized'
  /** It has no such repository, tag or digest. */
  | 'not-found'
  /** It answers with an error of its own. */
  | 'refused'
  /** What it sent is not what its digest or size say, or is no such document. */
  | 'content'
  /** What it has is no image, or of a form that is not read. */
  | 'unsupported'
  /** It has the image, and not for the platform. */
  | 'other-platform'
  /** The files or programs that hold credentials cannot be used. */
  | 'credentials'
  | 'interrupted';

export interface RegistryErrorDetails {
  readonly hint?: string;
  readonly cause?: unknown;
  /** What an image is for, where it is for another platform. */
  readonly offered?: readonly string[];
}

export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly kind: RegistryFailure;
  readonly hint: string | undefined;
  readonly offered: readonly string[];
  constructor(kind: RegistryFailure, message: string, details: RegistryErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.kind = kind;
    this.hint = details.hint;
    this.offered = details.offered ?? [];
  }
}

/** Why a connection failed, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const nested = error instanceof AggregateError ? error.errors : [];
  const [first] = nested.map(reasonOf);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return first ?? (error.message === '' ? code : error.message);
}
