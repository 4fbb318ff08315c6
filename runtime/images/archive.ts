/*
 * Images as one archive, in both forms that tools read: an OCI layout, and beside it the manifest of
 * `docker save`, which names the same blobs. Reading takes either form, from anybody: nothing in it
 * leads out of the directory that it is unpacked into, and every layer is checked as one of a registry is.
 * https://github.com/moby/docker-image-spec/blob/main/v1.2.md
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asBytes, openHostDirectory, packTree, unpackTree, withPlace } from '../archive/index.js';
import { openSession, readTar, sealLayers } from '../layers/index.js';
import {
  blobPath,
  configShape,
  indexShape,
  LayoutInvalid,
  mediaTypes,
  refNameAnnotation,
  foreignPlatform,
  settingsFromOci,
  type Descriptor,
} from '../oci-image/index.js';
import { ifPresent, shape, ShapeError, type Shape, type Store } from '../store/index.js';
import { exportLayout } from './export.js';
import { fixedCreated } from './fixed-time.js';
import { importLayers, importLayout, type LayerSource } from './import.js';
import { saveImage, type Image } from './record.js';

const { list, record, string, withDefault } = shape;

/** `manifest.json` of `docker save`. */
const dockerManifestShape = list(
  record({
    Config: string,
    RepoTags: withDefault(list(string), []),
    Layers: withDefault(list(string), []),
  }),
);

/** An image to write, with the names that it is to have in the archive; none for its id alone. */
export interface ArchivedImage {
  readonly image: Image;
  readonly names: readonly string[];
}

