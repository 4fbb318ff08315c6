/*
 * Finds out who answers, and which version of the API both sides know. One cheap call: what the
 * engine is stands in the headers of its answer to a ping.
 */
import { EngineError } from '../../../model/index.js';
import { dockerDialect, podmanDialect, type Dialect } from '../dialect/index.js';
import type { EngineAddress } from './address.js';
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

/**
 * Greets the engine and gives a transport that speaks the newest version both sides know.
 * @throws EngineError `unreachable` when nobody answers, `unsupported` when it cannot be spoken to
 * @param expected the family that was asked for, for what to say where nobody answers
 */
export async function negotiate(
  address: EngineAddress,
  expected: Dialect['family'] = /podman/.test(address.text) ? 'podman' : 'docker',
): Promise<{ readonly transport: Transport; readonly greeting: Greeting }> {
  const guess = expected === 'podman' ? podmanDialect('') : dockerDialect('');
  const first = openTransport(address, guess, '');
  try {
    const answer = await first.request({
      action: 'greet the engine',
      verb: 'read',
      method: 'GET',
      path: '/_ping',
      timeout: 10_000,
    });
    const offered = answer.header('api-version');
    if (offered === undefined) {
      throw new EngineError('protocol', `what answers at ${address.text} is no Docker engine`);
    }
    const dialect = dialectOf(answer, address);
    if (dialect.family === 'docker' && compareVersions(offered, oldestApi) < 0) {
      throw new EngineError(
        'unsupported',
        `the Docker engine at ${address.text} speaks API ${offered}, and ${oldestApi} is needed`,
        { hint: 'Docker 20.10 and later speak it.' },
      );
    }
    const api = compareVersions(offered, newestApi) < 0 ? offered : newestApi;
    return { transport: openTransport(address, dialect, api), greeting: { api } };
  } finally {
    first.close();
  }
}

/** Who answers, by the headers of the answer. @throws EngineError `unsupported` */
function dialectOf(answer: Answer, { text }: EngineAddress): Dialect {
  const podman = answer.header('libpod-api-version');
  if (podman === undefined) {
    return dockerDialect(/^Docker\/(\S+)/.exec(answer.header('server') ?? '')?.[1] ?? 'unknown');
  }
  if (compareVersions(podman, oldestPodman) < 0) {
    throw new EngineError(
      'unsupported',
      `the engine at ${text} is Podman ${podman}, and ${oldestPodman} is needed`,
    );
  }
  return podmanDialect(podman);
}
