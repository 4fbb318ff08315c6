/*
 * What the name of an image stands for that is none of the stack's: its digest by the name itself, by
 * the pins, by the engine, and by the registry, in this order; and its settings, from the engine where
 * that has it. Nothing is written. Each name is asked for once.
 */
import type { EngineReader, ImageConfig } from '../model/index.js';
import {
  formatImageName,
  formatTag,
  parseImageName,
  RegistryError,
  type ImageName,
} from '../runtime/index.js';
import { keptBy } from './refusals.js';
import type { Registries } from './registries.js';

/** An image of a registry that something is made from. */
export interface RegistryImage {
  /** Name, tag and digest. */
  readonly reference: string;
  /** The engine's id of it; absent where it has to be pulled. */
  readonly id?: string;
}

export interface FoundImage {
  /** The name by which it is used: with its digest where it is of a registry. */
  readonly name: string;
  /** What tells its content apart: digest, or id of the engine. */
  readonly identity: string;
  readonly config: ImageConfig;
  readonly registry?: RegistryImage;
}

/** Why an image was not found: nobody has it, or a registry did not say. */
export type Unfound =
  | { readonly kind: 'missing'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly hint: string | undefined };

export interface ImageFinder {
  find(name: string): Promise<FoundImage | Unfound>;
  /** Digests by name that had to be found out, and are to be pinned. */
  readonly pins: ReadonlyMap<string, string>;
}

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
  const pin = (name: ImageName, digest: string): void => {
    if (registries && name.tag !== undefined && name.digest === undefined) {
      pins.set(formatTag(name), digest);
    }
  };

  const find = async (text: string): Promise<FoundImage | Unfound> => {
    const name = parseImageName(text);
    const known = name?.digest ?? (name && registries?.pins.get(formatTag(name)));
    if (name && known !== undefined) return findPinned({ ...name, digest: known });
    const here = await reader.findImage(text);
    if (here && (!name || here.digest === undefined || !registries)) {
      return { name: text, identity: here.id, config: here.config };
    }
    if (!name) return notAsked;
    if (here?.digest === undefined) return findRemote(name);
    pin(name, here.digest);
    return findPinned({ ...name, digest: here.digest });
  };

  const findPinned = async (
    name: ImageName & { readonly digest: string },
  ): Promise<FoundImage | Unfound> => {
    const reference = formatImageName(name);
    const here = await reader.findImage(reference);
    if (!here) return findRemote(name);
    const { id, config } = here;
    return { name: reference, identity: name.digest, config, registry: { reference, id } };
  };

  const findRemote = async (name: ImageName): Promise<FoundImage | Unfound> => {
    if (!registries || !reader.platform) return notAsked;
    try {
      const { digest, config, isOci } = await registries.read(name, await reader.platform());
      pin(name, digest);
      const reference = formatImageName({ ...name, digest });
      const kept = keptBy(reader.profile)(config, isOci);
      return { name: reference, identity: digest, config: kept, registry: { reference } };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const { hint } = error;
      if (error.kind !== 'not-found') return { kind: 'failed', why: error.message, hint };
      return {
        kind: 'missing',
        why: `It is no image of the stack, the engine does not have it, and ${error.message}.${hint === undefined ? '' : ` ${hint}`}`,
      };
    }
  };

  return {
    pins,
    find: (text) => {
      const known = asked.get(text) ?? find(text);
      asked.set(text, known);
      return known;
    },
  };
}