/** Writes images as an archive. @throws LayerDamaged */
export async function* writeImageArchive(
  store: Store,
  images: readonly ArchivedImage[],
): AsyncGenerator<Uint8Array> {
  const staged = await store.stage();
  const layout = join(staged, 'layout');
  try {
    await writeImages(store, images, staged, layout);
    const directory = await openHostDirectory(asBytes(layout));
    try {
      const stats = await directory.handle.stat({ bigint: true });
      const place = { path: '/', parent: directory, name: '.', stats, readOnly: true };
      yield* packTree(place, { name: '', owner: { uid: 0, gid: 0 } });
    } finally {
      await directory.handle.close();
    }
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

async function writeImages(
  store: Store,
  images: readonly ArchivedImage[],
  staged: string,
  layout: string,
): Promise<void> {
  const blobs = join(layout, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const index: Descriptor[] = [];
  const manifest: object[] = [];
  for (const [number, { image, names }] of images.entries()) {
    const own = join(staged, String(number));
    await exportLayout(store, image, own, 'image');
    for (const blob of await readdir(join(own, 'blobs', 'sha256'))) {
      await rename(join(own, 'blobs', 'sha256', blob), join(blobs, blob));
    }
    const { manifests } = indexShape(parsed(await readFile(join(own, 'index.json'), 'utf8')));
    for (const descriptor of manifests) {
      if (names.length === 0) index.push({ ...descriptor, annotations: {} });
      for (const name of names) {
        index.push({ ...descriptor, annotations: { [refNameAnnotation]: name } });
      }
      const text = await readFile(blobPath(layout, descriptor.digest), 'utf8');
      const { config, layers } = manifestOf(parsed(text));
      manifest.push({
        Config: nameOfBlob(config.digest),
        RepoTags: names,
        Layers: layers.map(({ digest }) => nameOfBlob(digest)),
      });
    }
  }
  const head = { schemaVersion: 2, mediaType: mediaTypes.index };
  await writeFile(join(layout, 'index.json'), JSON.stringify({ ...head, manifests: index }));
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(layout, 'manifest.json'), JSON.stringify(manifest));
}

const nameOfBlob = (digest: string): string => `blobs/sha256/${digest.slice('sha256:'.length)}`;
const manifestOf = record({
  config: record({ digest: string }),
  layers: list(record({ digest: string })),
});

function parsed(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}

/**
 * Takes in all images of an archive.
 * @param nameOf the name to keep for one that the archive gives; none for what cannot be one
 * @returns the images, in the archive's order
 * @throws LayoutInvalid, LayerInvalid, TarInvalid, PathRefused
 */
export async function readImageArchive(
  store: Store,
  archive: AsyncIterable<Uint8Array>,
  nameOf: (given: string) => string | undefined,
): Promise<readonly Image[]> {
  const staged = await store.stage();
  try {
    const directory = await openHostDirectory(asBytes(staged));
    try {
      await unpackTree(directory, readTar(archive), { owners: false });
    } finally {
      await directory.handle.close();
    }
    const isDocker = await ifPresent(readFile(join(staged, 'manifest.json'), 'utf8'));
    const isLayout = await ifPresent(readFile(join(staged, 'index.json'), 'utf8'));
    if (isLayout !== undefined) return await readLayout(store, staged, isLayout, nameOf);
    if (isDocker !== undefined) return await readDocker(store, staged, isDocker, nameOf);
    throw new LayoutInvalid('the archive', 'it has neither index.json nor manifest.json');
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

async function readLayout(
  store: Store,
  directory: string,
  text: string,
  nameOf: (given: string) => string | undefined,
): Promise<readonly Image[]> {
  const images: Image[] = [];
  const index = shaped(text, indexShape);
  for (const [number, descriptor] of index.manifests.entries()) {
    // Each entry by itself, for several may have one name, or none.
    const alone = { ...descriptor, annotations: { [refNameAnnotation]: String(number) } };
    await writeFile(join(directory, 'index.json'), JSON.stringify({ manifests: [alone] }));
    const { annotations } = descriptor;
    const given = annotations['io.containerd.image.name'] ?? annotations[refNameAnnotation];
    images.push(await importLayout(store, directory, given && nameOf(given), String(number)));
  }
  return images;
}

async function readDocker(
  store: Store,
  directory: string,
  text: string,
  nameOf: (given: string) => string | undefined,
): Promise<readonly Image[]> {
  const images: Image[] = [];
  for (const { Config, RepoTags, Layers } of shaped(text, dockerManifestShape)) {
    const config = await materialize(directory, Config);
    const configText = await readFile(config.path, 'utf8');
    const layers = await Promise.all(Layers.map((layer) => materialize(directory, layer)));
    const files = new Map(layers.map(({ digest, path }) => [digest, path]));
    const source: LayerSource = {
      manifest: {
        mediaType: undefined,
        config: { ...config, mediaType: mediaTypes.config },
        layers: layers.map((layer) => ({ ...layer, mediaType: mediaTypes.layer })),
      },
      config: shaped(configText, configShape),
      // What has been unpacked here is nobody else's: its files become those of layers.
      fetch: ({ digest }, path) => link(files.get(digest) ?? '', path),
    };
    if (source.config.rootfs.diff_ids.length !== layers.length) {
      throw new LayoutInvalid('the archive', 'manifest and config count different layers');
    }
    const names = RepoTags.flatMap((name) => nameOf(name) ?? []);
    images.push(await take(store, source, configText, names));
  }
  return images;
}

async function take(
  store: Store,
  source: LayerSource,
  configText: string,
  names: readonly string[],
): Promise<Image> {
  const foreign = foreignPlatform(source.config);
  const session = await openSession(store);
  try {
    const layers = await importLayers(session, source);
    await sealLayers(store, layers);
    const keys = layers.map(({ key }) => key);
    const { digest } = source.manifest.config;
    const image = {
      id: digest,
      key: digest,
      layers: keys,
      cache: keys,
      diffIds: layers.map(({ diffId }) => diffId),
      config: settingsFromOci(source.config),
      created: fixedCreated,
      size: layers.reduce((sum, { size }) => sum + size, 0),
      ...(foreign && { platform: foreign }),
    };
    let saved = await saveImage(store, image, configText, names[0]);
    for (const name of names.slice(1)) saved = await saveImage(store, image, configText, name);
    return saved;
  } finally {
    await session.end();
  }
}

interface FoundFile {
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: undefined;
}

/** A file of the archive as one of ours; links between files of an archive are followed inside it. */
async function materialize(directory: string, name: string): Promise<FoundFile> {
  const tree = { root: asBytes(directory), readOnly: true, mounts: new Map<string, never>() };
  const path = await withPlace(tree, asBytes(name), 'follow', async ({ path: found, stats }) => {
    if (stats?.isFile() === true) return join(directory, Buffer.from(found, 'latin1').toString());
    throw new LayoutInvalid('the archive', `${name} is not in it`);
  });
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(path)) {
    if (!(piece instanceof Uint8Array)) continue;
    hash.update(piece);
    size += piece.length;
  }
  const digest = `sha256:${hash.digest('hex')}`;
  return { path, digest, size, annotations: {}, platform: undefined };
}

function shaped<T>(text: string, read: Shape<T>): T {
  try {
    return read(parsed(text));
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) {
      throw new LayoutInvalid('the archive', error.message);
    }
    throw error;
  }
}
