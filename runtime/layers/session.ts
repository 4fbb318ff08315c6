/*
 * The time in which one task makes or imports layers. What it uses or makes is kept from the
 * garbage collector until it ends; what it has staged is found by its directory under `tmp`, and
 * cleared away by others when its process is dead.
 */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecked } from '../process/index.js';
import { ifPresent, isMarkAlive, type Store } from '../store/index.js';
import { removeDeadBuildContainers } from './build-containers.js';
import { findLayer, placeLayer, type Layer, type LayerKey } from './layer-store.js';
import { unmountBelow } from './overlay.js';

/** Held while layers are looked up for use, or found to be of no use. Never for long. */
export const layersLock = 'layers';

export interface LayerSession {
  /** Directory of the session; its base name is unique. */
  readonly directory: string;
  /** Makes a directory to make a layer in: `layer/diff` is what becomes the layer. */
  stage(): Promise<string>;
  /** Gives a complete layer and keeps it until the session ends. */
  use(key: LayerKey): Promise<Layer | undefined>;
  /** Puts `layer` of a staged directory into the store. */
  commit(staged: string, layer: Omit<Layer, 'sealed' | 'boot'>): Promise<Layer>;
  end(): Promise<void>;
}

/** Begins a session. What earlier ones of dead processes left is cleared away first. */
export async function openSession(store: Store): Promise<LayerSession> {
  await clearLeftovers(store);
  const directory = await store.stage();
  const keep = join(directory, 'keep');
  await mkdir(keep, { mode: 0o700 });
  let stages = 0;
  const lease = (key: LayerKey): Promise<void> => writeFile(join(keep, key), '');
  return {
    directory,
    stage: async () => {
      stages += 1;
      const staged = join(directory, String(stages));
      await mkdir(join(staged, 'layer'), { recursive: true, mode: 0o700 });
      const diff = join(staged, 'layer', 'diff');
      await mkdir(diff);
      // The root of the image has this mode, whatever the umask here is.
      await chmod(diff, 0o755);
      return staged;
    },
    use: (key) =>
      store.withLock(layersLock, async () => {
        const layer = await findLayer(store, key);
        if (layer !== undefined) await lease(key);
        return layer;
      }),
    commit: (staged, layer) =>
      store.withLock(layersLock, async () => {
        await lease(layer.key);
        return placeLayer(store, join(staged, 'layer'), layer);
      }),
    end: () => clearAway(directory),
  };
}

/** Keys of the layers that sessions of living processes keep. Hold the lock `layers`. */
export async function leasedLayers(store: Store): Promise<ReadonlySet<LayerKey>> {
  const leased = new Set<LayerKey>();
  for (const name of await readdir(store.paths.tmp)) {
    if (!isMarkAlive(name)) continue;
    const keys = (await ifPresent(readdir(join(store.paths.tmp, name, 'keep')))) ?? [];
    for (const key of keys) leased.add(key);
  }
  return leased;
}

/**
 * Clears away what dead processes left under `tmp`: containers of build steps, mounts, directories.
 */
export async function clearLeftovers(store: Store): Promise<void> {
  if ((await leftovers(store)).length === 0) return;
  // Two that clear the same things would trip over each other.
  await store.withLock('leftovers', async () => {
    await removeDeadBuildContainers(store);
    for (const directory of await leftovers(store)) await clearAway(directory);
  });
}

async function leftovers(store: Store): Promise<readonly string[]> {
  const names = await readdir(store.paths.tmp);
  return names.filter((name) => !isMarkAlive(name)).map((name) => join(store.paths.tmp, name));
}

async function clearAway(directory: string): Promise<void> {
  await unmountBelow(directory);
  await runChecked('rm', ['-rf', '--one-file-system', '--', directory]);
}
