/*
 * The way to one registry: whether it speaks TLS, who asks, and what is tried again. Only what is safe to
 * repeat is repeated: reading, and beginnings of uploads that nothing has come of.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openAuthorization, parseChallenge, type Authorization } from './authorization.js';
import { findCredentials, secretsOf, type Credentials } from './credentials.js';
import { RegistryError, reasonOf } from './errors.js';
import {
  ConnectionFailed,
  exchange,
  interrupted,
  readBody,
  type Answer,
  type Exchange,
  type ExchangeOptions,
} from './exchange.js';
import {
  askedHost,
  mayBePlain,
  readRegistrySettings,
  type Environment,
  type RegistrySettings,
} from './settings.js';

export interface ConnectionOptions {
  /** Where docker's settings are, and which registries are trusted without TLS. */
  readonly environment: Environment;
  /** Given by the user for this once, in the place of what is noted. */
  readonly credentials?: Credentials;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which a connection counts as broken. */
  readonly idle?: number;
  /** Milliseconds before the second try; each further one waits twice as long. */
  readonly pause?: number;
}

/** A request as it is meant, before anything is known of where it goes. */
export interface Ask extends Omit<Exchange, 'url'> {
  /** Path and query, or a whole address that the registry has given. */
  readonly path: string | URL;
  /** What it is allowed to be done with: `repository:NAME:pull`. */
  readonly scope: string;
  /** What is done, for messages: `read nginx:1.27`. */
  readonly action: string;
}

export interface Connection {
  /** The registry as names of images have it. */
  readonly host: string;
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
  readonly pause: number;
  /** What is noted for the registry and nobody may read, in every form; none where nothing is. */
  secrets(): Promise<readonly string[]>;
  /** Sends a request, again where that is safe. Any answer is given but 401, 429 and 5xx. */
  ask(ask: Ask): Promise<Answer>;
  /** Whether a registry is there and takes the credentials. */
  greet(): Promise<void>;
}

/** How often something is tried before it counts as failed. */
export const tries = 4;
const longestPause = 30_000;

/** @throws RegistryError `credentials` when the environment cannot be read */
export function openConnection(host: string, options: ConnectionOptions): Connection {
  const settings = readRegistrySettings(options.environment);
  const { signal, environment, pause = 250 } = options;
  const rules: ExchangeOptions = {
    idle: options.idle ?? 30_000,
    mayBePlain: (other) => mayBePlain(other, settings),
    ...(signal && { signal }),
  };
  // What is noted for a registry is not for the one that stands in for it.
  const keeper = settings.mirrors.get(host) ?? host;
  const credentials = once(async () => options.credentials ?? findCredentials(keeper, environment));
  const way = once(async (): Promise<Way> => {
    const origin = await findOrigin(host, settings, rules);
    const authorization = openAuthorization({
      ...rules,
      host,
      origin,
      credentials,
      now: () => Date.now(),
    });
    return { origin, authorization };
  });
  const secrets = async (): Promise<readonly string[]> => secretsOf(await credentials());
  const repeat: Repeating = { host, signal, pause, credentials, secrets };
  return {
    host,
    environment,
    signal,
    pause,
    secrets,
    ask: async (ask) => askOver(await way(), ask, rules, repeat),
    greet: async () => {
      const ask: Ask = { method: 'GET', path: '/v2/', scope: '', action: `log in to ${host}` };
      const answer = await askOver(await way(), ask, rules, repeat);
      answer.body.destroy();
      if (answer.status === 200) return;
      throw new RegistryError(
        'refused',
        `${host} answers with ${answer.status}, as no registry does`,
      );
    },
  };
}

