/*
 * Finds out who answers, and which version of the API both sides know. One cheap call: what the
 * engine is stands in the headers of its answer to a ping. Of an engine newer than is known here it is
 * asked, too, which is the oldest version that it still speaks, before anything is written.
 */
import { EngineError } from '../../../model/index.js';
import { dockerDialect, podmanDialect, type Dialect } from '../dialect/index.js';
import { openDialer } from '../reach/dial.js';
import { SshFailure } from '../reach/ssh-failure.js';
import type { EngineTarget, Environment } from '../reach/target.js';
import { openConnections } from './connections.js';
import { connectionError, type Attempt } from './errors.js';
import { Fields, parseJson } from './fields.js';
import { openTransport, type Answer, type Transport } from './transport.js';
import { compareVersions, isVersion } from './versions.js';

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
    const unversioned = openTransport(target, connections, guess, '');
    const timeout = greetingPatience[target.address.kind];
    const ping = { ...attempt, method: 'GET', path: '/_ping', timeout, anyStatus: true } as const;
    const answer = await unversioned.request(ping);
    const offered = mustGreet(answer, target);
    const dialect = dialectOf(answer, target);
    // Podman takes any version.
    if (dialect.family === 'docker') {
      mustBeNewEnough(offered, target);
      if (compareVersions(offered, newestApi) > 0) await mustSpeakNewest(unversioned, timeout);
    }
    const api = compareVersions(offered, newestApi) < 0 ? offered : newestApi;
    return { transport: openTransport(target, connections, dialect, api), greeting: { api } };
  } catch (error) {
    connections.close();
    throw error;
  }
}

/** @throws EngineError `unsupported` */
function mustBeNewEnough(offered: string, { address }: EngineTarget): void {
  if (compareVersions(offered, oldestApi) >= 0) return;
  throw new EngineError(
    'unsupported',
    `the Docker engine at ${address.text} speaks API ${offered}, and ${oldestApi} is needed`,
    { hint: 'Docker 20.10 and later speak it.' },
  );
}

/**
 * Asks an engine that is newer than those known here whether it still speaks as they do.
 * @throws EngineError `unsupported`
 */
async function mustSpeakNewest(transport: Transport, timeout: number): Promise<void> {
  const attempt: Attempt = { action: 'read the version', verb: 'read' };
  const { text } = await transport.request({
    ...attempt,
    method: 'GET',
    path: '/version',
    timeout,
  });
  const least = new Fields(parseJson(text, attempt.action), attempt.action).text('MinAPIVersion');
  if (compareVersions(least, newestApi) <= 0) return;
  throw new EngineError(
    'unsupported',
    `the Docker engine at ${transport.address.text} speaks API ${least} and later, and Stowage none after ${newestApi}`,
    { hint: 'Is there a newer Stowage?' },
  );
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
  if (offered !== undefined && status < 400) {
    return mustBeVersion(offered, 'the version of its API', address.text);
  }
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

/** @throws EngineError `protocol` for what is no version, which is shown, but not at any length */
function mustBeVersion(text: string, what: string, address: string): string {
  if (isVersion(text)) return text;
  throw new EngineError(
    'protocol',
    `what answers at ${address} is no engine: it gives ${JSON.stringify(text.slice(0, 40))} as ${what}`,
    { hint: 'Is it the right address? Something may stand before the engine.' },
  );
}

/** Who answers, by the headers of the answer. @throws EngineError `unsupported` */
function dialectOf(answer: Answer, { address }: EngineTarget): Dialect {
  const podman = answer.header('libpod-api-version');
  if (podman === undefined) {
    return dockerDialect(/^Docker\/(\S+)/.exec(answer.header('server') ?? '')?.[1] ?? 'unknown');
  }
  mustBeVersion(podman, 'the version of Podman', address.text);
  if (compareVersions(podman, oldestPodman) < 0) {
    throw new EngineError(
      'unsupported',
      `the engine at ${address.text} is Podman ${podman}, and ${oldestPodman} is needed`,
    );
  }
  return podmanDialect(podman);
}
