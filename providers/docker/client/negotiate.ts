/*
 * Finds out who answers, and which version of the API both sides know. One cheap call: what the
 * engine is stands in the headers of its answer to a ping.
 */
import { EngineError } from '../../../model/index.js';
import type { EngineAddress } from './address.js';
import { openTransport, type Transport } from './transport.js';

/** The versions of the API that this client knows. Docker 20.10 speaks 1.41. */
export const oldestApi = '1.41';
export const newestApi = '1.51';

export interface Greeting {
  /** Version of the engine, such as `20.10.24`. */
  readonly engineVersion: string;
  /** Version of the API that is spoken. */
  readonly api: string;
}

/** Orders versions such as `1.9` and `1.41` by their numbers. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Greets the engine and gives a transport that speaks the newest version both sides know.
 * @throws EngineError `unreachable` when nobody answers, `unsupported` when it cannot be spoken to
 */
export async function negotiate(
  address: EngineAddress,
): Promise<{ readonly transport: Transport; readonly greeting: Greeting }> {
  const first = openTransport(address, '');
  try {
    const answer = await first.request({
      action: 'greet the engine',
      verb: 'read',
      method: 'GET',
      path: '/_ping',
      timeout: 10_000,
    });
    if (answer.header('libpod-api-version') !== undefined) {
      throw new EngineError('unsupported', `the engine at ${address.text} is Podman`, {
        hint: 'Stowage speaks to Docker and to its own embedded engine.',
      });
    }
    const offered = answer.header('api-version');
    if (offered === undefined) {
      throw new EngineError('protocol', `what answers at ${address.text} is no Docker engine`);
    }
    if (compareVersions(offered, oldestApi) < 0) {
      throw new EngineError(
        'unsupported',
        `the Docker engine at ${address.text} speaks API ${offered}, and ${oldestApi} is needed`,
        { hint: 'Docker 20.10 and later speak it.' },
      );
    }
    const api = compareVersions(offered, newestApi) < 0 ? offered : newestApi;
    const engineVersion = /^Docker\/(\S+)/.exec(answer.header('server') ?? '')?.[1] ?? 'unknown';
    return { transport: openTransport(address, api), greeting: { engineVersion, api } };
  } finally {
    first.close();
  }
}
