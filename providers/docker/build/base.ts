/*
 * What an image is built on, in the engine's hands: an image that it has, or one that is handed to
 * it first. What is of a registry was pulled by a step before.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { resolve } from 'node:path';
import {
  askedPlatform,
  EngineError,
  emptyImageConfig,
  type CompletedImage,
  type ImageConfig,
  type ImageSource,
} from '../../../model/index.js';
import {
  blobPath,
  LayoutInvalid,
  LayoutRefMissing,
  mediaTypes,
  readLayoutImage,
  settingsFromOci,
  type LayoutImage,
} from '../../../runtime/oci-image/index.js';
import { contentOf, writeArchive, type ArchiveEntry } from '../archive/index.js';
import { jsonLines, type DockerClient, type ImageInspection } from '../client/index.js';
import { Fields } from '../client/fields.js';
import { imageConfigFromEngine, imageRecord } from '../lenses/index.js';
import { scratchFor } from './empty-base.js';

export interface Base {
  /** What follows `FROM`. */
  readonly from: string;
  /** Content key, digest or engine id; empty for scratch. */
  readonly identity: string;
  readonly config: ImageConfig;
}

/**
 * Makes the base of an image available.
 * @throws EngineError `image-not-found`, `build-failed` when it is not the one that was planned with
 */
export async function prepareBase(
  client: DockerClient,
  source: ImageSource,
  planned: CompletedImage,
  directory: string,
): Promise<Base> {
  switch (source.kind) {
    case 'scratch':
    case 'rootfs': {
      const from = await scratchFor(client, planned.config.platform);
      return { from, identity: planned.base, config: emptyImageConfig };
    }
    case 'image': {
      const image = await client.findImage(source.name);
      if (!image) {
        throw new EngineError('image-not-found', `there is no image "${source.name}" to build on`);
      }
      const identity = source.name.endsWith(`@${planned.base}`)
        ? planned.base
        : identityOf(image, planned.base);
      if (identity !== planned.base) {
        throw new EngineError(
          'build-failed',
          `image "${source.name}" is not the one that was planned with`,
          { hint: 'Plan again.' },
        );
      }
      return { from: image.id, identity, config: imageConfigFromEngine(image) };
    }
    case 'layout':
      return layoutBase(
        client,
        await readLayout(resolve(directory, source.path), source.ref, planned),
      );
    default:
      return source satisfies never;
  }
}

/** An image of a stack is known by its content key, others by the engine's id. */
export function identityOf({ id, labels }: ImageInspection, planned: string): string {
  return imageRecord(labels)?.key === planned ? planned : id;
}

async function readLayout(
  path: string,
  ref: string | undefined,
  { config: { platform } }: CompletedImage,
): Promise<LayoutImage> {
  try {
    return await readLayoutImage(path, ref, askedPlatform(platform));
  } catch (error) {
    if (!(error instanceof LayoutInvalid || error instanceof LayoutRefMissing)) throw error;
    throw new EngineError('build-failed', error.message, { cause: error });
  }
}

async function layoutBase(client: DockerClient, layout: LayoutImage): Promise<Base> {
  const config = settingsFromOci(layout.config);
  // Docker's classic store knows an image by the digest of its config.
  const known = await client.findImage(layout.manifest.config.digest);
  const from = known?.id ?? (await loadLayout(client, layout));
  return { from, identity: layout.digest, config };
}

async function loadLayout(client: DockerClient, layout: LayoutImage): Promise<string> {
  const attempt = { action: `load the image of ${layout.layout}`, verb: 'build' } as const;
  const described = client.dialect.needsHistory ? withHistory(layout) : layout;
  const archive = writeArchive(layoutEntries(described));
  const body = await client.loadImages(Readable.from(archive, { objectMode: false }));
  let id: string | undefined;
  for await (const message of jsonLines(body, attempt, client.dialect.rules)) {
    id = /sha256:[0-9a-f]{64}/.exec(message.textOr('stream', ''))?.[0] ?? id;
  }
  if (id === undefined) {
    throw new EngineError(
      'protocol',
      `the engine does not tell what it loaded from ${layout.layout}`,
    );
  }
  return id;
}

/** The image with a step for each layer where its own do not say where the layers come from. */
function withHistory(image: LayoutImage): LayoutImage {
  const config: unknown = JSON.parse(image.configText);
  const { layers } = image.manifest;
  const steps = new Fields(config, image.layout).objects('history');
  const filled = steps.filter((step) => !step.flag('empty_layer'));
  if (typeof config !== 'object' || filled.length === layers.length) return image;
  // Without a time the builder would write this one into what stands on it, and not know its base again.
  const created = '0001-01-01T00:00:00Z';
  const made = layers.map(() => ({ created, created_by: 'a layer of unknown origin' }));
  return { ...image, configText: JSON.stringify({ ...config, history: made }) };
}

/** The layout's image as `docker save` would write it, without a name. */
function layoutEntries({ layout, manifest, configText }: LayoutImage): readonly ArchiveEntry[] {
  const unreadable = manifest.layers.find(({ mediaType }) => mediaType === mediaTypes.layerZstd);
  if (unreadable) {
    throw new EngineError('unsupported', `${layout} has layers compressed with zstd`, {
      hint: 'Docker 20.10 cannot read them. `skopeo copy --dest-compress-format gzip` rewrites them.',
    });
  }
  const blob = (digest: string): string => digest.slice('sha256:'.length);
  const layers = new Map(manifest.layers.map((layer) => [layer.digest, layer]));
  const manifestJson = JSON.stringify([
    {
      Config: `${blob(manifest.config.digest)}.json`,
      RepoTags: null,
      Layers: manifest.layers.map(({ digest }) => blob(digest)),
    },
  ]);
  return [
    file(`${blob(manifest.config.digest)}.json`, contentOf(configText)),
    ...[...layers.values()].map(({ digest, size }) =>
      file(blob(digest), {
        size,
        read: () => createReadStream(blobPath(layout, digest), { end: size - 1 }),
      }),
    ),
    file('manifest.json', contentOf(manifestJson)),
  ];
}

const file = (name: string, content: ArchiveEntry['content']): ArchiveEntry => ({
  kind: 'file',
  name,
  mode: 0o644,
  ...(content ? { content } : {}),
});
