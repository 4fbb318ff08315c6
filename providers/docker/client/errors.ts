/*
 * What goes wrong between us and the engine, as errors with a code.
 * Docker tells causes apart by text as much as by status (a port that is taken is a 500, a network
 * in use a 403), so the table is by what was tried, status and text; the first line that fits wins.
 */
import { EngineError, type EngineErrorCode } from '../../../model/index.js';

/** What was being done, for messages and for telling causes apart. */
export interface Attempt {
  /** Infinitive with its object: `create container "shop-web"`. */
  readonly action: string;
  /** The first word of the table's key; `read` where nothing was to change. */
  readonly verb: 'read' | 'create' | 'start' | 'change' | 'remove' | 'build' | 'exec';
}

interface Rule {
  readonly verb?: Attempt['verb'];
  readonly status?: number;
  readonly text?: RegExp;
  readonly code: EngineErrorCode;
  readonly hint?: string;
}

const rules: readonly Rule[] = [
  {
    text: /port is already allocated|address already in use/i,
    code: 'port-in-use',
    hint: 'Something else on the host listens there. `docker ps` or `ss -ltnp` shows what.',
  },
  { verb: 'create', status: 404, text: /no such image/i, code: 'image-not-found' },
  { verb: 'build', text: /no such image|pull access denied/i, code: 'image-not-found' },
  { verb: 'build', code: 'build-failed' },
  { status: 409, text: /already in use by container|already exists/i, code: 'name-in-use' },
  {
    verb: 'start',
    text: /network .*not found|could not find a network/i,
    code: 'start-failed',
    hint: 'A network of the container was made anew since. The next plan connects it again.',
  },
  { status: 404, code: 'not-found' },
  { status: 403, text: /active endpoints/i, code: 'in-use' },
  { verb: 'remove', status: 409, code: 'in-use' },
  { verb: 'start', code: 'start-failed' },
  { status: 400, code: 'invalid' },
  { status: 409, code: 'in-use' },
];

/** The error for an answer with a status of 400 or more. */
export function refusal(attempt: Attempt, status: number, text: string): EngineError {
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

const connectHints: Readonly<Record<string, string>> = {
  ENOENT:
    'There is no such socket. Is Docker installed, and is its daemon running (`systemctl start docker`)?',
  ECONNREFUSED:
    'Nobody listens on the socket. Is the daemon running (`systemctl start docker`, or `dockerd`)?',
  EACCES:
    'This user may not use the socket. Run as root, or join the group `docker` and log in again.',
};

/** The error for a connection that could not be made, broke, or fell silent. */
export function connectionError(attempt: Attempt, address: string, cause: unknown): EngineError {
  const code = systemCode(cause);
  const hint = code === undefined ? undefined : connectHints[code];
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'unreachable',
    `cannot ${attempt.action}: Docker does not answer at ${address} (${reason})`,
    { cause, ...(hint === undefined ? {} : { hint }) },
  );
}

/** The error for an answer that broke off; anything that is no matter of the connection is passed on. */
export function brokenOff({ action }: Attempt, cause: unknown): unknown {
  if (!(cause instanceof Error) || systemCode(cause) === undefined) return cause;
  return new EngineError(
    'unreachable',
    `cannot ${action}: Docker’s answer broke off (${cause.message})`,
    { cause },
  );
}

/** Whether the engine may have done what was asked although no answer came. */
export function isLostReply(error: unknown): boolean {
  if (!(error instanceof EngineError) || error.code !== 'unreachable') return false;
  const code = systemCode(error.cause);
  return code === undefined || !(code in connectHints);
}

export function interrupted(attempt: Attempt): EngineError {
  return new EngineError(
    'interrupted',
    `stopped before it was known whether it could ${attempt.action}`,
  );
}
