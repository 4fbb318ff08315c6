/*
 * Takes in images of an archive, as an OCI layout or in the form of `docker save`, from anybody: nothing in it leads
 * out of the directory that it is unpacked into, and every layer is checked as one of a registry is. What has been
 * unpacked is nobody else's, so that its files become those of layers.
 * https://github.com/moby/docker-image-spec/blob/main/v1.2.md
 */
import { createHash } from 'node:crypto';
import { link, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { asBytes, openHostDirectory, unpackTree, withPlace } from '../archive/index.js';
import { compressionOf, openSession, piecesOf, readTar, sealLayers } from '../layers/index.js';
import {
  configShape,
  indexShape,
  LayoutInvalid,
  mediaTypes,
  refNameAnnotation,
  foreignPlatform,
  settingsFromOci,
} from '../oci-image/index.js';
import { ifPresent, shape, ShapeError, type Shape, type Store } from '../store/index.js';
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
    const reference = given && nameOf(given);
    images.push(await importLayout(store, directory, reference, String(number), link));
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
    const configPath = await findFile(directory, Config);
    const configText = await readFile(configPath, 'utf8');
    const config = shaped(configText, configShape);
    const diffIds = config.rootfs.diff_ids;
    const paths = await Promise.all(Layers.map((layer) => findFile(directory, layer)));
    if (diffIds.length !== Layers.length) {
      throw new LayoutInvalid('the archive', 'manifest and config count different layers');
    }
    const layers = await Promise.all(paths.map((path, at) => fileOf(path, diffIds[at])));
    const files = new Map(layers.map(({ digest }, at) => [digest, paths[at] ?? '']));
    const source: LayerSource = {
      manifest: {
        mediaType: undefined,
        config: { ...(await fileOf(configPath, undefined)), mediaType: mediaTypes.config },
        layers: layers.map((layer) => ({ ...layer, mediaType: mediaTypes.layer })),
      },
      config,
      fetch: ({ digest }, path) => link(files.get(digest) ?? '', path),
    };
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

/** Path of a file of the archive as one of ours; links between files of an archive are followed inside it. */
async function findFile(directory: string, name: string): Promise<string> {
  const tree = { root: asBytes(directory), readOnly: true, mounts: new Map<string, never>() };
  return withPlace(tree, asBytes(name), 'follow', async ({ path, stats }) => {
    if (stats?.isFile() === true) return join(directory, Buffer.from(path, 'latin1').toString());
    throw new LayoutInvalid('the archive', `${name} is not in it`);
  });
}

interface FoundFile {
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: undefined;
}

/**
 * What a descriptor says of a file.
 * @param diffId digest that a layer is to have uncompressed. One that is not compressed is taken to have it, and read
 * but once: unpacking it shows whether that is true.
 */
async function fileOf(path: string, diffId: string | undefined): Promise<FoundFile> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = await file.read(Buffer.alloc(4), 0, 4, 0);
    const isPlain = compressionOf(start.buffer.subarray(0, start.bytesRead)) === undefined;
    const digest = isPlain && diffId !== undefined ? diffId : await digestOf(file);
    return { digest, size, annotations: {}, platform: undefined };
  } finally {
    await file.close();
  }
}

async function digestOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of piecesOf(file)) hash.update(piece);
  return `sha256:${hash.digest('hex')}`;
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
