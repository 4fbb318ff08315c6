/*
 * Finding, listing and removing images. Removing one takes its names and its record; what layers
 * are then of no use is found by collecting garbage.
 */
import { rm } from 'node:fs/promises';
import { syncDirectory, type Store } from '../store/index.js';
import {
  imagesLock,
  listImageIds,
  readImage,
  readReferences,
  recordPath,
  withReferences,
  writeReferences,
  type Image,
} from './record.js';

/** A container as far as images are concerned. */
export interface ImageUser {
  /** Name of the container. */
  readonly name: string;
  readonly imageId: string;
  /** Paths of the layers that it was made from, as `layerPaths` gave them. */
  readonly layers: readonly string[];
}

/** No image of that name or id. */
export class ImageNotFound extends Error {
  override readonly name = 'ImageNotFound';
  readonly reference: string;
  constructor(reference: string) {
    super(`there is no image ${reference}`);
    this.reference = reference;
  }
}

/** An image that containers still use. */
export class ImageInUse extends Error {
  override readonly name = 'ImageInUse';
  readonly by: readonly string[];
  constructor(reference: string, by: readonly string[]) {
    super(`image ${reference} is in use by ${by.join(', ')}; remove that first`);
    this.by = by;
  }
}

/** All images, by id. */
export async function listImages(store: Store): Promise<readonly Image[]> {
  const references = await readReferences(store);
  const images = await Promise.all((await listImageIds(store)).map((id) => readImage(store, id)));
  return images
    .filter((image) => image !== undefined)
    .map((image) => withReferences(image, references));
}

/**
 * Finds an image by id (whole, or at least its first 12 digits), by name and tag, or by name alone:
 * then the tag `latest`, else the only tag there is.
 */
export async function findImage(store: Store, reference: string): Promise<Image | undefined> {
  const references = await readReferences(store);
  const id = await resolveReference(store, reference, references);
  const image = id === undefined ? undefined : await readImage(store, id);
  return image === undefined ? undefined : withReferences(image, references);
}

async function resolveReference(
  store: Store,
  reference: string,
  references: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const named = new Map(Object.entries(references));
  const direct = named.get(reference) ?? named.get(`${reference}:latest`);
  if (direct !== undefined) return direct;
  const tags = [...named].filter(([name]) => repositoryOf(name) === reference);
  const ids = new Set(tags.map(([, id]) => id));
  if (ids.size === 1) return [...ids][0];
  const digits = /^(?:sha256:)?([0-9a-f]{12,64})$/.exec(reference)?.[1];
  if (digits === undefined) return undefined;
  const matches = (await listImageIds(store)).filter((id) => id.startsWith(`sha256:${digits}`));
  return matches.length === 1 ? matches[0] : undefined;
}

function repositoryOf(reference: string): string {
  const named = reference.replace(/@.*$/, '');
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
}

/** Finds an image by its content key, or by its id. */
export async function findImageByContent(
  store: Store,
  identity: string,
): Promise<Image | undefined> {
  return (await listImages(store)).find((image) => image.id === identity || image.key === identity);
}

/**
 * Removes an image by name or id. By name, an image with further names only loses this one. Call
 * `collectGarbage` afterwards.
 * @throws ImageNotFound, ImageInUse
 */
export async function removeImage(
  store: Store,
  reference: string,
  users: readonly ImageUser[],
): Promise<void> {
  await store.withLock(imagesLock, async () => {
    const image = await findImage(store, reference);
    if (image === undefined) throw new ImageNotFound(reference);
    const references = await readReferences(store);
    const byName = image.references.includes(reference) && image.references.length > 1;
    const lost = byName ? [reference] : image.references;
    const by = users.filter(({ imageId }) => imageId === image.id).map(({ name }) => name);
    if (!byName && by.length > 0) throw new ImageInUse(reference, by);
    await writeReferences(
      store,
      Object.fromEntries(Object.entries(references).filter(([name]) => !lost.includes(name))),
    );
    if (byName) return;
    await rm(recordPath(store, image.id), { force: true });
    await syncDirectory(store.paths.images);
  });
}
