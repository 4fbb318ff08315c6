/*
 * From the resources of a stack to what the planner compares: every default filled in, image names
 * turned into names with the content key as tag. Reads the files that images copy and the settings
 * of images that the engine has; writes nothing.
 */
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  hasErrors,
  imageReference,
  type Checked,
  type CompletedImage,
  type Diagnostic,
  type EngineReader,
  type ImageConfig,
  type MountContents,
  type Resource,
  type ResourceOf,
  type Seal,
} from '../model/index.js';
import { resolveImage } from '../runtime/index.js';
import { resolveContent } from './resolve-content.js';

/** A resource with every default filled in, in the shape that the planner takes. */
export type ResolvedResource =
  | {
      kind: 'image';
      resource: ResourceOf<'image'>;
      completed: CompletedImage;
      /** Secrets of the image and of its bases, which its content key holds sealed. */
      seals?: readonly Seal[];
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
    };

type ResolvedContainer = Extract<ResolvedResource, { kind: 'container' }>;

export interface ResolveContext {
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly reader: EngineReader;
  /** The secrets of resources with what stands for them in content keys. */
  readonly sealsOf: (resources: readonly Resource[]) => readonly Seal[];
}

type ImagesByName = ReadonlyMap<string, CompletedImage>;

/** Resolves all resources of a stack, images before what uses them. */
export async function resolveDesired(
  resources: readonly Resource[],
  context: ResolveContext,
): Promise<Checked<readonly ResolvedResource[]>> {
  const { images, resolved, diagnostics } = await resolveImages(resources, context);
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
        const container = await resolveContainer(resource, images, context.reader);
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
    : { value: desired, diagnostics: problems };
}

async function resolveImages(
  resources: readonly Resource[],
  { directory, reader, sealsOf }: ResolveContext,
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
    const { from } = resource.spec;
    const base = from.kind === 'image' ? pending.get(from.name) : undefined;
    if (base) await resolveOne(base);
    const ofStack = from.kind === 'image' && written.some(({ spec }) => spec.name === from.name);
    // The base's own mistake has been reported; this image cannot be said anything about.
    if (ofStack && !images.has(from.name)) return;
    const inherited = (from.kind === 'image' && sealed.get(from.name)) || [];
    const seals = [...inherited, ...sealsOf([resource])];
    sealed.set(resource.spec.name, seals);
    const result = await resolveImage(resource.spec, {
      directory,
      seals,
      baseOf: async (name) => {
        const known = images.get(name);
        if (known) return { identity: known.key, config: known.config };
        const found = await reader.findImage(name);
        return found && { identity: found.id, config: found.config };
      },
      spans: resource.spans,
    });
    diagnostics.push(...result.diagnostics);
    if (!result.value) return;
    const { image } = result.value;
    images.set(resource.spec.name, image);
    const spec =
      ofStack && image.from.kind === 'image'
        ? {
            ...resource.spec,
            from: { ...image.from, name: baseReference(image.from.name, images) },
          }
        : resource.spec;
    const own = { kind: 'image', resource: { ...resource, spec }, completed: image } as const;
    resolved.push(seals.length > 0 ? { ...own, seals } : own);
  };
  for (const resource of written) if (pending.has(resource.spec.name)) await resolveOne(resource);
  return { images, resolved, diagnostics };
}

function baseReference(name: string, images: ImagesByName): string {
  const base = images.get(name);
  return base ? imageReference(base) : name;
}

async function resolveContainer(
  resource: ResourceOf<'container'>,
  images: ImagesByName,
  reader: EngineReader,
): Promise<ResolvedContainer | Diagnostic> {
  const { spec } = resource;
  const image = images.get(spec.image);
  const found = image ? undefined : await reader.findImage(spec.image);
  const config: ImageConfig | undefined = image?.config ?? found?.config;
  if (!config) {
    return {
      code: 'image-missing',
      severity: 'error',
      summary: `there is no image ${JSON.stringify(spec.image)} on the engine`,
      detail:
        'It is no image of the stack, and the engine does not have it. Images are not fetched from registries; load or build it first.',
      span: resource.spans['image'] ?? resource.span,
    };
  }
  const named = image ? { ...spec, image: imageReference(image) } : spec;
  return {
    kind: 'container',
    resource: { ...resource, spec: named },
    completed: completeContainer(named, config),
  };
}
