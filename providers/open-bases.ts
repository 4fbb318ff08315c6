/*
 * What one image is built on: images of the stack by their content, others by their digest. Keeps what was
 * found, so that the plan names it, and the build takes just that.
 */
import {
  askedPlatform,
  formatPlatform,
  imageReference,
  isOfPlatform,
  type CompletedImage,
  type Dependency,
  type ImageSource,
  type ImageSpec,
  type ResourceOf,
} from '../model/index.js';
import type { FoundBase } from '../runtime/index.js';
import type { ImageFinder, RegistryImage } from './find-image.js';
import { unfoundText } from './missing-images.js';

interface BasesRequest {
  readonly resource: ResourceOf<'image'>;
  /** All images of the stack. */
  readonly written: readonly ResourceOf<'image'>[];
  /** Those that are completed so far, by name. */
  readonly images: ReadonlyMap<string, CompletedImage>;
  readonly finder: ImageFinder;
  /** Completes an image of the stack, where it is not yet. */
  readonly resolveFirst: (name: string) => Promise<void>;
}

export interface Bases {
  readonly find: (name: string, written?: string) => Promise<FoundBase>;
  /** Whether a name is that of an image of the stack that could not be completed. */
  isLost(name: string): boolean;
  /** A source by the name that was found for it. */
  named(from: ImageSource): ImageSource;
  registry(): readonly RegistryImage[];
  /** The resource with what was found in the place of names. */
  settled(): ResourceOf<'image'>;
}

/** Names of the images that a spec names itself. */
export function namedBases({ from, bases = {} }: ImageSpec): readonly string[] {
  return [...(from?.kind === 'image' ? [from.name] : []), ...Object.values(bases)];
}

export function openBases(request: BasesRequest): Bases {
  const { resource, written, images, finder, resolveFirst } = request;
  const names = new Map<string, string>();
  const bases: Record<string, string> = {};
  const registry = new Map<string, RegistryImage>();
  const dependsOn: Dependency[] = [];
  const platform = askedPlatform(resource.spec.platform);
  const ofStack = (name: string): ResourceOf<'image'> | undefined =>
    written.find(({ spec }) => spec.name === name && spec.name !== resource.spec.name);

  const note = (name: string, as: string | undefined, found: string): void => {
    names.set(name, found);
    if (as !== undefined) bases[as] = found;
  };
  /** Why an image of the stack cannot be built on for the platform that is asked for. */
  const otherPlatform = async (
    base: CompletedImage,
  ): Promise<ReturnType<typeof unfoundText> | undefined> => {
    const there = askedPlatform(base.config.platform) ?? (await finder.ownPlatform());
    if (!platform || !there || isOfPlatform(there, platform)) return undefined;
    const why = `It is built for ${formatPlatform(there)}; give it the same \`platform\`.`;
    const unfound = { kind: 'other-platform', platform: formatPlatform(platform), why } as const;
    return unfoundText(base.name, unfound, { code: 'base-missing', what: base.name });
  };
  const find = async (name: string, as?: string): Promise<FoundBase> => {
    const own = ofStack(name);
    if (own) {
      await resolveFirst(name);
      const known = images.get(name);
      if (!known) return lost(name);
      const there = await otherPlatform(known);
      if (there !== undefined) return { missing: there };
      note(name, as, imageReference(known));
      const via = as === undefined ? 'from.name' : 'dockerfile';
      const span = resource.spans[via] ?? resource.span;
      const isKnown = resource.dependsOn.some(({ address }) => address === own.address);
      if (!isKnown) dependsOn.push({ address: own.address, condition: 'exists', via, span });
      return { identity: known.key, config: known.config };
    }
    const found = await finder.find(name, platform);
    if ('kind' in found) {
      const missing = { code: 'base-missing', what: `${JSON.stringify(name)} to build on` };
      return { missing: unfoundText(name, found, missing) };
    }
    note(name, as, found.name);
    if (found.registry) registry.set(found.registry.reference, found.registry);
    return found;
  };
  const named = (from: ImageSource): ImageSource =>
    from.kind === 'image' ? { ...from, name: names.get(from.name) ?? from.name } : from;

  return {
    find,
    named: (from) => (ofStack(from.kind === 'image' ? from.name : '') ? from : named(from)),
    isLost: (name) => ofStack(name) !== undefined && !images.has(name),
    registry: () => [...registry.values()],
    settled: () => {
      const { spec } = resource;
      const settledBases =
        Object.keys(bases).length > 0 ? { bases: { ...spec.bases, ...bases } } : {};
      return {
        ...resource,
        spec: { ...spec, ...(spec.from && { from: named(spec.from) }), ...settledBases },
        dependsOn: [...resource.dependsOn, ...dependsOn],
      };
    },
  };
}

const lost = (name: string): FoundBase => ({
  missing: {
    code: 'base-missing',
    summary: `the image ${JSON.stringify(name)} of the stack cannot be built on`,
    detail: 'What is wrong with it is said at its own place, or it is built on this one.',
  },
});
