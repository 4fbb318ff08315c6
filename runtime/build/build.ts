/*
 * The builder: from a resolved image to an image in the store, one layer a step, each made once and
 * found by its key afterwards. Layers appear whole or not at all; a build that dies leaves only a
 * directory under `tmp`.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ResolvedImage } from '../context/index.js';
import { fixedCreated, latestTime, saveImage, type Image } from '../images/index.js';
import {
  layerLink,
  mountOverlay,
  openSession,
  packLayer,
  sealLayers,
  unmountBelow,
  type Layer,
  type LayerSession,
} from '../layers/index.js';
import { ociConfig } from '../oci-image/index.js';
import type { Store } from '../store/index.js';
import { stagesOf, type BuildAction } from './actions.js';
import { layersBelow } from './base.js';
import { copyIntoRoot } from './copy-step.js';
import {
  copyKey,
  runActionKey,
  shorten,
  transferKey,
  unpackKey,
  workdirKey,
} from './describe-step.js';
import { BuildFailed, failureOf } from './errors.js';
import { ensureDirectory, rootOwner, userIn } from './root.js';
import { runAction } from './run-action.js';
import type { RunWatch } from './run-step.js';
import { transferIntoRoot, unpackIntoRoot } from './transfer.js';

/** Told before each step, and again with `cached` known for those that make layers. */
export interface BuildProgress {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly of: number;
  readonly text: string;
  readonly cached: boolean;
}

export interface BuildOptions extends RunWatch {
  /** Absolute path of the stack. */
  readonly directory: string;
  /** Name and tag to give the image. */
  readonly reference: string;
  /** Secrets that mounts of a Dockerfile ask for, by id. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Labels beside those of the spec. They are part of the image, and of no layer's key. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly onProgress?: (progress: BuildProgress) => void;
}

/**
 * Builds an image. What the store has already is not made again.
 * @throws BuildFailed for all that the content of the build can cause, RuntimeError, CommandFailed
 */
export async function buildImage(
  store: Store,
  resolved: ResolvedImage,
  options: BuildOptions,
): Promise<Image> {
  const session = await openSession(store);
  try {
    return await buildWith(store, session, resolved, options);
  } finally {
    await session.end();
  }
}

async function buildWith(
  store: Store,
  session: LayerSession,
  resolved: ResolvedImage,
  options: BuildOptions,
): Promise<Image> {
  const { image } = resolved;
  const stages = stagesOf(resolved);
  const of = stages.reduce((sum, { actions }) => sum + actions.length, 0);
  const built: (readonly Layer[])[] = [];
  let number = 0;
  for (const { base, actions } of stages) {
    const below = await failingAs(image.name, undefined, () =>
      layersBelow(store, session, resolved, base, built, options.directory),
    );
    const build: Build = { store, session, resolved, options, layers: [...below], stages: built };
    for (const action of actions) {
      if (options.signal?.aborted === true) {
        throw new BuildFailed(image.name, undefined, { kind: 'interrupted' });
      }
      number += 1;
      const { at } = action;
      const text = shorten(action.text);
      const step = { number, text: at === undefined ? text : `${text}, ${at}` };
      const report = (cached: boolean): void =>
        options.onProgress?.({ step: step.number, of, text, cached });
      await failingAs(image.name, step, () => doAction(build, action, report));
    }
    built.push(build.layers);
  }
  return finish({ store, resolved, options, layers: built.at(-1) ?? [] });
}

/** Does a part of the build; what its content can cause is told with image and step. */
async function failingAs<T>(
  image: string,
  step: { readonly number: number; readonly text: string } | undefined,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const failure = failureOf(error);
    throw failure === undefined ? error : new BuildFailed(image, step, failure, error);
  }
}

interface Build {
  readonly store: Store;
  readonly session: LayerSession;
  readonly resolved: ResolvedImage;
  readonly options: BuildOptions;
  /** All layers so far, those that change nothing too; the lowest first. */
  readonly layers: Layer[];
  /** Layers of the stages before. */
  readonly stages: readonly (readonly Layer[])[];
}

type Report = (cached: boolean) => void;

