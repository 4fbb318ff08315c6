/*
 * How a registry is told who asks: nothing at first, then what its challenge wants. Tokens are kept for
 * as long as they are good. https://distribution.github.io/distribution/spec/auth/token/
 */
import { shape, ShapeError } from '../store/index.js';
import type { Credentials } from './credentials.js';
import { RegistryError } from './errors.js';
import { exchange, readBody, type ExchangeOptions } from './exchange.js';
import { hostnameOf } from './settings.js';

export interface Challenge {
  readonly scheme: 'basic' | 'bearer';
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads what a registry wants; `undefined` for a way that is not known here. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, word = '', rest = ''] = /^\s*(basic|bearer)(?:\s+(.*))?$/is.exec(header ?? '') ?? [];
  const scheme = word.toLowerCase();
  if (scheme !== 'basic' && scheme !== 'bearer') return undefined;
  const pairs = [...rest.matchAll(/([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)];
  return {
    scheme,
    parameters: Object.fromEntries(
      pairs.map(([, name = '', quoted, plain]) => [
        name.toLowerCase(),
        quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
      ]),
    ),
  };
}

/** Who asks, for one registry. */
export interface Authorization {
  /** The header for a request, as far as it is known already. */
  header(scope: string): string | undefined;
  /**
   * Gets what a challenge wants, for the requests from now on.
   * @returns whether there is anything new to try with
   */
  answer(challenge: Challenge, scope: string): Promise<boolean>;
}

export interface AuthorizationOptions extends ExchangeOptions {
  /** The registry as names of images have it. */
  readonly host: string;
  /** Where it is asked. */
  readonly origin: URL;
  readonly credentials: () => Promise<Credentials | undefined>;
  readonly now: () => number;
}

const { optional, number, record, string } = shape;
const tokenShape = record({
  token: optional(string),
  access_token: optional(string),
  expires_in: optional(number),
});

interface Token {
  readonly text: string;
  readonly until: number;
}

/** Opens the way to one registry. */
export function openAuthorization(options: AuthorizationOptions): Authorization {
  const tokens = new Map<string, Token>();
  let basic: string | undefined;
  return {
    header: (scope) => {
      const token = tokens.get(scope);
      if (token && token.until > options.now()) return `Bearer ${token.text}`;
      return basic;
    },
    answer: async ({ scheme, parameters }, scope) => {
      if (scheme === 'basic') {
        // Several requests may be asked at once, and each has to hear that there is something new.
        const had = basic;
        const known = await options.credentials();
        if (!known) return false;
        basic = basicHeader(known);
        return had !== basic;
      }
      const had = tokens.get(scope);
      const token = await fetchToken(parameters, scope, options);
      tokens.set(scope, token);
      return had?.text !== token.text;
    },
  };
}

const basicHeader = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Tokens without a lifetime are good for a minute; each is given up a little before its end. */
const usualLife = 60;
const margin = 5;

async function fetchToken(
  parameters: Readonly<Record<string, string>>,
  scope: string,
  options: AuthorizationOptions,
): Promise<Token> {
  const { host } = options;
  const realm = realmOf(parameters['realm'], options);
  const known = isOwn(realm, options) ? await options.credentials() : undefined;
  const service = parameters['service'];
  // What is asked for may be narrower than what the registry says it needs, never the other way round.
  const scopes = [...new Set([parameters['scope'] ?? scope, scope].filter((one) => one !== ''))];
  const answer = known?.identityToken
    ? await refresh(realm, { service, scopes, token: known.identityToken }, options)
    : await ask(realm, { service, scopes, known }, options);
  const { status } = answer;
  const body = await readBody(answer, 1 << 20);
  if (status === 401 || status === 403) {
    const own = isOwn(realm, options);
    throw new RegistryError(
      'unauthorized',
      `the token service of ${host} refuses ${known ? 'the credentials' : 'to give a token'}`,
      {
        hint: own
          ? `\`stowage login ${host}\` notes other credentials.`
          : `It is at ${realm.host}, which is neither ${host} nor of its domain: credentials are not sent there.`,
      },
    );
  }
  if (status !== 200) {
    throw new RegistryError('refused', `the token service of ${host} answers with ${status}`);
  }
  const { token, access_token: accessToken, expires_in: life } = parseToken(body, host);
  const text = token ?? accessToken;
  if (text === undefined || !/^[\x21-\x7e]+$/.test(text)) {
    throw new RegistryError('content', `the token service of ${host} gave no token`);
  }
  return { text, until: options.now() + (Math.max(life ?? usualLife, usualLife) - margin) * 1000 };
}

function parseToken(body: Buffer, host: string): ReturnType<typeof tokenShape> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return tokenShape(value);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ShapeError)) throw error;
    throw new RegistryError('content', `the token service of ${host} answers with no token`);
  }
}

function realmOf(text: string | undefined, options: AuthorizationOptions): URL {
  const { host, mayBePlain } = options;
  const realm = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = realm?.protocol === 'https:' || realm?.protocol === 'http:';
  if (!realm || !isHttp) {
    throw new RegistryError('content', `${host} names no token service that can be asked`);
  }
  if (realm.protocol === 'http:' && !mayBePlain(realm.host)) {
    throw new RegistryError('refused', `${host} names a token service without TLS, ${realm.host}`);
  }
  return realm;
}

/**
 * Whether a token service may be told the credentials of a registry: on the same host, or over TLS in
 * the same domain. A registry is the one to say where its tokens are; whom it may send credentials to is not.
 */
function isOwn(realm: URL, { origin }: AuthorizationOptions): boolean {
  const [there, here] = [hostnameOf(realm.host), hostnameOf(origin.host)];
  if (there === here) return realm.protocol === origin.protocol || realm.protocol === 'https:';
  const domain = (name: string): string => name.split('.').slice(-2).join('.');
  const isName = (name: string): boolean => /\.[a-z][a-z0-9-]*$/i.test(name);
  return realm.protocol === 'https:' && isName(here) && domain(there) === domain(here);
}

interface Asked {
  readonly service: string | undefined;
  readonly scopes: readonly string[];
}

function ask(
  realm: URL,
  { service, scopes, known }: Asked & { readonly known: Credentials | undefined },
  options: AuthorizationOptions,
): ReturnType<typeof exchange> {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const headers = known ? { authorization: basicHeader(known) } : {};
  return exchange({ method: 'GET', url, headers }, options);
}

function refresh(
  realm: URL,
  { service, scopes, token }: Asked & { readonly token: string },
  options: AuthorizationOptions,
): ReturnType<typeof exchange> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: 'stowage',
    scope: scopes.join(' '),
    ...(service !== undefined && { service }),
  });
  const body = form.toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  };
  return exchange({ method: 'POST', url: realm, headers, body }, options);
}
