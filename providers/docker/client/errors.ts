/*
 * What goes wrong between us and the engine, as errors with a code. What an engine's refusals mean
 * stands in the table of its dialect; the first line that fits wins.
 */
import { EngineError } from '../../../model/index.js';
import type { Dialect, Rule } from '../dialect/dialect.js';

/** What was being done, for messages and for telling causes apart. */
export interface Attempt {
  /** Infinitive with its object: `create container "shop-web"`. */
  readonly action: string;
  /** The first word of the table's key; `read` where nothing was to change. */
  readonly verb:
    'read' | 'create' | 'start' | 'change' | 'remove' | 'build' | 'exec' | 'pull' | 'push';
}

/** The error for an answer with a status of 400 or more. */
export function refusal(
  attempt: Attempt,
  rules: readonly Rule[],
  status: number,
  text: string,
): EngineError {
  const rule = rules.find(
    (candidate) =>
      (candidate.verb === undefined || candidate.verb === attempt.verb) &&
      (candidate.status === undefined || candidate.status === status) &&
      (candidate.text === undefined || candidate.text.test(text)),
  );
  const reason = text.trim() === '' ? `status ${status}` : text.trim();
  return new EngineError(rule?.code ?? 'failed', `cannot ${attempt.action}: ${reason}`, {
    ...(rule?.hint === undefined ? {} : { hint: rule.hint }),
  });
}

/** The `code` of a Node.js error, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The error for a connection that could not be made, broke, or fell silent. */
export function connectionError(
  attempt: Attempt,
  { name, connectHints }: Pick<Dialect, 'name' | 'connectHints'>,
  address: string,
  cause: unknown,
): EngineError {
  const code = systemCode(cause);
  const hint = code === undefined ? undefined : connectHints[code];
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'unreachable',
    `cannot ${attempt.action}: ${name} does not answer at ${address} (${reason})`,
    { cause, ...(hint === undefined ? {} : { hint }) },
  );
}

/** The error for an answer that broke off; anything that is no matter of the connection is passed on. */
export function brokenOff({ action }: Attempt, cause: unknown): unknown {
  if (!(cause instanceof Error) || systemCode(cause) === undefined) return cause;
  return new EngineError(
    'unreachable',
    `cannot ${action}: the engine’s answer broke off (${cause.message})`,
    { cause },
  );
}

/** Whether the engine may have done what was asked although no answer came. */
export function isLostReply(error: unknown): boolean {
  if (!(error instanceof EngineError) || error.code !== 'unreachable') return false;
  return !neverConnected.has(systemCode(error.cause) ?? '');
}

/** Codes of a connection that was not made. */
const neverConnected: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES']);

export function interrupted(attempt: Attempt): EngineError {
  return new EngineError(
    'interrupted',
    `stopped before it was known whether it could ${attempt.action}`,
  );
}
