/* Credentials for a registry in the form in which the engine takes them, with all that may not be shown. */
import { findCredentials, secretsOf, type Environment } from '../../../runtime/registry/index.js';
import { registryEngineError, silenceIn } from '../../registries.js';
import type { RegistryAccess } from '../client/index.js';

/**
 * Both engines tell of every piece that comes, and neither gives a registry up that has stopped. While they write a
 * layer to the disk they may say nothing, which takes minutes only where the disk is slow and the layer large.
 */
const engineSilence = 600_000;

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
    const silence = silenceIn(environment) ?? engineSilence;
    if (!known) return { host, secrets: [], silence };
    const { username, password, identityToken } = known;
    const auth = encodeAuth(
      identityToken === undefined
        ? { username, password, serveraddress: host }
        : { identitytoken: identityToken, serveraddress: host },
    );
    return { host, auth, secrets: [auth, ...secretsOf(known)], silence };
  } catch (error) {
    throw registryEngineError(error);
  }
}

/** In base64 for addresses, padded: without its padding older engines take it for nothing, and say nothing. */
export function encodeAuth(auth: object): string {
  const text = Buffer.from(JSON.stringify(auth)).toString('base64');
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
