/*
 * What goes wrong between us and the engine, as errors with a code. What an engine's refusals mean
 * stands in the table of its dialect; the first line that fits wins.
 */
import { EngineError } from '../../../model/index.js';
import type { Dialect, Rule } from '../dialect/dialect.js';
import { hintForConnection, neverConnected } from '../reach/failure-hints.js';
import { SshFailure } from '../reach/ssh-failure.js';
import type { EngineTarget } from '../reach/target.js';

/** A registry that an engine speaks with in our place. */
export interface RegistryAccess {
  readonly host: string;
  /** Credentials as the engine wants them; absent where it is sent none. */
  readonly auth?: string;
  /** What of them nobody may read, in every form; none where nothing is known. */
  readonly secrets: readonly string[];
  /** Milliseconds for which the engine may say nothing about it. */
  readonly silence?: number;
}

/** What was being done, for messages and for telling causes apart. */
export interface Attempt {
  /** Infinitive with its object: `create container "shop-web"`. */
  readonly action: string;
  /** The first word of the table's key; `read` where nothing was to change. */
  readonly verb:
    'read' | 'create' | 'start' | 'change' | 'remove' | 'build' | 'exec' | 'pull' | 'push';
  readonly registry?: RegistryAccess;
}

/** The error for an answer with a status of 400 or more. */
export function refusal(
  attempt: Attempt,
  rules: readonly Rule[],
  status: number,
  told: string,
): EngineError {
  const text = withoutSecrets(told.trim(), attempt);
  const rule = rules.find(
    (candidate) =>
      (candidate.verb === undefined || candidate.verb === attempt.verb) &&
      (candidate.status === undefined || candidate.status === status) &&
      (candidate.text === undefined || candidate.text.test(text)),
  );
  const found = rule?.text?.exec(text);
  const ours = found && rule?.words?.(found, attempt.registry);
  const reason = ours ?? (text === '' ? `status ${status}` : text);
  return new EngineError(rule?.code ?? 'failed', `cannot ${attempt.action}: ${reason}`, {
    ...(ours !== undefined && { lines: text.split('\n') }),
    ...(rule?.hint === undefined ? {} : { hint: rule.hint }),
  });
}

/** A registry may say back what it was shown, and the engine repeats it. */
const withoutSecrets = (text: string, { registry }: Attempt): string =>
  (registry?.secrets ?? []).reduce((left, secret) => left.replaceAll(secret, '…'), text);

/** The `code` of a Node.js error, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Why a connection failed, in a line: several addresses of one name were tried, and OpenSSL says a lot. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  // OpenSSL: number, library, function, reason, and the place in its source.
  return /SSL routines:[^:]*:([^:]+):/.exec(cause.message)?.[1] ?? cause.message;
}

/** The error for a connection that could not be made, broke, or fell silent. */
export function connectionError(
  attempt: Attempt,
  { name, connectHints }: Pick<Dialect, 'name' | 'connectHints'>,
  target: EngineTarget,
  cause: unknown,
): EngineError {
  const code = systemCode(cause) ?? '';
  const { address, origin } = target;
  const where = origin === undefined ? address.text : `${address.text}, which ${origin} names`;
  if (code.startsWith('HPE_')) {
    return new EngineError(
      'protocol',
      `cannot ${attempt.action}: what answers at ${where} does not speak HTTP (${reasonOf(cause)})`,
      { cause, hint: 'Is it the right port? One that wants TLS needs DOCKER_TLS_VERIFY=1.' },
    );
  }
  const ssh = cause instanceof SshFailure ? cause : undefined;
  const own = address.kind === 'unix' ? connectHints[code] : hintForConnection(target, code);
  const hint = ssh ? ssh.hint : own;
  return new EngineError(
    'unreachable',
    `cannot ${attempt.action}: ${name} does not answer at ${where} (${reasonOf(cause)})`,
    { cause, ...(ssh && { lines: ssh.lines }), ...(hint === undefined ? {} : { hint }) },
  );
}

/** The error for an answer of which nothing comes any more. */
export function fellSilent({ action, registry }: Attempt, milliseconds: number): EngineError {
  const silence = `nothing has come of it for ${milliseconds / 1000} seconds`;
  if (!registry) return new EngineError('failed', `cannot ${action}: ${silence}`);
  return new EngineError('registry', `cannot ${action}: ${silence}`, {
    hint:
      `The engine says nothing while it unpacks, too. Where the registry ${registry.host} is well, ` +
      'STOWAGE_REGISTRY_SILENCE=SECONDS gives it longer.',
  });
}

/** The error for an answer that broke off; anything that is no matter of the connection is passed on. */
export function brokenOff({ action }: Attempt, cause: unknown): unknown {
  if (cause instanceof EngineError) return cause;
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
  return !neverConnected(systemCode(error.cause) ?? '');
}

export function interrupted(attempt: Attempt): EngineError {
  return new EngineError(
    'interrupted',
    `stopped before it was known whether it could ${attempt.action}`,
  );
}
