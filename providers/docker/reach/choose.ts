/*
 * Which engine is meant by `docker`, `podman` or an address, with what the environment and the settings
 * of Docker and Podman say of how to be let in. Nobody is asked; a connection that would tell an engine
 * of nobody's choosing all that it is sent is refused here.
 */
import { EngineError, isLoopback } from '../../../model/index.js';
import { readCertificates } from './certificates.js';
import { contextTarget, dockerDirectory } from './docker-contexts.js';
import { connectionTarget } from './podman-connections.js';
import { addressOf, type EngineTarget, type Environment } from './target.js';

/** The variable with the `host:port` of an engine that need not prove who it is. */
export const unverifiedVariable = 'STOWAGE_UNVERIFIED_ENGINE';

export interface Choice {
  /** An address; without it what the environment says of the family. */
  readonly address?: string;
  readonly family?: 'docker' | 'podman';
}

/** @throws EngineError for settings that lead nowhere, and for a connection that is open to anybody */
export function chooseTarget(
  { address, family = 'docker' }: Choice,
  environment: Environment,
): EngineTarget {
  const variable = family === 'docker' ? 'DOCKER_HOST' : 'CONTAINER_HOST';
  const given = address ?? environment[variable] ?? '';
  if (given === '') {
    return mustBeGuarded(
      family === 'docker' ? contextTarget(environment) : connectionTarget(environment),
      environment,
    );
  }
  const origin = address === undefined ? variable : undefined;
  const found = addressOf(given, origin);
  const identity = family === 'podman' ? (environment['CONTAINER_SSHKEY'] ?? '') : '';
  const target: EngineTarget = {
    address: found,
    ...(origin !== undefined && { origin }),
    ...(found.kind === 'ssh' && identity !== '' && { identity }),
  };
  return mustBeGuarded(withTls(target, environment), environment);
}

/** TLS as Docker's variables ask for it, and always where the address does. */
function withTls(target: EngineTarget, environment: Environment): EngineTarget {
  const { address } = target;
  if (address.kind !== 'tcp' || address.scheme === 'http') return target;
  const isOn = (name: string): boolean => (environment[name] ?? '') !== '';
  const verifies = isOn('DOCKER_TLS_VERIFY') || address.scheme === 'https';
  if (!verifies && !isOn('DOCKER_TLS')) return target;
  const given = environment['DOCKER_CERT_PATH'] ?? '';
  const directory = given === '' ? dockerDirectory(environment) : given;
  const tls = readCertificates(directory, verifies);
  if (given !== '' && tls.ca === undefined && tls.client === undefined) {
    throw new EngineError(
      'unreachable',
      `there is no ca.pem, cert.pem or key.pem in ${given}, which DOCKER_CERT_PATH names`,
    );
  }
  return { ...target, tls };
}

/** The port that is meant where none is said. */
export function portOf({ address, tls }: EngineTarget): number {
  if (address.kind !== 'tcp') return 0;
  return address.port ?? (tls ? 2376 : 2375);
}

/**
 * Passes what nobody between here and the engine can read or answer for it.
 * @throws EngineError `unsupported`
 */
function mustBeGuarded(target: EngineTarget, environment: Environment): EngineTarget {
  const { address, tls, origin } = target;
  if (address.kind !== 'tcp' || tls?.verifies === true || isLoopback(address.host)) return target;
  const place = `${address.host}:${portOf(target)}`;
  if (environment[unverifiedVariable] === place) return target;
  const by = origin === undefined ? '' : ` (${origin})`;
  const what = tls ? 'does not ask who answers' : 'is not encrypted';
  throw new EngineError('unsupported', `the connection to ${address.text}${by} ${what}`, {
    hint:
      'Whoever is on the way could read secrets and answer for the engine, and whoever reaches that port is root ' +
      'on its host. Use `ssh://user@host`, or TLS: DOCKER_TLS_VERIFY=1 with DOCKER_CERT_PATH. ' +
      `Where the network itself is guarded, say so with ${unverifiedVariable}=${place}.`,
  });
}
