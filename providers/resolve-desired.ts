/*
 * From the resources of a stack to what the planner compares: every default filled in, image names
 * turned into names with the content key as tag. Reads the files that images copy and the settings
 * of images that the engine has; writes nothing.
 */
import {
  askedPlatform,
  completeContainer,
  completeNetwork,
  completeVolume,
  hasErrors,
  imageReference,
  type Checked,
  type CompletedImage,
  type Diagnostic,
  type EngineReader,
  type MountContents,
  type Resource,
  type ResourceOf,
  type Seal,
} from '../model/index.js';
import { resolveImage } from '../runtime/index.js';
import { openImageFinder, type ImageFinder, type RegistryImage } from './find-image.js';
import { unfoundDiagnostic } from './missing-images.js';
import { openBases, namedBases } from './open-bases.js';
import { keptBy, refusalOf } from './refusals.js';
import type { Registries } from './registries.js';
import { resolveContent } from './resolve-content.js';

/** A resource with every default filled in, in the shape that the planner takes. */
export type ResolvedResource =
  | {
      kind: 'image';
      resource: ResourceOf<'image'>;
      completed: CompletedImage;
      /** Secrets of the image and of its bases, which its content key holds sealed. */
      seals?: readonly Seal[];
      /** The images of registries that it is made from. */
      registry?: readonly RegistryImage[];
    }
  | {
      kind: 'volume';
      resource: ResourceOf<'volume'>;
      completed: ReturnType<typeof completeVolume>;
    }
  | {
      kind: 'network';
      resource: ResourceOf<'network'>;
      completed: ReturnType<typeof completeNetwork>;
    }
  | {
      kind: 'container';
      resource: ResourceOf<'container'>;
      completed: ReturnType<typeof completeContainer>;
      /** What is behind its bind mounts. */
      content?: MountContents;
      /** The image of a registry that it is made from. */
      registry?: readonly RegistryImage[];
    };

/** A resolved stack, and the digests of images that are to be pinned with it. */
export interface ResolvedStack {
  readonly desired: readonly ResolvedResource[];
  readonly pins: Readonly<Record<string, string>>;
}

type ResolvedContainer = Extract<ResolvedResource, { kind: 'container' }>;

export interface ResolveContext {
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly reader: EngineReader;
  /** What is asked for images that the engine does not have; nothing is where absent. */
  readonly registries?: Registries;
  /** The secrets of resources with what stands for them in content keys. */
  readonly sealsOf: (resources: readonly Resource[]) => readonly Seal[];
}

type ImagesByName = ReadonlyMap<string, CompletedImage>;

/** Resolves all resources of a stack, images before what uses them. */
export async function resolveDesired(
  resources: readonly Resource[],
  context: ResolveContext,
): Promise<Checked<ResolvedStack>> {
  const finder = openImageFinder(context.reader, context.registries);
  const { images, resolved, diagnostics } = await resolveImages(resources, context, finder);
  // All at once; each is waited for where it is needed. What is wrong with one is a value.
  for (const { kind, spec } of resources) {
    if (kind === 'container' && !isOfStack(resources, spec.image)) {
      finder.find(spec.image, askedPlatform(spec.platform)).catch(() => undefined);
    }
  }
  const desired: ResolvedResource[] = [...resolved];
  const problems: Diagnostic[] = [...diagnostics];
  for (const resource of resources) {
    switch (resource.kind) {
      case 'image':
        break;
      case 'volume':
        desired.push({ kind: 'volume', resource, completed: completeVolume(resource.spec) });
        break;
      case 'network':
        desired.push({ kind: 'network', resource, completed: completeNetwork(resource.spec) });
        break;
      case 'container': {
        const failed = resources.some(
          (other) =>
            other.kind === 'image' &&
            other.spec.name === resource.spec.image &&
            !images.has(other.spec.name),
        );
        if (failed) break;
        const container = await resolveContainer(resource, images, finder);
        if ('code' in container) {
          problems.push(container);
          break;
        }
        const behind = await resolveContent(resource, context);
        problems.push(...behind.diagnostics);
        desired.push(behind.value ? { ...container, content: behind.value } : container);
        break;
      }
      default:
        return resource satisfies never;
    }
  }
  return hasErrors(problems)
    ? { diagnostics: problems }
    : { value: { desired, pins: Object.fromEntries(finder.pins) }, diagnostics: problems };
}

