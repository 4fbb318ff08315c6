/*
 * Puts layers together by overlayfs, with a directory that takes what is written. The options are
 * those under which that directory is a layer by itself: whole files, no redirects.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { isRootless } from '../caller/index.js';
import { runChecked } from '../process/index.js';
import type { Store } from '../store/index.js';

export interface OverlayMount {
  /** Directories, the lowest first. At least one. */
  readonly lower: readonly string[];
  readonly upper: string;
  /** Empty directory on the file system of `upper`. */
  readonly work: string;
  readonly target: string;
}

/** More layers than the kernel can mount at once. */
export class TooManyLayers extends Error {
  override readonly name = 'TooManyLayers';
  constructor(count: number) {
    super(`${count} layers are more than the kernel can mount at once`);
  }
}

/** The kernel takes one page of options. */
const mostOptions = 4000;

/** Makes the directories where they are missing, and mounts. @throws CommandFailed, TooManyLayers */
export async function mountOverlay(store: Store, mount: OverlayMount): Promise<void> {
  await runChecked('mount', await prepareOverlay(store, mount), { cwd: store.root });
}

/**
 * Makes the directories where they are missing.
 * @returns the arguments of mount(8), to be called in the root of the store
 * @throws TooManyLayers
 */
export async function prepareOverlay(
  store: Store,
  mount: OverlayMount,
): Promise<readonly string[]> {
  for (const path of [mount.upper, mount.work, mount.target]) {
    await mkdir(path, { recursive: true, mode: 0o755 });
  }
  const fromRoot = (path: string): string =>
    relative(store.root, path).replace(/[\\:,]/g, (character) => `\\${character}`);
  const options = [
    `lowerdir=${[...mount.lower].reverse().map(fromRoot).join(':')}`,
    `upperdir=${fromRoot(mount.upper)}`,
    `workdir=${fromRoot(mount.work)}`,
    ...(isRootless() ? ['userxattr', 'redirect_dir=nofollow'] : ['redirect_dir=off']),
    'metacopy=off',
    'index=off',
  ].join(',');
  if (options.length > mostOptions) throw new TooManyLayers(mount.lower.length);
  return ['--no-canonicalize', '-t', 'overlay', '-o', options, 'overlay', mount.target];
}

/** Where something is mounted below a directory, the deepest first. */
export async function mountsBelow(directory: string): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return table
    .split('\n')
    .map((line) => unescaped(line.split(' ')[4] ?? ''))
    .filter((path) => path.startsWith(`${directory}/`))
    .sort()
    .reverse();
}

/** Unmounts all that is mounted below a directory. @throws CommandFailed */
export async function unmountBelow(directory: string): Promise<void> {
  for (const path of await mountsBelow(directory)) {
    await runChecked('umount', ['--no-canonicalize', path]);
  }
}

function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}
