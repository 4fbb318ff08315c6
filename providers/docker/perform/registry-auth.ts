/* Credentials for a registry in the form in which the engine takes them. */
import { findCredentials, type Environment } from '../../../runtime/registry/index.js';
import { registryEngineError } from '../../registries.js';

/**
 * The value of `X-Registry-Auth`; `undefined` where nothing is noted for the registry.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#section/Authentication
 * @throws EngineError `registry`
 */
export async function registryAuth(
  host: string,
  environment: Environment,
): Promise<string | undefined> {
  try {
    const known = await findCredentials(host, environment);
    if (!known) return undefined;
    const { username, password, identityToken } = known;
    const auth =
      identityToken === undefined
        ? { username, password, serveraddress: host }
        : { identitytoken: identityToken, serveraddress: host };
    return encodeAuth(auth);
  } catch (error) {
    throw registryEngineError(error);
  }
}

/** In base64 for addresses, padded: without its padding older engines take it for nothing, and say nothing. */
export function encodeAuth(auth: object): string {
  const text = Buffer.from(JSON.stringify(auth)).toString('base64');
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