async function doAction(build: Build, action: BuildAction, report: Report): Promise<void> {
  const { resolved } = build;
  const parent = build.layers.at(-1)?.key ?? null;
  const keysOf = (stage: number): readonly string[] =>
    (build.stages[stage] ?? []).map(({ key }) => key);
  switch (action.kind) {
    case 'copy': {
      const { plan } = action;
      const copy: Change = async (root) => {
        await copyIntoRoot(plan, resolved.context, root);
        return undefined;
      };
      return makeLayer(build, copyKey(parent, plan), copy, report);
    }
    case 'workdir': {
      const { path, user } = action;
      const make: Change = async (root) => {
        await ensureDirectory(root, path, user === '' ? rootOwner : await userIn(root, user));
        return undefined;
      };
      return makeLayer(build, workdirKey(parent, path, user), make, report);
    }
    case 'run': {
      const execute: Change = (root, staged, id) =>
        runAction(action, { root, staged, id }, { ...build, mountStage: mountStage(build) });
      return makeLayer(build, runActionKey(parent, action, keysOf), execute, report);
    }
    case 'transfer': {
      const take: Change = async (root, staged) => {
        const source = await mountStage(build)(action.stage, join(staged, 'source'));
        await transferIntoRoot(action, source, root);
        return undefined;
      };
      return makeLayer(build, transferKey(parent, action, keysOf(action.stage)), take, report);
    }
    case 'unpack': {
      const unpack: Change = async (root, staged) => {
        await unpackIntoRoot(action, resolved.context, join(staged, 'archive'), root);
        return undefined;
      };
      return makeLayer(build, unpackKey(parent, action), unpack, report);
    }
    case 'settings':
      report(false);
      return;
    default:
      action satisfies never;
  }
}

/** Mounts the root file system of a stage in a directory; what is written there is lost. */
const mountStage =
  ({ store, stages }: Pick<Build, 'store' | 'stages'>) =>
  async (stage: number, directory: string): Promise<string> => {
    const target = join(directory, 'root');
    const nothing = join(directory, 'empty');
    await mkdir(nothing, { recursive: true, mode: 0o700 });
    const lower = (stages[stage] ?? [])
      .filter((layer) => !layer.empty)
      .map(({ key }) => layerLink(store, key));
    await mountOverlay(store, {
      lower: lower.length > 0 ? lower : [nothing],
      upper: join(directory, 'upper'),
      work: join(directory, 'work'),
      target,
    });
    return target;
  };

/**
 * Changes the root file system at `root`. What it returns is called with the directory of the
 * changes when nothing is mounted any more.
 */
type Change = (
  root: string,
  staged: string,
  id: string,
) => Promise<((diff: string) => Promise<void>) | undefined>;

/** Takes the layer of that key from the store, or makes it; at most one process at a time does. */
async function makeLayer(build: Build, key: string, change: Change, report: Report): Promise<void> {
  const { store, session, layers } = build;
  const known = await session.use(key);
  if (known !== undefined) {
    report(true);
    layers.push(known);
    return;
  }
  const waiting = { timeout: buildTimeout };
  const layer = await store.withLock(
    `layer-${key}`,
    async () => {
      const made = await session.use(key);
      report(made !== undefined);
      return made ?? stageLayer(build, key, change);
    },
    waiting,
  );
  layers.push(layer);
}

/** Milliseconds to wait for another process that makes the same layer. */
const buildTimeout = 24 * 3_600_000;

async function stageLayer(build: Build, key: string, change: Change): Promise<Layer> {
  const { store, session } = build;
  const staged = await session.stage();
  const diff = join(staged, 'layer', 'diff');
  const lower = build.layers
    .filter((layer) => !layer.empty)
    .map(({ key }) => layerLink(store, key));
  const root = join(staged, 'root');
  const id = `${basename(session.directory)}-${basename(staged)}`;
  // overlayfs wants something below, if only an empty directory.
  const nothing = join(staged, 'empty');
  await mkdir(nothing, { mode: 0o700 });
  const below = lower.length > 0 ? lower : [nothing];
  await mountOverlay(store, {
    lower: below,
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
  const parent = build.layers.at(-1)?.key ?? null;
  return session.commit(staged, { key, parent, ...packed, empty, blob: null });
}

async function finish(
  build: Pick<Build, 'store' | 'resolved' | 'options'> & { readonly layers: readonly Layer[] },
): Promise<Image> {
  const { store, resolved, options } = build;
  await sealLayers(store, build.layers);
  const layers = build.layers.filter((layer) => !layer.empty);
  const diffIds = layers.map((layer) => layer.diffId);
  const labels = { ...resolved.image.config.labels, ...options.labels };
  const settings = { ...resolved.image.config, labels };
  const text = JSON.stringify(ociConfig({ settings, labels, diffIds, created: fixedCreated }));
  return saveImage(
    store,
    {
      id: `sha256:${createHash('sha256').update(text).digest('hex')}`,
      key: resolved.image.key,
      layers: layers.map(({ key }) => key),
      cache: build.layers.map(({ key }) => key),
      diffIds,
      config: settings,
      created: fixedCreated,
      size: layers.reduce((sum, layer) => sum + layer.size, 0),
    },
    text,
    options.reference,
  );
}
