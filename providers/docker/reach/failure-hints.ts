/*
 * What to do where nobody answers over the network, by the code of the failure; and which failures mean
 * that nothing can have been asked. What to do about a socket of this machine is the engine's own
 * matter, and stands in its dialect.
 */
import type { NetworkAddress } from '../../../model/index.js';
import { notLoggedIn } from './ssh-failure.js';
import type { EngineTarget } from './target.js';

/** The code of a host that does not answer to the wish for a connection. */
export const connectTimedOut = 'CONNECT_TIMEOUT';

const issuing = 'Have it issued again by whoever runs the engine.';

type Hint = (address: NetworkAddress) => string;

const hints: readonly (readonly [RegExp, Hint])[] = [
  [/^CERT_HAS_EXPIRED$/, () => `The certificate of the engine has expired. ${issuing}`],
  [
    /^CERT_NOT_YET_VALID$/,
    () => 'The certificate of the engine is not valid yet. Is the clock of this machine right?',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    ({ host }) =>
      `The certificate of the engine is for another host. Use a name that it is for, or have it issued for ${host} too.`,
  ],
  [
    /SELF_SIGNED|^UNABLE_TO_(?:VERIFY|GET_ISSUER)|^CERT_UNTRUSTED$|^CERT_SIGNATURE_FAILURE$/,
    () =>
      'Who signed the certificate of the engine is not trusted: `ca.pem` in DOCKER_CERT_PATH, or in the context, says who is.',
  ],
  [
    /CERTIFICATE_REQUIRED|ALERT_(?:BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE|UNSUPPORTED_CERT|ACCESS_DENIED|HANDSHAKE_FAILURE|DECRYPT_ERROR)/,
    () =>
      'The engine does not accept our certificate: `cert.pem` and `key.pem` in DOCKER_CERT_PATH, or in the context, have to be signed by whom it trusts.',
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|^EPROTO$|HTTP_REQUEST/,
    () =>
      'What answers there does not speak TLS. Is it the right port? That of TLS is 2376 mostly.',
  ],
  [/^ENOTFOUND$|^EAI_/, ({ host }) => `Nobody knows the name ${host}. Is it right?`],
  [
    /^ECONNREFUSED$/,
    () => 'Nobody listens there. Is it the right port, and is the engine told to listen on it?',
  ],
  [
    /^(?:CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    () => 'Is the host up, and does a firewall let the port through?',
  ],
  [
    /^(?:ECONNRESET|EPIPE)$/,
    () => 'The line was cut. Does the engine want TLS (DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH)?',
  ],
];

/** What to do about a failure to connect; `undefined` where that is not known. */
export function hintForConnection({ address }: EngineTarget, code: string): string | undefined {
  if (address.kind !== 'tcp') return undefined;
  return hints.find(([form]) => form.test(code))?.[1](address);
}

const unmade = new Set([
  ...['ENOENT', 'ECONNREFUSED', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...[connectTimedOut, notLoggedIn],
]);

/** Whether a code is that of a connection that was not made, or whose other end was not who it had to be. */
export const neverConnected = (code: string): boolean =>
  unmade.has(code) || /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/.test(code);
