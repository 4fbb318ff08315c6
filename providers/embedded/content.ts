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
  listImages,
  removeImage,
  type ContainerEngine,
  type ContainerView,
  type ImageUser,
} from '../../runtime/index.js';
import { translated } from './errors.js';
import { readLedgers } from './ledger.js';

export function contentOperator(engine: ContainerEngine): ContentOperator {
  const { store, containers, networks, volumes } = engine;
  const users = async (): Promise<readonly ImageUser[]> => containers.list();
  return {
    readContent: () => translated(() => readContent(engine)),
    removeImage: (image) => translated(async () => removeImage(store, image, await users())),
    removeNetwork: (network) => translated(() => networks.remove(network)),
    removeVolume: (volume) => translated(() => volumes.remove(volume)),
    collectGarbage: () =>
      translated(async () => {
        await collectGarbage(store, users);
      }),
  };
}

async function readContent(engine: ContainerEngine) {
  const { store, containers, networks, volumes } = engine;
  const [images, ledgers, all, nets, vols] = await Promise.all([
    listImages(store),
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
  ];
  const layers = [...new Set(images.flatMap((image) => image.layers.map(layerOf)))];
  return { objects, imageBytes: sum(layers) };
}
