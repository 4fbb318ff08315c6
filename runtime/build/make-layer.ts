/*
 * The layer of a step: taken from the store, or made, by one process and one stage at a time. It
 * appears whole or not at all.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ResolvedImage } from '../context/index.js';
import { latestTime } from '../images/index.js';
import {
  layerLink,
  mountOverlay,
  packLayer,
  unmountBelow,
  type Layer,
  type LayerSession,
} from '../layers/index.js';
import type { Limited } from '../process/index.js';
import type { Store } from '../store/index.js';

/** What the stages of a build have in common. */
export interface BuildWorld {
  readonly store: Store;
  readonly session: LayerSession;
  readonly resolved: ResolvedImage;
  /** Absolute path of the stack. */
  readonly directory: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Aborted, with a `StepFailed`, when the build is interrupted and when a stage has failed. */
  readonly signal: AbortSignal;
  /** Room to make a layer. */
  readonly places: Limited;
  /** The layers of a stage once it is built. */
  readonly layersOf: (stage: number) => Promise<readonly Layer[]>;
}

/** A stage that is being built. */
export interface StageWork extends BuildWorld {
  /** All layers so far, those that change nothing too; the lowest first. */
  readonly layers: Layer[];
}

/** Told once it is known whether the layer was there already. */
export type Report = (cached: boolean) => void;

/**
 * Changes the root file system at `root`. What it returns is called with the directory of the
 * changes when nothing is mounted any more.
 */
export type Change = (
  root: string,
  staged: string,
  id: string,
) => Promise<((diff: string) => Promise<void>) | undefined>;

/** Milliseconds to wait for another process that makes the same layer. */
const buildTimeout = 24 * 3_600_000;

/** Takes the layer of that key from the store, or makes it; at most one process at a time does. */
export async function makeLayer(
  work: StageWork,
  key: string,
  change: Change,
  report: Report,
): Promise<void> {
  const { store, session, layers, signal, places } = work;
  const known = await session.use(key);
  if (known !== undefined) {
    report(true);
    layers.push(known);
    return;
  }
  const waiting = { timeout: buildTimeout, signal };
  const makeOnce = async (): Promise<Layer> => {
    signal.throwIfAborted();
    return store.withLock(
      `layer-${key}`,
      async () => {
        signal.throwIfAborted();
        const made = await session.use(key);
        report(made !== undefined);
        return made ?? stageLayer(work, key, change);
      },
      waiting,
    );
  };
  layers.push(await places(makeOnce));
}

async function stageLayer(work: StageWork, key: string, change: Change): Promise<Layer> {
  const { store, session, layers } = work;
  const staged = await session.stage();
  const diff = join(staged, 'layer', 'diff');
  const root = join(staged, 'root');
  const id = `${basename(session.directory)}-${basename(staged)}`;
  await mountOverlay(store, {
    lower: await lowerOf(store, layers, staged),
    upper: diff,
    work: join(staged, 'work'),
    target: root,
  });
  let tidy: Awaited<ReturnType<Change>>;
  try {
    tidy = await change(root, staged, id);
  } finally {
    await unmountBelow(staged);
  }
  await tidy?.(diff);
  const empty = (await readdir(diff)).length === 0;
  const packed = await packLayer(diff, { layer: key, latest: latestTime });
  const parent = layers.at(-1)?.key ?? null;
  return session.commit(staged, { key, parent, ...packed, empty, blob: null });
}

/** Mounts the root file system of a stage in a directory; what is written there is lost. */
export const mountStage =
  ({ store, layersOf }: Pick<BuildWorld, 'store' | 'layersOf'>) =>
  async (stage: number, directory: string): Promise<string> => {
    const target = join(directory, 'root');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await mountOverlay(store, {
      lower: await lowerOf(store, await layersOf(stage), directory),
      upper: join(directory, 'upper'),
      work: join(directory, 'work'),
      target,
    });
    return target;
  };

/** Links to the layers that hold something; overlayfs wants something below, if only an empty directory. */
async function lowerOf(
  store: Store,
  layers: readonly Layer[],
  directory: string,
): Promise<readonly string[]> {
  const lower = layers.filter((layer) => !layer.empty).map(({ key }) => layerLink(store, key));
  if (lower.length > 0) return lower;
  const nothing = join(directory, 'empty');
  await mkdir(nothing, { mode: 0o700 });
  return [nothing];
}
