/* Logging in to registries and out again, alike for every engine. */
import { defaultRegistry, EngineError, parseImageName } from '../model/index.js';
import { logIn, logOut } from '../runtime/index.js';
import { connectionOptions, registryEngineError } from './registries.js';

/** The registry of names without a host. */
export const usualRegistry: string = defaultRegistry.domain;

/** The host as it is in names of images. @throws EngineError for what can be none */
function hostOf(text: string): string {
  const plain = text.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const name = parseImageName(`${plain}/x`);
  if (name && (name.host === plain || (name.host === usualRegistry && plain !== '')))
    return name.host;
  throw new EngineError('invalid', `${JSON.stringify(text)} is no host of a registry`, {
    hint: 'Give a host, with its port where it has one: registry.example.org:5000.',
  });
}

/**
 * Tries credentials and notes them. @returns where they are kept
 * @throws EngineError
 */
export async function logInTo(
  registry: string,
  username: string,
  password: string,
): Promise<string> {
  try {
    return await logIn(hostOf(registry), { username, password }, connectionOptions());
  } catch (error) {
    throw registryEngineError(error);
  }
}

/** @returns whether there were any credentials. @throws EngineError */
export async function logOutOf(registry: string): Promise<boolean> {
  try {
    return await logOut(hostOf(registry), connectionOptions().environment);
  } catch (error) {
    throw registryEngineError(error);
  }
}
