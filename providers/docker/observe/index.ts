/*
 * Reads all that one stack has on the engine, and who else holds a name that it wants: four lists
 * at once, then an inspection of each container and image that is the stack's. Objects are found by
 * label, never by name.
 */
import type { Foreign, Kind, Observation, Observed, ObserveQuery } from '../../../model/index.js';
import type { DockerReader, ImageEntry } from '../client/index.js';
import { newestGeneration } from '../ledger/read.js';
import { claimsStack, foreignObject, isForeign, isOwn, type Labels } from '../ownership.js';
import { mapParallel, readWidth } from '../parallel.js';
import { observeContainer } from './containers.js';
import { openImageLookup } from './image-lookup.js';
import { isAuthentic, observeImage } from './images.js';
import { observeNetwork, observeVolume } from './named.js';

export { openImageLookup, type ImageLookup } from './image-lookup.js';

/** @throws EngineError when the engine cannot be reached or does not answer sensibly */
export async function observe(reader: DockerReader, query: ObserveQuery): Promise<Observation> {
  const { stack } = query;
  const [containers, images, networks, volumes] = await Promise.all([
    reader.listContainers(),
    reader.listImages(),
    reader.listNetworks(),
    reader.listVolumes(),
  ]);
  const lookup = openImageLookup(reader);
  const ownContainers = containers.filter(({ labels }) => isOwn(labels, 'container', stack));
  const ownImages = images.filter(({ labels }) => isOwn(labels, 'image', stack));
  const [observedContainers, observedImages] = await Promise.all([
    mapParallel(ownContainers, readWidth, ({ id }) =>
      observeContainer(reader, id, lookup, networks),
    ),
    mapParallel(ownImages, readWidth, async (entry) =>
      (await isAuthentic(reader, entry)) ? observeImage(entry, lookup) : undefined,
    ),
  ]);
  const own = (kind: Kind) => (object: { readonly labels: Labels }) =>
    isOwn(object.labels, kind, stack);
  const objects: readonly Observed[] = [
    ...observedImages.filter((image) => image !== undefined),
    ...volumes.filter(own('volume')).map(observeVolume),
    ...networks.filter(own('network')).map(observeNetwork),
    ...observedContainers.filter((container) => container !== undefined),
  ];
  const ledger = newestGeneration(images, stack.id ?? onlyStackId(objects));
  return {
    objects,
    foreign: [
      ...foreignNamed('container', containers, query, ({ names }) => names),
      ...foreignNamed('network', networks, query, ({ name }) => [name]),
      ...foreignNamed(
        'volume',
        volumes.map((volume) => ({ ...volume, id: volume.name })),
        query,
        ({ name }) => [name],
      ),
      ...foreignImages(images, query),
    ],
    ...(ledger ? { ledger } : {}),
  };
}

/** The id of a stack that was asked for by its name alone, where there is one of that name only. */
function onlyStackId(objects: readonly Observed[]): string | undefined {
  const ids = new Set(objects.map(({ stackId }) => stackId));
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
}

const wantedNames = (query: ObserveQuery, kind: Kind): ReadonlySet<string> =>
  new Set(query.names.filter((wanted) => wanted.kind === kind).map(({ name }) => name));

function foreignNamed<T extends { readonly id: string; readonly labels: Labels }>(
  kind: Kind,
  objects: readonly T[],
  query: ObserveQuery,
  namesOf: (object: T) => readonly string[],
): readonly Foreign[] {
  const wanted = wantedNames(query, kind);
  return objects
    .filter(({ labels }) => isForeign(labels, kind, query.stack))
    .flatMap((object) =>
      namesOf(object)
        .filter((name) => wanted.has(name) || claimsStack(object.labels, kind, query.stack))
        .map((name) => foreignObject(kind, object.id, name, object.labels)),
    );
}

/**
 * Tags of our images are content keys, so others may use the same repository name; another stack of
 * ours may not, because the two would take each other's builds for their own.
 */
function foreignImages(images: readonly ImageEntry[], query: ObserveQuery): readonly Foreign[] {
  const wanted = wantedNames(query, 'image');
  return images.flatMap(({ id, references, labels }) => {
    if (!isForeign(labels, 'image', query.stack)) return [];
    const names = new Set(references.map((reference) => reference.replace(/:[^:/]*$/, '')));
    return [...names]
      .filter((name) => wanted.has(name) || claimsStack(labels, 'image', query.stack))
      .map((name) => foreignObject('image', id, name, labels))
      .filter(({ stack }) => stack !== undefined);
  });
}
