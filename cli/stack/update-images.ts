/*
 * Moves the pins of the images that a stack takes from registries.
 */
import type { Resource } from '../../model/index.js';
import { currentDigests, imagesOfDockerfile, tagOf } from '../../providers/index.js';

export type ImageChange =
  | { readonly kind: 'pinned'; readonly name: string; readonly to: string }
  | { readonly kind: 'moved'; readonly name: string; readonly from: string; readonly to: string }
  | { readonly kind: 'kept'; readonly name: string; readonly to: string }
  | {
      readonly kind: 'unknown';
      readonly name: string;
      readonly why: string;
    };

/** The names of images that are none of the stack's, as they are written, sorted. */
export function foreignImages(
  resources: readonly Resource[],
  directory: string,
): readonly string[] {
  const own = new Set(resources.flatMap(({ kind, spec }) => (kind === 'image' ? [spec.name] : [])));
  const names = resources.flatMap(({ kind, spec }): readonly string[] => {
    if (kind === 'container') return [spec.image];
    if (kind !== 'image') return [];
    const { from } = spec;
    return from?.kind === 'image' ? [from.name] : imagesOfDockerfile(spec, directory);
  });
  return [...new Set(names.filter((name) => !own.has(name)))].sort();
}

/** A name with its pin, where it has one and no digest of its own. */
export function pinnedName(name: string, pins: ReadonlyMap<string, string>): string {
  const tag = tagOf(name);
  const digest = tag === undefined ? undefined : pins.get(tag);
  return tag === undefined || digest === undefined ? name : `${tag}@${digest}`;
}

export interface UpdatedImages {
  readonly images: ReadonlyMap<string, string>;
  readonly changes: readonly ImageChange[];
}

/**
 * Asks what names stand for now. Pins of other names stay: another param may want them.
 */
export async function updateImages(
  names: readonly string[],
  before: ReadonlyMap<string, string>,
): Promise<UpdatedImages> {
  const images = new Map(before);
  const changes: ImageChange[] = [];
  const used = new Set<string>();
  for (const { tag, digest, failure = '' } of await currentDigests(names)) {
    if (used.has(tag)) continue;
    used.add(tag);
    const from = before.get(tag);
    if (digest === undefined) {
      changes.push({ kind: 'unknown', name: tag, why: failure });
      continue;
    }
    images.set(tag, digest);
    if (from === undefined) changes.push({ kind: 'pinned', name: tag, to: digest });
    else if (from === digest) changes.push({ kind: 'kept', name: tag, to: digest });
    else changes.push({ kind: 'moved', name: tag, from, to: digest });
  }
  return { images, changes };
}
