/* Credentials for a registry in the form in which the engine takes them, with all that may not be shown. */
import { findCredentials, secretsOf, type Environment } from '../../../runtime/registry/index.js';
import { registryEngineError } from '../../registries.js';
import type { RegistryAccess } from '../client/index.js';

/**
 * Without credentials where nothing is noted for the registry.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#section/Authentication
 * @throws EngineError `registry`
 */
export async function registryAccess(
  host: string,
  environment: Environment,
): Promise<RegistryAccess> {
  try {
    const known = await findCredentials(host, environment);
    if (!known) return { host, secrets: [] };
    const { username, password, identityToken } = known;
    const auth = encodeAuth(
      identityToken === undefined
        ? { username, password, serveraddress: host }
        : { identitytoken: identityToken, serveraddress: host },
    );
    return { host, auth, secrets: [auth, ...secretsOf(known)] };
  } catch (error) {
    throw registryEngineError(error);
  }
}

/** In base64 for addresses, padded: without its padding older engines take it for nothing, and say nothing. */
export function encodeAuth(auth: object): string {
  const text = Buffer.from(JSON.stringify(auth)).toString('base64');
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