const isOfStack = (resources: readonly Resource[], name: string): boolean =>
  resources.some(({ kind, spec }) => kind === 'image' && spec.name === name);

async function resolveImages(
  resources: readonly Resource[],
  { directory, reader, sealsOf }: ResolveContext,
  finder: ImageFinder,
): Promise<{
  readonly images: ImagesByName;
  readonly resolved: readonly ResolvedResource[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const written = resources.filter((resource) => resource.kind === 'image');
  const images = new Map<string, CompletedImage>();
  const sealed = new Map<string, readonly Seal[]>();
  const resolved: ResolvedResource[] = [];
  const diagnostics: Diagnostic[] = [];
  const pending = new Map(written.map((resource) => [resource.spec.name, resource]));
  const resolveOne = async (resource: ResourceOf<'image'>): Promise<void> => {
    pending.delete(resource.spec.name);
    const bases = openBases({ resource, written, images, finder, resolveFirst });
    const { from } = resource.spec;
    for (const name of namedBases(resource.spec)) await resolveFirst(name);
    // The base's own mistake has been reported; this image cannot be said anything about.
    if (from?.kind === 'image' && bases.isLost(from.name)) return;
    const inherited = namedBases(resource.spec).flatMap((name) => sealed.get(name) ?? []);
    const seals = [...inherited, ...sealsOf([resource])];
    sealed.set(resource.spec.name, seals);
    const result = await resolveImage(resource.spec, {
      directory,
      seals,
      baseOf: bases.find,
      platform: async () => reader.platform?.(),
      refuses: (action) => refusalOf(reader.profile, action),
      kept: keptBy(reader.profile),
      spans: resource.spans,
    });
    diagnostics.push(...result.diagnostics);
    if (!result.value) return;
    const { image } = result.value;
    const completed = { ...image, from: bases.named(image.from) };
    images.set(resource.spec.name, completed);
    const registry = bases.registry();
    const own = {
      kind: 'image',
      resource: bases.settled(),
      completed,
      ...(registry.length > 0 && { registry }),
    } as const;
    resolved.push(seals.length > 0 ? { ...own, seals } : own);
  };
  const resolveFirst = async (name: string): Promise<void> => {
    const before = pending.get(name);
    if (before) await resolveOne(before);
  };
  for (const resource of written) if (pending.has(resource.spec.name)) await resolveOne(resource);
  return { images, resolved, diagnostics };
}

async function resolveContainer(
  resource: ResourceOf<'container'>,
  images: ImagesByName,
  finder: ImageFinder,
): Promise<ResolvedContainer | Diagnostic> {
  const { spec, spans } = resource;
  const image = images.get(spec.image);
  const found = image
    ? { name: imageReference(image), config: image.config, registry: undefined }
    : await finder.find(spec.image, askedPlatform(spec.platform));
  if ('kind' in found) {
    const span =
      (found.kind === 'other-platform' ? spans['platform'] : undefined) ??
      spans['image'] ??
      resource.span;
    const missing = { code: 'image-missing', what: JSON.stringify(spec.image) };
    return unfoundDiagnostic(spec.image, found, missing, span);
  }
  const { name, config, registry } = found;
  const named = { ...spec, image: name };
  return {
    kind: 'container',
    resource: { ...resource, spec: named },
    completed: completeContainer(named, config),
    ...(registry && { registry: [registry] }),
  };
}
