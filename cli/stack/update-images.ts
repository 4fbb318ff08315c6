/*
 * Moves the pins of the images that a stack takes from registries.
 */
import { askedPlatform, formatPlatform, type Resource } from '../../model/index.js';
import { currentDigests, imagesOfDockerfile, type NamedImage } from '../../providers/index.js';

export type ImageChange =
  | { readonly kind: 'pinned'; readonly name: string; readonly to: string }
  | { readonly kind: 'moved'; readonly name: string; readonly from: string; readonly to: string }
  | { readonly kind: 'kept'; readonly name: string; readonly to: string }
  | {
      readonly kind: 'unknown';
      readonly name: string;
      readonly why: string;
    };

/** The images that are none of the stack's, as they are written, sorted; each once for each platform. */
export function foreignImages(
  resources: readonly Resource[],
  directory: string,
): readonly NamedImage[] {
  const own = new Set(resources.flatMap(({ kind, spec }) => (kind === 'image' ? [spec.name] : [])));
  const images = resources.flatMap(({ kind, spec }): readonly NamedImage[] => {
    if (kind === 'container') return [{ name: spec.image, platform: askedPlatform(spec.platform) }];
    if (kind !== 'image') return [];
    const { from } = spec;
    const names = from?.kind === 'image' ? [from.name] : imagesOfDockerfile(spec, directory);
    return names.map((name) => ({ name, platform: askedPlatform(spec.platform) }));
  });
  const foreign = images.filter(({ name }) => !own.has(name));
  const byText = new Map(foreign.map((image) => [textOf(image), image]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, image]) => image);
}

const textOf = ({ name, platform }: NamedImage): string =>
  platform ? `${name} ${formatPlatform(platform)}` : name;

export interface UpdatedImages {
  readonly images: ReadonlyMap<string, string>;
  readonly changes: readonly ImageChange[];
}

/**
 * Asks what names stand for now. Pins of other names stay: another param may want them.
 */
export async function updateImages(
  named: readonly NamedImage[],
  before: ReadonlyMap<string, string>,
): Promise<UpdatedImages> {
  const images = new Map(before);
  const changes: ImageChange[] = [];
  const used = new Set<string>();
  for (const { key, digest, failure = '' } of await currentDigests(named)) {
    if (used.has(key)) continue;
    used.add(key);
    const from = before.get(key);
    if (digest === undefined) {
      changes.push({ kind: 'unknown', name: key, why: failure });
      continue;
    }
    images.set(key, digest);
    if (from === undefined) changes.push({ kind: 'pinned', name: key, to: digest });
    else if (from === digest) changes.push({ kind: 'kept', name: key, to: digest });
    else changes.push({ kind: 'moved', name: key, from, to: digest });
  }
  return { images, changes };
}
