/* Names of images as people give them to a verb. */
import { askedPlatform, EngineError, type ImageName, parseImageName } from '../model/index.js';
import { digestFor } from './current-digests.js';

export type PinnedName = ImageName & { readonly digest: string };

/** @throws EngineError `invalid` */
export function readImageName(text: string): ImageName {
  const name = parseImageName(text);
  if (name) return name;
  throw new EngineError('invalid', `${JSON.stringify(text)} is no name of an image in a registry`, {
    hint: 'It is like nginx:1.27, or registry.example.org/team/app:2.',
  });
}

/** A name that an image here can be given, with its tag. @throws EngineError `invalid` */
export function readTaggedName(text: string): ImageName & { readonly tag: string } {
  const name = readImageName(text);
  if (name.digest === undefined) return { ...name, tag: name.tag ?? 'latest' };
  throw new EngineError('invalid', `${text} has a digest, which no one can choose for an image`);
}

/**
 * A name with the digest that it stands for now.
 * @param platform what it is asked for
 * @throws EngineError, RegistryError
 */
export async function pinName(text: string, platform?: string): Promise<PinnedName> {
  const name = readImageName(text);
  return { ...name, digest: name.digest ?? (await digestFor(name, askedPlatform(platform))) };
}
