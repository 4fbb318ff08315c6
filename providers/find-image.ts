/*
 * What the name of an image stands for that is none of the stack's: its digest by the name itself, by
 * the pins, by the engine, and by the registry, in this order; and its settings, from the engine where
 * that has it. Nothing is written. Each name is asked for once, and once for each platform.
 */
import {
  type EngineImage,
  type EngineReader,
  formatImageName,
  formatPlatform,
  type ImageConfig,
  type ImageName,
  isOfPlatform,
  parseImageName,
  type Platform,
} from '../model/index.js';
import { RegistryError } from '../runtime/index.js';
import { pinKey } from './pin-key.js';
import { keptBy } from './refusals.js';
import type { Registries } from './registries.js';

/** An image of a registry that something is made from. */
export interface RegistryImage {
  /** Name, tag and digest. */
  readonly reference: string;
  /** The engine's id of it; absent where it has to be pulled. */
  readonly id?: string;
  /** What it is asked for; absent where nobody does. */
  readonly platform?: string;
}

export interface FoundImage {
  /** The name by which it is used: with its digest where it is of a registry. */
  readonly name: string;
  /** What tells its content apart: digest, or id of the engine. */
  readonly identity: string;
  readonly config: ImageConfig;
  readonly registry?: RegistryImage;
}

/** Why an image was not found: nobody has it, not for the platform, or a registry did not say. */
export type Unfound =
  | { readonly kind: 'missing'; readonly why: string }
  | { readonly kind: 'other-platform'; readonly platform: string; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly hint: string | undefined };

export interface ImageFinder {
  /** @param platform what the image is to be made for; what the engine runs where it is absent */
  find(name: string, platform?: Platform): Promise<FoundImage | Unfound>;
  /** What the engine runs; `undefined` where nobody knows. */
  ownPlatform(): Promise<Platform | undefined>;
  /** Digests by name that had to be found out, and are to be pinned. */
  readonly pins: ReadonlyMap<string, string>;
}

type PinnedName = ImageName & { readonly digest: string };

const notAsked: Unfound = {
  kind: 'missing',
  why: 'It is no image of the stack, and the engine does not have it. No registry is asked here.',
};

/** @param registries what is asked for what the engine does not have; nothing where absent */
export function openImageFinder(
  reader: EngineReader,
  registries: Registries | undefined,
): ImageFinder {
  const asked = new Map<string, Promise<FoundImage | Unfound>>();
  const pins = new Map<string, string>();
  let own: Promise<Platform | undefined> | undefined;
  const ownPlatform = (): Promise<Platform | undefined> =>
    (own ??= Promise.resolve(reader.platform?.()));

  const find = async (text: string, platform?: Platform): Promise<FoundImage | Unfound> => {
    const name = parseImageName(text);
    const key = name && pinKey(name, platform);
    const known = key === undefined ? undefined : registries?.pins.get(key);
    if (name && known !== undefined) return findPinned({ ...name, digest: known }, platform);
    if (name?.digest !== undefined && !platform) {
      return findPinned({ ...name, digest: name.digest }, platform);
    }
    const here = await reader.findImage(text);
    if (here && (!name || here.digest === undefined || !registries)) {
      if (isForAnother(here, platform)) return otherHere(text, here, platform);
      return { name: text, identity: here.id, config: here.config };
    }
    if (!name) return notAsked;
    if (here?.digest === undefined) return findRemote(name, platform);
    // What is here by that name may have been fetched for another platform.
    const wanted = platform ?? (await ownPlatform());
    if (isForAnother(here, wanted)) return findRemote(name, platform);
    const same = { ...name, digest: here.digest };
    if (platform) return findRemote(same, platform, key);
    pins.set(pinKey(name, undefined) ?? '', here.digest);
    return findPinned(same, undefined);
  };

  const findPinned = async (
    name: PinnedName,
    platform: Platform | undefined,
  ): Promise<FoundImage | Unfound> => {
    const reference = formatImageName(name);
    const here = await reader.findImage(reference);
    if (!here) return findRemote(name, platform, null);
    if (isForAnother(here, platform)) return otherHere(reference, here, platform);
    const { id, config } = here;
    const registry = { reference, id, ...askedFor(platform) };
    return { name: reference, identity: name.digest, config, registry };
  };

  /** @param key what is pinned by what is found; the name's own where absent, nothing where null */
  const findRemote = async (
    name: ImageName,
    platform: Platform | undefined,
    key: string | null | undefined = pinKey(name, platform),
  ): Promise<FoundImage | Unfound> => {
    const wanted = registries && (platform ?? (await ownPlatform()));
    if (!registries || !wanted) return notAsked;
    try {
      const remote = await registries.read(name, wanted);
      const { config, isOci } = remote;
      const digest = platform ? remote.manifestDigest : remote.digest;
      if (typeof key === 'string') pins.set(key, digest);
      const pinned = { ...name, digest };
      const here = platform ? await reader.findImage(formatImageName(pinned)) : undefined;
      if (here) return await findPinned(pinned, platform);
      const reference = formatImageName(pinned);
      const registry = { reference, ...askedFor(platform) };
      const kept = keptBy(reader.profile)(config, isOci);
      return { name: reference, identity: digest, config: kept, registry };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return unfound(error, formatPlatform(wanted));
    }
  };

  return {
    ownPlatform,
    pins,
    find: (text, platform) => {
      const key = platform ? `${text} ${formatPlatform(platform)}` : text;
      const known = asked.get(key) ?? find(text, platform);
      asked.set(key, known);
      return known;
    },
  };
}

const askedFor = (platform: Platform | undefined): { readonly platform?: string } =>
  platform ? { platform: formatPlatform(platform) } : {};

const isForAnother = ({ platform }: EngineImage, wanted: Platform | undefined): boolean =>
  platform !== undefined && wanted !== undefined && !isOfPlatform(platform, wanted);

function otherHere(name: string, { platform }: EngineImage, wanted: Platform | undefined): Unfound {
  const text = (one: Platform | undefined): string => (one ? formatPlatform(one) : 'any platform');
  return {
    kind: 'other-platform',
    platform: text(wanted),
    why: `What the engine has as ${name} is for ${text(platform)}.`,
  };
}

function unfound(error: RegistryError, platform: string): Unfound {
  const { hint, message, offered } = error;
  switch (error.kind) {
    case 'other-platform': {
      const there = offered.length > 0 ? offered.join(', ') : 'no platform at all';
      return { kind: 'other-platform', platform, why: `The registry has it for ${there}.` };
    }
    case 'not-found':
      return {
        kind: 'missing',
        why: `It is no image of the stack, the engine does not have it, and ${message}.${hint === undefined ? '' : ` ${hint}`}`,
      };
    default:
      return { kind: 'failed', why: message, hint };
  }
}
