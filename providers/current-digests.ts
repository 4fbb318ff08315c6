/* What the names of images stand for in their registries now, for those who move pins. */
import { formatImageName, parseImageName, type ImageName } from '../model/index.js';
import type { Platform } from '../model/index.js';
import { openConnection, readRemoteImage, RegistryError, remoteDigest } from '../runtime/index.js';
import { pinKey } from './pin-key.js';
import { connectionOptions } from './registries.js';

/** An image that a stack names and does not build. */
export interface NamedImage {
  /** As it is written. */
  readonly name: string;
  /** What it is asked for; absent where nobody does. */
  readonly platform?: Platform | undefined;
}

/** What a name is pinned under, and what it stands for now or why that is not known. */
export interface CurrentDigest {
  /** With its tag, in its shortest form, and the platform that is asked for. */
  readonly key: string;
  readonly digest?: string;
  readonly failure?: string;
}

/** Asks for all names at once. Those that have a digest, or can be of no registry, are left out. */
export async function currentDigests(
  images: readonly NamedImage[],
): Promise<readonly CurrentDigest[]> {
  const found = await Promise.all(images.map(currentDigest));
  return found.flatMap((one) => (one ? [one] : []));
}

async function currentDigest({
  name: text,
  platform,
}: NamedImage): Promise<CurrentDigest | undefined> {
  const name = parseImageName(text);
  const key = name && pinKey(name, platform);
  if (!name || name.digest !== undefined || key === undefined) return undefined;
  try {
    return { key, digest: await digestFor(name, platform) };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const hint = error.hint === undefined ? '' : `. ${error.hint}`;
    return { key, failure: `${error.message}${hint}` };
  }
}

/** Of the index where there is one; for a platform that of its image alone. @throws RegistryError */
export async function digestFor(name: ImageName, platform: Platform | undefined): Promise<string> {
  const connection = openConnection(name.host, connectionOptions());
  if (!platform) return remoteDigest(connection, name);
  return (await readRemoteImage(connection, name, platform)).manifestDigest;
}

/** What an image is pinned under; `undefined` for one that needs no pin, and for what is no name. */
export function pinKeyOf({ name: text, platform }: NamedImage): string | undefined {
  const name = parseImageName(text);
  return name && pinKey(name, platform);
}

/** A name with the digest that it is pinned at; as it is written where it has no pin. */
export function pinnedName(image: NamedImage, pins: ReadonlyMap<string, string>): string {
  const name = parseImageName(image.name);
  const digest = pins.get((name && pinKey(name, image.platform)) ?? '');
  return name && digest !== undefined ? formatImageName({ ...name, digest }) : image.name;
}
