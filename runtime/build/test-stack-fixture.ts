/*
 * A stack's directory and private stores to build images in, for tests. Closing it leaves nothing.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildStep, ImageSpec } from '../../model/index.js';
import { resolveImage, type ResolvedImage } from '../context/index.js';
import { findImage, layerPaths, type Image } from '../images/index.js';
import { mountOverlay, unmountBelow } from '../layers/index.js';
import { openStore, type Store } from '../store/index.js';
import { BuildFailed, buildImage, type BuildOptions, type BuildProgress } from './index.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-build-'));

/** Directory of all that a test file makes. */
export const testBase = base;

/** Removes all of it. */
export async function closeTestStack(): Promise<void> {
  await unmountBelow(base);
  rmSync(base, { recursive: true, force: true });
}

/** A stack's directory with busybox in it, and stores that builds go to. */
export const stack = join(base, 'stack');
mkdirSync(join(stack, 'app/lib'), { recursive: true });
cpSync('/bin/busybox', join(stack, 'busybox'));
writeFileSync(join(stack, 'app/main.txt'), 'main');
writeFileSync(join(stack, 'app/lib/lib.txt'), 'lib');

let stores = 0;
export async function newStore(): Promise<Store> {
  stores += 1;
  return openStore({ root: join(base, `store${stores}`), runRoot: join(base, `run${stores}`) });
}

export const copy = (source: string, target: string, more: object = {}): BuildStep => ({
  kind: 'copy',
  sources: [source],
  target,
  ...more,
});
export const run = (line: string): BuildStep => ({ kind: 'run', command: ['/bin/sh', '-c', line] });
export const busybox: readonly BuildStep[] = [
  copy('busybox', '/bin/'),
  { kind: 'run', command: ['/bin/busybox', '--install', '-s', '/bin'] },
];
export const imageOf = (steps: readonly BuildStep[], more: Partial<ImageSpec> = {}): ImageSpec => ({
  name: 'test/app',
  from: { kind: 'scratch' },
  steps,
  ...more,
});

export async function resolved(store: Store, spec: ImageSpec): Promise<ResolvedImage> {
  const { value, diagnostics } = await resolveImage(spec, {
    directory: stack,
    baseOf: async (name) => {
      const found = await findImage(store, name);
      return found === undefined ? undefined : { identity: found.key, config: found.config };
    },
  });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

export async function build(
  store: Store,
  spec: ImageSpec,
  options: Partial<BuildOptions> = {},
): Promise<Image> {
  const image = await resolved(store, spec);
  return buildImage(store, image, { directory: stack, reference: 'test/app:1', ...options });
}

/** Builds, and gives for each step that makes a layer whether it was there already. */
export async function cachedSteps(store: Store, spec: ImageSpec): Promise<readonly boolean[]> {
  const progress: BuildProgress[] = [];
  await build(store, spec, { onProgress: (step) => progress.push(step) });
  return progress.map(({ cached }) => cached);
}

/** Does something with an image's root file system mounted. */
export async function withRoot<T>(
  store: Store,
  image: Image,
  action: (root: string) => T,
): Promise<T> {
  const place = mkdtempSync(join(store.paths.tmp, 'root-'));
  const target = join(place, 'root');
  const lower = layerPaths(store, image);
  await mountOverlay(store, { lower, upper: join(place, 'up'), work: join(place, 'work'), target });
  try {
    return action(target);
  } finally {
    await unmountBelow(place);
    rmSync(place, { recursive: true });
  }
}

export const failure = async (attempt: Promise<unknown>): Promise<BuildFailed> => {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BuildFailed) return error;
  throw new Error('the build did not fail as it should', { cause: error });
};
