/*
 * Hands on the embedded engine: its own calls below everything that knows of stacks, and its files.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { completeContainer, type ImageConfig } from '../../../model/index.js';
import {
  collectGarbage,
  ImageInUse,
  ImageNotFound,
  RuntimeError,
  findImage,
  layerPaths,
  listImages,
  removeImage,
  tagImage,
  untagImage,
  type ContainerEngine,
  type FaultKind,
} from '../../../runtime/index.js';
import { members } from '../json.js';
import { Refused, type HandMade, type Hands, type Thing } from './hands.js';

/** What the engine says where something is not to be done; whatever else it says is a failure. */
const refusals: ReadonlySet<FaultKind> = new Set([
  'not-found',
  'name-in-use',
  'in-use',
  'running',
  'not-running',
  'port-in-use',
  'address-unusable',
  'start-failed',
  'file-lost',
]);

const isRefusal = (error: unknown): error is Error =>
  (error instanceof RuntimeError && refusals.has(error.fault.kind)) ||
  error instanceof ImageInUse ||
  error instanceof ImageNotFound;

/** @param image what containers of others run */
export function embeddedHands(
  engine: ContainerEngine,
  image: { readonly name: string; readonly config: ImageConfig },
): Hands {
  const { store, containers, networks, volumes } = engine;
  const remove: Hands['remove'] = async ({ kind, id }) => {
    if (kind === 'container') await containers.remove(id, { force: true });
    else if (kind === 'volume') await volumes.remove(id);
    else await networks.remove(await networkName(id));
  };
  const networkName = async (id: string): Promise<string> =>
    (await networks.list()).find((one) => one.id === id)?.name ?? id;

  const squat = async ({ kind, name }: Extract<HandMade, { do: 'squat' }>): Promise<void> => {
    if (kind === 'volume') await volumes.create({ name, labels: {} });
    if (kind === 'network') {
      await networks.create({ name, internal: false, subnet: null, gateway: null, labels: {} });
    }
    if (kind !== 'container') return;
    const found = await findImage(store, image.name);
    if (!found) throw new Error(`there is no image ${image.name}`);
    const spec = completeContainer({ name, image: image.name, networks: {} }, image.config);
    await containers.create({ spec, layers: layerPaths(store, found), imageId: found.id });
  };

  /** Takes the names of an image away, in the file that has them. */
  const untag = async (name: string): Promise<void> => {
    const path = join(store.paths.images, 'refs.json');
    const kept = Object.entries(members(await readFile(path, 'utf8'))).filter(
      ([reference]) => !reference.startsWith(`${name}:`),
    );
    await writeFile(path, JSON.stringify(Object.fromEntries(kept)));
  };

  const change = async (change: HandMade): Promise<void> => {
    switch (change.do) {
      case 'set': {
        const { memory, restart } = change.settings;
        await containers.update(change.name, {
          ...(memory === undefined ? {} : { memory }),
          ...(restart === undefined ? {} : { restart }),
        });
        return;
      }
      case 'connect':
        await containers.connect(change.name, change.network, { aliases: [], ipv4: null });
        return;
      case 'disconnect':
        await containers.disconnect(change.name, change.network);
        return;
      case 'stop':
        await containers.stop(change.name, { timeout: 0 });
        return;
      case 'start':
        await containers.start(change.name);
        return;
      case 'pause':
        await containers.pause(change.name);
        return;
      case 'rename':
        await containers.rename(change.name, change.to);
        return;
      case 'remove':
        await remove({ kind: change.kind, id: change.name });
        return;
      case 'untag':
        await untag(change.image);
        return;
      case 'remove-image': {
        const users = (await containers.list()).map(({ name, imageId, layers }) => ({
          name,
          imageId,
          layers,
        }));
        for (const { references } of await listImages(store)) {
          const own = references.filter((one) => one.startsWith(`${change.image}:`));
          for (const reference of own) await removeImage(store, reference, users);
        }
        return;
      }
      case 'name-other': {
        const other = await findImage(store, image.name);
        if (other) await tagImage(store, other.id, change.reference);
        return;
      }
      case 'unname': {
        const holder = await findImage(store, change.reference);
        if (holder) await untagImage(store, holder.id, change.reference);
        return;
      }
      case 'squat':
        await squat(change);
        return;
      default:
        return change satisfies never;
    }
  };

  return {
    change: async (wanted) => {
      try {
        await change(wanted);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        throw new Refused(error.message, { cause: error });
      }
    },
    remove,
    isNamed: async (reference) =>
      (await findImage(store, image.name))?.references.includes(reference) ?? false,
    things: async () => [
      ...(await containers.list()).map((one): Thing => ({
        kind: 'container',
        id: one.id,
        name: one.name,
        labels: one.live.labels,
        isUp: ['running', 'paused', 'restarting'].includes(one.state),
        networks: Object.keys(one.live.networks),
      })),
      ...(await networks.list()).map(({ id, name, labels }): Thing => ({
        kind: 'network',
        id,
        name,
        labels,
      })),
      ...(await volumes.list()).map(({ name, labels }): Thing => ({
        kind: 'volume',
        id: name,
        name,
        labels,
      })),
    ],
    disconnect: (container, network) => containers.disconnect(container, network),
    volumePath: async (name) => (await volumes.find(name))?.path,
    removeImages: async (holdings) => {
      for (const { id } of await listImages(store)) {
        if (holdings.includes(`images ${id.replace('sha256:', '')}.json`)) continue;
        await removeImage(store, id, []);
      }
      await collectGarbage(store, async () => []);
    },
    holdings: async () => {
      const { paths } = store;
      const kept = [
        'containers',
        'volumes',
        'networks',
        'images',
        'layers',
        'links',
        'tmp',
      ] as const;
      const lists = kept.map(async (kind) =>
        (await readdir(paths[kind])).map((name) => `${kind} ${name}`),
      );
      return (await Promise.all(lists)).flat().sort();
    },
  };
}
