/*
 * Makes an image of a container: what it has written over its image becomes a layer on top of it, and how it
 * was made, without Stowage's own labels, becomes the image's settings. Volumes and what is mounted are not in it.
 */
import { createHash } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { imageHealth, type ImageConfig } from '../model/index.js';
import { whileStill, type ContainerRecord, type Context } from './containers/index.js';
import { RuntimeError } from './errors.js';
import { latestTime, readImage, saveImage, type Image } from './images/index.js';
import {
  layerKeyOf,
  openSession,
  packLayer,
  sealLayers,
  type Layer,
  type LayerSession,
} from './layers/index.js';
import { ociConfig } from './oci-image/index.js';
import { partPath } from './parts/index.js';
import { runChecked } from './process/index.js';
import { ifPresent, type Store } from './store/index.js';

export interface CommitOptions {
  /** Name and tag of the image; none when left out. */
  readonly reference?: string;
  readonly author?: string;
  readonly message?: string;
  /** Whether its processes are frozen while what it wrote is copied. */
  readonly pause: boolean;
}

/** @throws RuntimeError `not-found`, `image-gone` */
export async function commitContainer(
  context: Context,
  wanted: string,
  options: CommitOptions,
): Promise<Image> {
  const { store } = context;
  const session = await openSession(store);
  try {
    const staged = await session.stage();
    const diff = join(staged, 'layer', 'diff');
    const record = await whileStill(context, wanted, options.pause, async (record, upper) => {
      await runChecked(partPath('cp'), [...copyArguments, `${upper}/.`, diff]);
      return record;
    });
    await removeStubs(diff);
    const below = await layersOf(session, store, record);
    const top = await makeLayer(session, staged, below.at(-1));
    return await makeImage(store, record, top.empty ? below : [...below, top], options);
  } finally {
    await session.end();
  }
}

/** Whiteouts are devices, and opaque directories have an attribute: both are copied as they are. */
const copyArguments = ['--archive', '--preserve=xattr', '--no-target-directory'];

/** What stands under the engine's own mounts, empty. */
const stubs = ['etc/resolv.conf', 'etc/hosts', 'etc/hostname', 'sbin/stowage-init'];

async function removeStubs(diff: string): Promise<void> {
  for (const stub of stubs) {
    const path = join(diff, stub);
    const there = await ifPresent(lstat(path));
    if (there?.isFile() === true && there.size === 0) await rm(path);
  }
}

async function layersOf(
  session: LayerSession,
  store: Store,
  { layers, spec: { name, image } }: ContainerRecord,
): Promise<readonly Layer[]> {
  const found: Layer[] = [];
  for (const path of layers) {
    const key = await layerKeyOf(store, path);
    const layer = key === undefined ? undefined : await session.use(key);
    if (layer === undefined) throw new RuntimeError({ kind: 'image-gone', name, image });
    found.push(layer);
  }
  return found;
}

async function makeLayer(
  session: LayerSession,
  staged: string,
  below: Layer | undefined,
): Promise<Layer> {
  const diff = join(staged, 'layer', 'diff');
  const empty = (await readdir(diff)).length === 0;
  const packed = await packLayer(diff, { layer: 'of the container', latest: latestTime });
  const parent = below?.key ?? null;
  // It follows from the files alone, so that it is never taken for the layer of a build.
  const key = createHash('sha256')
    .update(`commit ${parent ?? ''} ${packed.diffId}`)
    .digest('hex');
  return session.commit(staged, { key, parent, ...packed, empty, blob: null });
}

async function makeImage(
  store: Store,
  { imageId, spec }: ContainerRecord,
  layers: readonly Layer[],
  { reference, author, message }: CommitOptions,
): Promise<Image> {
  const base = await readImage(store, imageId);
  if (base === undefined) {
    throw new RuntimeError({ kind: 'image-gone', name: spec.name, image: spec.image });
  }
  await sealLayers(store, layers);
  const config = settingsOf(spec, base.config);
  const { platform } = base;
  const diffIds = layers.map(({ diffId }) => diffId);
  const created = new Date().toISOString();
  const text = JSON.stringify({
    ...ociConfig({ settings: config, labels: config.labels, diffIds, created, platform }),
    ...(author === undefined ? {} : { author }),
    ...(message === undefined ? {} : { comment: message }),
  });
  const id = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const keys = layers.map(({ key }) => key);
  const size = layers.reduce((sum, layer) => sum + layer.size, 0);
  const what = { id, key: id, layers: keys, cache: keys, diffIds, config, created, size };
  const made = { ...what, ...(platform && { platform }) };
  return saveImage(store, made, text, reference);
}

function settingsOf(spec: ContainerRecord['spec'], base: ImageConfig): ImageConfig {
  const labels = Object.entries({ ...base.labels, ...spec.labels });
  return {
    ...withoutOwn(base),
    env: spec.env,
    entrypoint: spec.entrypoint,
    command: spec.command,
    user: spec.user,
    workdir: spec.workdir,
    stop_signal: spec.stop_signal,
    labels: Object.fromEntries(labels.filter(([name]) => !name.startsWith('stowage.'))),
    ...(spec.health === null ? {} : { health: imageHealth(spec.health) }),
  };
}

/** Its check is the container's, and it is built for no platform in words. */
const withoutOwn = ({
  health: _,
  platform: _unsaid,
  ...rest
}: ImageConfig): Omit<ImageConfig, 'health' | 'platform'> => rest;
