/* What the store of the embedded engine holds, and the removal of what nothing needs. */
import { join } from 'node:path';
import {
  ownershipOf,
  type ContentOperator,
  type HeldObject,
  type Kind,
} from '../../model/index.js';
import {
  bytesOnDisk,
  collectGarbage,
  dropStageLayers,
  listCaches,
  listImages,
  removeCache,
  removeImage,
  stageLayers,
  type ContainerEngine,
  type ContainerView,
  type ImageUser,
} from '../../runtime/index.js';
import { translated } from './errors.js';
import { readLedgers } from './ledger.js';

/** What the layers of stages are as one cache; those of commands have 32 digits. */
const stagesCache = 'stages';

export function contentOperator(engine: ContainerEngine): ContentOperator {
  const { store, containers, networks, volumes } = engine;
  const users = async (): Promise<readonly ImageUser[]> => containers.list();
  return {
    readContent: () => translated(() => readContent(engine)),
    removeImage: (image) => translated(async () => removeImage(store, image, await users())),
    removeNetwork: (network) => translated(() => networks.remove(network)),
    removeVolume: (volume) => translated(() => volumes.remove(volume)),
    removeCache: (cache) =>
      translated(() =>
        cache === stagesCache ? dropStageLayers(store) : removeCache(store, cache),
      ),
    collectGarbage: () =>
      translated(async () => {
        await collectGarbage(store, users);
      }),
  };
}

async function readContent(engine: ContainerEngine) {
  const { store, containers, networks, volumes } = engine;
  const [images, stages, caches, ledgers, all, nets, vols] = await Promise.all([
    listImages(store),
    stageLayers(store),
    listCaches(store),
    readLedgers(store),
    containers.list(),
    networks.list(),
    volumes.list(),
  ]);
  const layerOf = (key: string): string => join(store.paths.layers, key);
  const upperOf = (id: string): string => join(store.paths.containers, id);
  const sizes = await bytesOnDisk([
    ...new Set([
      ...images.flatMap(({ layers }) => layers.map(layerOf)),
      ...all.map(({ id }) => upperOf(id)),
      ...vols.map(({ path }) => path),
      ...stages.map(layerOf),
      ...caches.map(({ path }) => path),
    ]),
  ]);
  const belonging = (kind: Kind, id: string, labels: Readonly<Record<string, string>>) => {
    const { owner } = ownershipOf({ kind, id, labels }, ledgers);
    return {
      ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
      ...(owner ? { address: owner.address } : {}),
    };
  };
  const namesOf = (uses: (container: ContainerView) => boolean): readonly string[] =>
    all.filter(uses).map(({ name }) => name);
  const sum = (paths: readonly string[]): number =>
    paths.reduce((total, path) => total + (sizes.get(path) ?? 0), 0);
  const objects: readonly HeldObject[] = [
    ...all.map(({ id, name, state, live }) => ({
      kind: 'container' as const,
      id,
      name,
      size: sum([upperOf(id)]),
      ...belonging('container', id, live.labels),
      usedBy: [],
      isLive: !['created', 'exited', 'lost'].includes(state),
    })),
    ...images.map(({ id, references, layers, config }) => ({
      kind: 'image' as const,
      id,
      name: references[0] ?? id,
      size: sum([...new Set(layers.map(layerOf))]),
      ...belonging('image', id, config.labels),
      usedBy: namesOf(({ imageId }) => imageId === id),
      isLive: references.length > 0,
    })),
    ...nets.map(({ id, name, labels }) => ({
      kind: 'network' as const,
      id: name,
      name,
      size: null,
      ...belonging('network', id, labels),
      usedBy: namesOf(({ asked }) => asked.networks[name] !== undefined),
      isLive: true,
    })),
    ...vols.map(({ name, path, labels }) => ({
      kind: 'volume' as const,
      id: name,
      name,
      size: sum([path]),
      ...belonging('volume', name, labels),
      usedBy: namesOf(({ asked }) =>
        Object.values(asked.mounts).some(
          ({ type, source }) => type === 'volume' && source === name,
        ),
      ),
      isLive: true,
    })),
    ...caches.map(({ name, id, path, inUse }) => ({
      kind: 'cache' as const,
      id: name,
      name: id,
      size: sum([path]),
      usedBy: inUse ? ['a build'] : [],
      isLive: true,
    })),
    ...(stages.length === 0 ? [] : [stagesOfImages(sum(stages.map(layerOf)))]),
  ];
  const layers = [...new Set(images.flatMap((image) => image.layers.map(layerOf)))];
  return { objects, imageBytes: sum(layers) };
}

/** Layers of stages that no image consists of; which image keeps which is of no use to anybody. */
const stagesOfImages = (size: number): HeldObject => ({
  kind: 'cache',
  id: stagesCache,
  name: 'stages that images were built from',
  size,
  usedBy: [],
  isLive: true,
});
