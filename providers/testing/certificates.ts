/*
 * Certificates for tests, made by openssl: an authority, and what it has signed for an engine on this
 * machine's loopback and for its clients; others that are not to be believed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNot } from './daemon.js';

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** Paths of files in PEM. */
export interface Certificates {
  readonly ca: string;
  /** For `localhost`, and 127.0.0.1. */
  readonly server: CertificateFiles;
  readonly client: CertificateFiles;
  /** For an engine and for a client, and no longer valid. */
  readonly expired: CertificateFiles;
  /** For another host. */
  readonly misnamed: CertificateFiles;
  /** By an authority that nobody knows. */
  readonly stranger: CertificateFiles;
  /** A directory as DOCKER_CERT_PATH names one. */
  clientDirectory(files?: CertificateFiles): string;
}

/** Why no certificates can be made here, or no contexts; `undefined` when they can. */
export const whyNoCertificates = (): string | undefined =>
  whyNot('certificates', ['openssl', 'docker']);

const loopback = 'DNS:localhost,IP:127.0.0.1';

/** @param directory where they are kept; made here */
export function makeCertificates(directory: string): Certificates {
  mkdirSync(directory, { recursive: true });
  const path = (name: string): string => join(directory, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const authority = (name: string): CertificateFiles => {
    const files = { cert: path(`${name}.pem`), key: path(`${name}-key.pem`) };
    const made = ['-keyout', files.key, '-out', files.cert, '-subj', `/CN=${name}`, '-days', '2'];
    openssl('req', '-x509', ...newKey, ...made);
    return files;
  };
  const sign = (
    name: string,
    by: CertificateFiles,
    { names, days }: { readonly names: string; readonly days: string },
  ): CertificateFiles => {
    const files = { cert: path(`${name}.pem`), key: path(`${name}-key.pem`) };
    const request = path(`${name}.csr`);
    openssl(
      'req',
      '-new',
      ...newKey,
      '-keyout',
      files.key,
      '-out',
      request,
      '-subj',
      `/CN=${name}`,
    );
    const extensions = path(`${name}.ext`);
    const usage = 'extendedKeyUsage=serverAuth,clientAuth';
    writeFileSync(extensions, `subjectAltName=${names}\n${usage}\n`);
    const signing = ['-CA', by.cert, '-CAkey', by.key, '-CAcreateserial', '-days', days];
    openssl('x509', '-req', '-in', request, '-out', files.cert, ...signing, '-extfile', extensions);
    return files;
  };
  const ca = authority('ca');
  const other = authority('nobody');
  const client = sign('client', ca, { names: 'DNS:client', days: '2' });
  let directories = 0;
  return {
    ca: ca.cert,
    server: sign('server', ca, { names: loopback, days: '2' }),
    client,
    expired: sign('expired', ca, { names: loopback, days: '-1' }),
    misnamed: sign('misnamed', ca, { names: 'DNS:engine.example.org', days: '2' }),
    stranger: sign('stranger', other, { names: loopback, days: '2' }),
    clientDirectory: (files = client) => {
      directories += 1;
      const made = path(`directory-${directories}`);
      mkdirSync(made);
      for (const [name, from] of Object.entries({ ca: ca.cert, ...files })) {
        execFileSync('cp', [from, join(made, `${name}.pem`)]);
      }
      return made;
    },
  };
}
