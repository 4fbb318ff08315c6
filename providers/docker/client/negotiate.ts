/*
 * Finds out who answers, and which version of the API both sides know. One cheap call: what the
 * engine is stands in the headers of its answer to a ping.
 */
import { EngineError } from '../../../model/index.js';
import { dockerDialect, podmanDialect, type Dialect } from '../dialect/index.js';
import { openDialer } from '../reach/dial.js';
import { SshFailure } from '../reach/ssh-failure.js';
import type { EngineTarget, Environment } from '../reach/target.js';
import { openConnections } from './connections.js';
import { connectionError, type Attempt } from './errors.js';
import { openTransport, type Answer, type Transport } from './transport.js';
import { compareVersions } from './versions.js';

/** The versions of the API that this client knows. Docker 20.10 speaks 1.41. */
export const oldestApi = '1.41';
export const newestApi = '1.51';

/** The oldest Podman that is spoken to; before it, its networks were others'. */
export const oldestPodman = '4.0.0';

export interface Greeting {
  /** Version of the API that is spoken. */
  readonly api: string;
}

/** Milliseconds in which an engine has to answer a greeting; over ssh, with the session that it makes. */
const greetingPatience = { unix: 10_000, tcp: 10_000, ssh: 30_000 } as const;

/**
 * Greets the engine and gives a transport that speaks the newest version both sides know.
 * @param expected the family that was asked for, for the way there and for what to say where nobody answers
 * @throws EngineError `unreachable` when nobody answers, `unsupported` when it cannot be spoken to,
 *   `protocol` when it is no engine
 */
export async function negotiate(
  target: EngineTarget,
  expected: Dialect['family'] = familyOf(target),
  environment: Environment = process.env,
): Promise<{ readonly transport: Transport; readonly greeting: Greeting }> {
  const guess = expected === 'podman' ? podmanDialect('') : dockerDialect('');
  const attempt: Attempt = { action: 'greet the engine', verb: 'read' };
  const dialer = await openDialer(target, expected, environment).catch((cause: unknown) => {
    if (cause instanceof SshFailure) throw connectionError(attempt, guess, target, cause);
    throw cause;
  });
  const connections = openConnections(dialer);
  try {
    const answer = await openTransport(target, connections, guess, '').request({
      ...attempt,
      method: 'GET',
      path: '/_ping',
      timeout: greetingPatience[target.address.kind],
      anyStatus: true,
    });
    const offered = mustGreet(answer, target);
    const dialect = dialectOf(answer, target);
    if (dialect.family === 'docker' && compareVersions(offered, oldestApi) < 0) {
      throw new EngineError(
        'unsupported',
        `the Docker engine at ${target.address.text} speaks API ${offered}, and ${oldestApi} is needed`,
        { hint: 'Docker 20.10 and later speak it.' },
      );
    }
    const api = compareVersions(offered, newestApi) < 0 ? offered : newestApi;
    return { transport: openTransport(target, connections, dialect, api), greeting: { api } };
  } catch (error) {
    connections.close();
    throw error;
  }
}

/** The family that an address is one of as far as it tells. */
function familyOf({ address }: EngineTarget): Dialect['family'] {
  const path = address.kind === 'tcp' ? '' : (address.socketPath ?? '');
  return /podman/.test(path) ? 'podman' : 'docker';
}

/** The version of the API that is offered. @throws EngineError for what is no answer to a greeting */
function mustGreet(answer: Answer, { address, tls }: EngineTarget): string {
  const { status, text } = answer;
  const offered = answer.header('api-version');
  if (offered !== undefined && status < 400) return offered;
  const type = answer.header('content-type')?.split(';')[0] ?? 'nothing';
  const said = type === 'text/html' ? '' : text.trim().split('\n')[0]?.slice(0, 200);
  const answered = `status ${status}, ${said || type}`;
  const isEngine =
    offered !== undefined || /^(?:Docker|Libpod)/.test(answer.header('server') ?? '');
  if (isEngine || status >= 500) {
    throw new EngineError(
      'unreachable',
      `the engine at ${address.text} cannot be greeted: it answers with ${answered}`,
      { hint: 'Its own log says why: `journalctl -u docker`, on its host.' },
    );
  }
  const wantsTls = address.kind === 'tcp' && !tls && /HTTPS|TLS|SSL/i.test(text);
  throw new EngineError(
    'protocol',
    `what answers at ${address.text} is no Docker engine: ${answered}`,
    {
      hint: wantsTls
        ? 'It wants TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the directory of the certificates.'
        : 'Is it the right address? An engine greets with the version of its API.',
    },
  );
}

/** Who answers, by the headers of the answer. @throws EngineError `unsupported` */
function dialectOf(answer: Answer, { address }: EngineTarget): Dialect {
  const podman = answer.header('libpod-api-version');
  if (podman === undefined) {
    return dockerDialect(/^Docker\/(\S+)/.exec(answer.header('server') ?? '')?.[1] ?? 'unknown');
  }
  if (compareVersions(podman, oldestPodman) < 0) {
    throw new EngineError(
      'unsupported',
      `the engine at ${address.text} is Podman ${podman}, and ${oldestPodman} is needed`,
    );
  }
  return podmanDialect(podman);
}
