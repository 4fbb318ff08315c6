/*
 * Certificates and keys from a directory, under the names that Docker gives them. What can be said of
 * them before anybody is asked, such as that our own has expired, is said here.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { EngineError } from '../../../model/index.js';
import { systemCode } from '../client/errors.js';
import type { TlsFiles } from './target.js';

/** What a file holds; `undefined` where there is none. @throws EngineError */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError('unreachable', `cannot read ${path}: ${why}`, { cause });
  }
}

/**
 * Reads `ca.pem`, `cert.pem` and `key.pem`; each may be absent, but for one of the last two.
 * @throws EngineError `unreachable` for files that nobody can connect with
 */
export function readCertificates(directory: string, verifies: boolean): TlsFiles {
  const path = (name: string): string => join(directory, name);
  const ca = readIfThere(path('ca.pem'));
  const certificate = readIfThere(path('cert.pem'));
  const key = readIfThere(path('key.pem'));
  const missing =
    certificate === undefined ? 'cert.pem' : key === undefined ? 'key.pem' : undefined;
  if (missing !== undefined && (certificate ?? key) !== undefined) {
    throw new EngineError('unreachable', `there is no ${missing} in ${directory}`, {
      hint: 'A client has a certificate, cert.pem, and the key to it, key.pem.',
    });
  }
  if (ca !== undefined) check(path('ca.pem'), () => new X509Certificate(ca));
  if (certificate === undefined || key === undefined) {
    return { verifies, ...(ca !== undefined && { ca }) };
  }
  check(path('cert.pem'), () => mustBeValid(new X509Certificate(certificate), path('cert.pem')));
  check(path('key.pem'), () => createSecureContext({ cert: certificate, key }));
  return { verifies, ...(ca !== undefined && { ca }), client: { certificate, key } };
}

/** @throws EngineError that names the file */
function check(path: string, look: () => unknown): void {
  try {
    look();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    const code = systemCode(cause) ?? '';
    const isLocked = /PASSW|BAD_DECRYPT|INTERRUPTED|CANCELLED/.test(code);
    const why = /KEY_VALUES_MISMATCH/.test(code)
      ? 'it is not the key of cert.pem beside it'
      : isLocked
        ? 'it is locked with a passphrase, which nobody is asked for here'
        : 'it is not what its name says, in PEM';
    throw new EngineError('unreachable', `cannot use ${path}: ${why}`, { cause });
  }
}

function mustBeValid({ validFrom, validTo }: X509Certificate, path: string): void {
  const now = Date.now();
  const hint = 'Have it issued again by whoever runs the engine.';
  if (Date.parse(validTo) < now) {
    throw new EngineError('unreachable', `our certificate ${path} has expired: ${validTo}`, {
      hint,
    });
  }
  if (Date.parse(validFrom) > now) {
    throw new EngineError('unreachable', `our certificate ${path} begins only ${validFrom}`, {
      hint: 'Is the clock of this machine right?',
    });
  }
}
