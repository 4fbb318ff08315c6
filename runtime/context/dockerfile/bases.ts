/* The images that a Dockerfile names, and what its stages are built on. */
import {
  emptyImageConfig,
  platformText,
  withoutOwnLabels,
  type ImageConfig,
  type ImageSpec,
} from '../../../model/index.js';
import {
  BadExpansion,
  expandWord,
  type Dockerfile,
  type Needed,
  type Reference,
  type Stage,
} from '../../../model/dockerfile/index.js';
import type { ImageBase, MissingBase, ResolveOptions } from '../options.js';
import type { StageProblem } from './lower-stage.js';
import type { StageBase } from './stages.js';

export interface BaseRequest {
  readonly spec: ImageSpec;
  readonly options: ResolveOptions;
  readonly needed: Needed;
}

export const configOf = (base: StageBase | undefined): ImageConfig =>
  base?.kind === 'image' ? base.config : emptyImageConfig;

/** What a stage is built on. */
export function baseOf(
  reference: Reference,
  images: ReadonlyMap<string, StageBase>,
  numbers: ReadonlyMap<Stage | string, number>,
): StageBase {
  switch (reference.kind) {
    case 'scratch':
      return { kind: 'scratch' };
    case 'stage':
      return { kind: 'stage', stage: numbers.get(reference.stage) ?? 0 };
    case 'image':
      return images.get(reference.name) ?? { kind: 'scratch' };
    default:
      return reference satisfies never;
  }
}

/** All images that are named, at once. */
export async function findImages(
  { spec, options, needed }: BaseRequest,
  problems: StageProblem[],
): Promise<ReadonlyMap<string, StageBase>> {
  const found = await Promise.all(
    needed.images.map(async ({ name, place }) => {
      const wanted = spec.bases?.[name] ?? name;
      const image = await options.baseOf(wanted, name);
      return { name, wanted, place, image };
    }),
  );
  const images = new Map<string, StageBase>();
  for (const { name, wanted, place, image } of found) {
    if (isFound(image)) {
      const labels = withoutOwnLabels(image.config.labels);
      const config = { ...image.config, labels };
      images.set(name, { kind: 'image', name: wanted, identity: image.identity, config });
      continue;
    }
    const missing = image?.missing ?? {
      code: 'base-missing',
      summary: `there is no image ${JSON.stringify(name)}, neither in the stack nor in the engine`,
    };
    problems.push({ ...missing, from: place.from, to: place.to });
  }
  return images;
}

const isFound = (image: ImageBase | MissingBase | undefined): image is ImageBase =>
  image !== undefined && 'identity' in image;

/** All stages are built for one platform. */
export function checkPlatform(
  stage: Stage,
  { escape }: Dockerfile,
  globals: ReadonlyMap<string, string>,
  predefined: Readonly<Record<string, string>>,
  problems: StageProblem[],
): void {
  const { platform, place } = stage.from;
  if (platform === undefined) return;
  let wanted: string;
  try {
    wanted = expandWord(platform, { escape, valueOf: (name) => globals.get(name) });
  } catch (error) {
    if (!(error instanceof BadExpansion)) throw error;
    problems.push({
      code: 'dockerfile-invalid',
      summary: error.message,
      from: place.from,
      to: place.to,
    });
    return;
  }
  const own = predefined['TARGETPLATFORM'] ?? '';
  if (wanted === '' || platformText(wanted) === own) return;
  const summary = `\`FROM --platform=${wanted}\` is not supported: the image is built for ${own}`;
  problems.push({ code: 'dockerfile-unsupported', summary, from: place.from, to: place.to });
}
