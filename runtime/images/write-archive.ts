/*
 * Images as one archive, in both forms that tools read: an OCI layout, and beside it the manifest of
 * `docker save`, which names the same blobs. Everything goes out as it is read: nothing is kept in between.
 * https://github.com/moby/docker-image-spec/blob/main/v1.2.md
 */
import {
  encodeHeader,
  endOfArchive,
  openSession,
  padding,
  type LayerSession,
  type TarEntry,
} from '../layers/index.js';
import { mediaTypes, refNameAnnotation } from '../oci-image/index.js';
import type { Store } from '../store/index.js';
import { latestTime } from './fixed-time.js';
import { imageBlobs, type BlobDescriptor, type ImageBlob } from './image-blobs.js';
import { hexOf, type Image } from './record.js';

/** An image to write, with the names that it is to have in the archive; none for its id alone. */
export interface ArchivedImage {
  readonly image: Image;
  readonly names: readonly string[];
}

/**
 * Images as an archive, in pieces that are good until the next is asked for. The same images give the same bytes.
 * @throws LayerDamaged, also after a part of it has been given
 */
export async function* writeImageArchive(
  store: Store,
  images: readonly ArchivedImage[],
): AsyncGenerator<Uint8Array> {
  const session = await openSession(store);
  try {
    const { blobs, index, manifest } = await contentsOf(store, session, images);
    yield entry('directory', 'blobs', 0);
    yield entry('directory', blobsDirectory, 0);
    for (const blob of blobs) {
      const { size } = blob.descriptor;
      yield entry('file', nameOfBlob(blob.descriptor), size);
      yield* blob.content();
      yield padding(size);
    }
    const head = { schemaVersion: 2, mediaType: mediaTypes.index };
    yield* document('index.json', { ...head, manifests: index });
    yield* document('manifest.json', manifest);
    yield* document('oci-layout', { imageLayoutVersion: '1.0.0' });
    yield endOfArchive;
  } finally {
    await session.end();
  }
}

interface Contents {
  /** Each once, by their digests. */
  readonly blobs: readonly ImageBlob[];
  readonly index: readonly object[];
  readonly manifest: readonly object[];
}

async function contentsOf(
  store: Store,
  session: LayerSession,
  images: readonly ArchivedImage[],
): Promise<Contents> {
  const blobs = new Map<string, ImageBlob>();
  const index: object[] = [];
  const entries: object[] = [];
  for (const { image, names } of images) {
    const { config, layers, manifest } = await imageBlobs(store, session, image);
    for (const blob of [config, ...layers, manifest]) blobs.set(blob.descriptor.digest, blob);
    if (names.length === 0) index.push({ ...manifest.descriptor, annotations: {} });
    for (const name of names) {
      index.push({ ...manifest.descriptor, annotations: { [refNameAnnotation]: name } });
    }
    entries.push({
      Config: nameOfBlob(config.descriptor),
      RepoTags: names,
      Layers: layers.map(({ descriptor }) => nameOfBlob(descriptor)),
    });
  }
  const sorted = [...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, blob]) => blob);
  return { blobs: sorted, index, manifest: entries };
}

const blobsDirectory = 'blobs/sha256';
const nameOfBlob = ({ digest }: BlobDescriptor): string => `${blobsDirectory}/${hexOf(digest)}`;

function* document(name: string, value: object): Generator<Uint8Array> {
  const bytes = Buffer.from(JSON.stringify(value));
  yield entry('file', name, bytes.length);
  yield bytes;
  yield padding(bytes.length);
}

function entry(kind: Extract<TarEntry['kind'], 'file' | 'directory'>, name: string, size: number) {
  return encodeHeader({
    kind,
    name,
    link: '',
    mode: kind === 'file' ? 0o644 : 0o755,
    uid: 0,
    gid: 0,
    mtime: String(latestTime),
    size,
    deviceMajor: 0,
    deviceMinor: 0,
    xattrs: new Map(),
  });
}