interface Way {
  readonly origin: URL;
  readonly authorization: Authorization;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** TLS where the host speaks it; without, only where that is allowed. */
async function findOrigin(
  host: string,
  settings: RegistrySettings,
  rules: ExchangeOptions,
): Promise<URL> {
  const asked = askedHost(host, settings);
  const secure = new URL(`https://${asked}`);
  if (!mayBePlain(asked, settings)) return secure;
  const plain = new URL(`http://${asked}`);
  try {
    const { body } = await exchange({ method: 'GET', url: new URL('/v2/', secure) }, rules);
    body.destroy();
    return secure;
  } catch (error) {
    if (!(error instanceof ConnectionFailed)) throw error;
    return plain;
  }
}

interface Repeating {
  readonly host: string;
  readonly signal: AbortSignal | undefined;
  readonly pause: number;
  readonly credentials: () => Promise<Credentials | undefined>;
  readonly secrets: () => Promise<readonly string[]>;
}

async function askOver(
  { origin, authorization }: Way,
  ask: Ask,
  rules: ExchangeOptions,
  repeating: Repeating,
): Promise<Answer> {
  const { host, pause, signal } = repeating;
  const url = new URL(ask.path, origin);
  const isHome = url.origin === origin.origin;
  let challenged = 0;
  for (let attempt = 1; ;) {
    const header = isHome ? authorization.header(ask.scope) : undefined;
    const headers = { ...ask.headers, ...(header !== undefined && { authorization: header }) };
    let wait = pause * 2 ** (attempt - 1);
    try {
      const answer = await exchange({ ...ask, url, headers }, rules);
      if (answer.status === 401 && isHome && challenged < 2) {
        challenged += 1;
        answer.body.destroy();
        // Another request may have got meanwhile what this one is asked for.
        if (authorization.header(ask.scope) !== header) continue;
        const challenge = parseChallenge(answer.headers['www-authenticate']);
        if (challenge && (await authorization.answer(challenge, ask.scope))) continue;
      }
      if (answer.status === 401) throw await unauthorized(ask, repeating);
      if (answer.status !== 429 && answer.status < 500) return answer;
      if (attempt >= tries || !isRepeatable(ask)) throw await refusalOf(answer, ask, repeating);
      answer.body.destroy();
      const after = Number(answer.headers['retry-after']);
      if (Number.isFinite(after) && after > 0) wait = Math.min(after * 1000, longestPause);
    } catch (error) {
      if (!(error instanceof ConnectionFailed)) throw error;
      // Who says nothing for so long will not the next time, either.
      if (error.isSilence) attempt += 1;
      if (attempt >= tries || !isRepeatable(ask)) throw unreachable(ask, host, error);
    }
    attempt += 1;
    await pauseFor(wait, signal, url);
  }
}

/** Reading, and PUT, which has the same effect however often it is done. A POST opens something new. */
const isRepeatable = ({ method }: Ask): boolean => method !== 'PATCH';

async function pauseFor(ms: number, signal: AbortSignal | undefined, url: URL): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted === true) throw interrupted(url);
    throw error;
  }
}

export function unreachable(
  { action }: Pick<Ask, 'action'>,
  host: string,
  error: unknown,
): RegistryError {
  return new RegistryError('unreachable', `cannot ${action}: ${reasonOf(error)}`, {
    hint: `Is the registry ${host} there, and is its name right?`,
    cause: error,
  });
}

async function unauthorized(ask: Ask, { host, credentials }: Repeating): Promise<RegistryError> {
  const known = await credentials();
  return new RegistryError(
    'unauthorized',
    `cannot ${ask.action}: the registry ${host} ${known ? `does not take the credentials of ${JSON.stringify(known.username)}` : 'wants credentials'}`,
    { hint: `\`stowage login ${host}\` notes them.` },
  );
}

/** What a registry says of its own error, https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
export async function refusalOf(
  answer: Answer,
  ask: Pick<Ask, 'action'>,
  { host, secrets }: Pick<Connection, 'host' | 'secrets'>,
): Promise<RegistryError> {
  const text = (await readBody(answer, 1 << 16).catch(() => Buffer.alloc(0))).toString('utf8');
  // It may say back what it was shown.
  const shown = (await secrets()).reduce((left, secret) => left.replaceAll(secret, '…'), text);
  const said = /"message"\s*:\s*"((?:[^"\\]|\\.){1,200})"/.exec(shown)?.[1];
  const { status } = answer;
  const tail = said === undefined ? '' : ` (${said})`;
  const message = `cannot ${ask.action}: ${host} answers with ${status}${tail}`;
  if (status === 404) return new RegistryError('not-found', message);
  if (status === 401 || status === 403) {
    return new RegistryError('unauthorized', message, {
      hint: `\`stowage login ${host}\` notes other credentials.`,
    });
  }
  return new RegistryError('refused', message);
}
