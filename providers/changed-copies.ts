/*
 * Whether the files that a plan's images copy are still those that it was made from. Hashes them
 * again, so that a changed one is found before the first step and not by the build in the midst, and
 * no image is kept that would have to be built.
 */
import {
  imageReference,
  type CompletedImage,
  type EngineReader,
  type KeptImage,
  type Observation,
  type Plan,
} from '../model/index.js';
import { resolveImage } from '../runtime/index.js';
import { openImageFinder } from './find-image.js';
import { openRegistries } from './registries.js';

/** Where to look. */
export interface CopyContext {
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly reader: EngineReader;
  /** The stack's own objects, whose images are bases by their content key. */
  readonly observation: Pick<Observation, 'objects'>;
}

/** What differs from what a plan would build or keep, one a line; empty when nothing does. */
export async function changedCopies(
  { steps, keptImages = [] }: Pick<Plan, 'steps' | 'keptImages'>,
  { directory, reader, observation }: CopyContext,
): Promise<readonly string[]> {
  const known = new Map<string, CompletedImage>();
  for (const object of observation.objects) {
    if (object.kind !== 'image') continue;
    for (const reference of object.references) known.set(reference, object.completed);
  }
  const images: readonly KeptImage[] = [
    ...keptImages,
    ...steps.filter((step) => step.op === 'build-image'),
  ];
  for (const { completed } of images) known.set(imageReference(completed), completed);
  const lines: string[] = [];
  // The plan names what it was made with by its digest; no pin is asked.
  const finder = openImageFinder(reader, openRegistries(new Map()));
  for (const { address, spec, completed, seals } of images) {
    const found = await resolveImage(spec, {
      directory,
      ...(seals && { seals }),
      baseOf: async (name) => {
        const own = known.get(name);
        if (own) return { identity: own.key, config: own.config };
        const image = await finder.find(name);
        if (!('kind' in image)) return image;
        lines.push(`${address}: ${image.why}`);
        return undefined;
      },
    });
    const said = found.diagnostics.map(({ summary }) => `${address}: ${summary}`);
    const now = found.value?.image;
    lines.push(...said, ...(now ? differences(address, completed, now) : []));
  }
  return lines;
}

function differences(
  address: string,
  before: CompletedImage,
  now: CompletedImage,
): readonly string[] {
  if (before.key === now.key) return [];
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])].sort();
  const files = paths.flatMap((path) => {
    const [was, is] = [before.files[path], now.files[path]];
    if (was === is) return [];
    if (was === undefined) return [`${address}: the copied file ${path} is new`];
    return [`${address}: the copied file ${path} ${is === undefined ? 'is gone' : 'has changed'}`];
  });
  if (files.length > 0) return files;
  return before.base === now.base
    ? [`${address}: it would be built with another content`]
    : [`${address}: its base was ${before.base.slice(0, 19)}, is ${now.base.slice(0, 19)}`];
}
