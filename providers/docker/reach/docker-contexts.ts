/*
 * Docker's own settings of where its engine is: the context that is in use, as the docker command keeps
 * it in its directory. Read, never written.
 * https://docs.docker.com/engine/manage-resources/contexts/
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../../model/index.js';
import { Fields, parseJson } from '../client/fields.js';
import { readCertificates } from './certificates.js';
import { addressOf, type EngineTarget, type Environment } from './target.js';

/** Where Docker looks when nobody says anything. */
export const usualDockerSocket = 'unix:///var/run/docker.sock';

/** The context that is always there, and stands for what the environment says. */
const defaultContext = 'default';

/** The directory of Docker's settings. */
export function dockerDirectory(environment: Environment): string {
  const given = environment['DOCKER_CONFIG'] ?? '';
  return given === '' ? join(environment['HOME'] ?? homedir(), '.docker') : given;
}

interface ContextName {
  readonly name: string;
  /** Who chose it. */
  readonly origin: string;
}

/** The context in use, in Docker's order; `undefined` for the default one. @throws EngineError */
function contextInUse(environment: Environment): ContextName | undefined {
  const given = environment['DOCKER_CONTEXT'] ?? '';
  const file = join(dockerDirectory(environment), 'config.json');
  const name = given === '' ? currentContext(file) : given;
  if (name === '' || name === defaultContext) return undefined;
  return { name, origin: given === '' ? file : 'DOCKER_CONTEXT' };
}

function currentContext(file: string): string {
  return existsSync(file) ? readFields(file).textOr('currentContext', '') : '';
}

/** @throws EngineError that names the file */
function readFields(file: string): Fields {
  try {
    return new Fields(parseJson(readFileSync(file, 'utf8'), file), file);
  } catch (cause) {
    throw new EngineError('unreachable', `cannot read Docker’s settings in ${file}`, {
      cause,
      hint: 'They say which engine is meant. Mend the file, or name the engine with `--engine`.',
    });
  }
}

/**
 * The engine of the context in use.
 * @throws EngineError `unreachable` for a context that is not there or cannot be used
 */
export function contextTarget(environment: Environment): EngineTarget {
  const used = contextInUse(environment);
  if (!used) return { address: addressOf(usualDockerSocket) };
  const { name, origin } = used;
  const id = createHash('sha256').update(name).digest('hex');
  const contexts = join(dockerDirectory(environment), 'contexts');
  const file = join(contexts, 'meta', id, 'meta.json');
  if (!existsSync(file)) {
    throw new EngineError(
      'unreachable',
      `there is no Docker context "${name}", which ${origin} names`,
      {
        hint: '`docker context ls` lists those that there are; `--engine` names an engine without one.',
      },
    );
  }
  const endpoint = readFields(file).objectOr('Endpoints')?.objectOr('docker');
  const said = `the Docker context "${name}"`;
  const host = endpoint?.textOr('Host', '') ?? '';
  const address = addressOf(host === '' ? usualDockerSocket : host, said);
  const unverified = endpoint?.flag('SkipTLSVerify') ?? false;
  const certificates = join(contexts, 'tls', id, 'docker');
  if (address.kind !== 'tcp' || !(unverified || existsSync(certificates))) {
    return { address, origin: said };
  }
  return { address, origin: said, tls: readCertificates(certificates, !unverified) };
}
