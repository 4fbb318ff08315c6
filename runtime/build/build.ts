/*
 * The builder: from a resolved image to an image in the store, one layer a step, each made once and
 * found by its key afterwards. Layers appear whole or not at all; a build that dies leaves only a
 * directory under `tmp`.
 */
import { createHash } from 'node:crypto';
import { askedPlatform, isOfPlatform } from '../../model/index.js';
import type { ResolvedImage } from '../context/index.js';
import { fixedCreated, saveImage, type Image } from '../images/index.js';
import { openSession, sealLayers } from '../layers/index.js';
import { ociConfig, ownPlatform } from '../oci-image/index.js';
import type { Store } from '../store/index.js';
import { stagesOf } from './actions.js';
import { buildStages, type BuildWatch, type BuiltStage } from './build-stages.js';
import { placesFor } from './places.js';

export interface BuildOptions extends BuildWatch {
  /** Absolute path of the stack. */
  readonly directory: string;
  /** Name and tag to give the image. */
  readonly reference: string;
  /** Secrets that mounts of a Dockerfile ask for, by id. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Labels beside those of the spec. They are part of the image, and of no layer's key. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Most steps at one time, of all builds of this process that are given the same; see `placesFor`. */
  readonly parallelism?: number;
  /** Ends the build, which then fails as `interrupted`. */
  readonly signal?: AbortSignal;
}

/**
 * Builds an image. What the store has already is not made again.
 * @throws BuildFailed for all that the content of the build can cause, RuntimeError, CommandFailed
 */
export async function buildImage(
  store: Store,
  resolved: ResolvedImage,
  options: BuildOptions,
): Promise<Image> {
  const { directory, secrets = {}, signal } = options;
  const session = await openSession(store);
  try {
    const places = placesFor(options.parallelism);
    const world = { ...options, store, session, resolved, directory, secrets, signal, places };
    return await finish(store, resolved, options, await buildStages(world, stagesOf(resolved)));
  } finally {
    await session.end();
  }
}

async function finish(
  store: Store,
  resolved: ResolvedImage,
  options: BuildOptions,
  stages: readonly BuiltStage[],
): Promise<Image> {
  const last = stages.at(-1)?.layers ?? [];
  // Those that the steps of other stages have made are kept for the next build.
  const kept = [...stages.flatMap(({ made }) => made), ...last];
  const all = new Map(kept.map((layer) => [layer.key, layer]));
  await sealLayers(store, [...all.values()]);
  const layers = last.filter((layer) => !layer.empty);
  const diffIds = layers.map((layer) => layer.diffId);
  const labels = { ...resolved.image.config.labels, ...options.labels };
  const settings = { ...resolved.image.config, labels };
  const platform = askedPlatform(settings.platform);
  const text = JSON.stringify(
    ociConfig({ settings, labels, diffIds, created: fixedCreated, platform }),
  );
  return saveImage(
    store,
    {
      id: `sha256:${createHash('sha256').update(text).digest('hex')}`,
      key: resolved.image.key,
      layers: layers.map(({ key }) => key),
      cache: [...all.keys()],
      diffIds,
      config: settings,
      created: fixedCreated,
      size: layers.reduce((sum, layer) => sum + layer.size, 0),
      ...(platform && !isOfPlatform(platform, ownPlatform) && { platform }),
    },
    text,
    options.reference,
  );
}
