/* Copies a file or directory of a container to this host. */
import { realpath, stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { EngineError, type FileOperator } from '../../model/index.js';
import {
  asBytes,
  openHostDirectory,
  unpackTree,
  type Directory,
} from '../../runtime/archive/index.js';
import { readTar, type TarItem } from '../../runtime/layers/index.js';
import { pathError } from './errors.js';
import { findTarget, readPath, type Destination } from './find-target.js';
import { existing, followed } from './look.js';

export interface CopyOptions {
  /** Whether a link given as source means what it leads to. */
  readonly followLink: boolean;
  /** Whether the owners are kept. */
  readonly owners: boolean;
}

/**
 * The archive of a path of a container, as it stands in `docker cp CONTAINER:PATH -`.
 * @throws EngineError
 */
export async function openArchive(
  files: FileOperator,
  container: string,
  path: string,
  { followLink }: Pick<CopyOptions, 'followLink'>,
): Promise<AsyncIterable<Uint8Array>> {
  const source = await findSource(files, container, path, followLink);
  return files.readArchive(container, source.path);
}

/** @throws EngineError */
export async function copyOut(
  files: FileOperator,
  from: { readonly container: string; readonly path: string },
  to: string,
  { followLink, owners }: CopyOptions,
): Promise<void> {
  const { container } = from;
  const source = await findSource(files, container, from.path, followLink);
  const target = findTarget(source, await look(to));
  await pathError(async () => {
    const directory: Directory = await openHostDirectory(asBytes(resolve(target.directory)));
    try {
      await letGo(files.readArchive(container, source.path), (archive) =>
        unpackTree(directory, renamed(readTar(archive), target.name), { owners }),
      );
    } finally {
      await directory.handle.close();
    }
  });
}

/** Lets go of what is read when nothing more is read: an archive ends before its last byte. */
async function letGo<T>(
  pieces: AsyncIterable<T>,
  use: (pieces: AsyncIterable<T>) => Promise<void>,
): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  try {
    await use({ [Symbol.asyncIterator]: () => iterator });
  } finally {
    await iterator.return?.();
  }
}

async function findSource(
  files: FileOperator,
  container: string,
  given: string,
  followLink: boolean,
) {
  const { path: written, mustBeDirectory, contentsOnly } = readPath(given);
  const path = posix.resolve('/', written);
  const follow = followLink || mustBeDirectory;
  const found = follow
    ? await followed(files, container, path)
    : { path, stat: await existing(files, container, path) };
  const isDirectory = found.stat?.kind === 'directory';
  if (found.stat === undefined) {
    throw new EngineError('not-found', `${path} of container ${container} does not exist`);
  }
  if (mustBeDirectory && !isDirectory) {
    throw new EngineError('invalid', `${path} of container ${container} is not a directory`);
  }
  return { path: found.path, isDirectory, contentsOnly, name: posix.basename(path) };
}

/** What is at a path of this host, links followed. */
async function look(given: string): Promise<Destination> {
  const { path, mustBeDirectory } = readPath(given);
  const stats = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  const kind = stats === undefined ? 'nothing' : stats.isDirectory() ? 'directory' : 'other';
  // What a link leads to is written over, not the link.
  return { path: kind === 'other' ? await realpath(path) : resolve(path), mustBeDirectory, kind };
}

/** The entries under another topmost name; the topmost itself is left out where that is empty. */
async function* renamed(items: AsyncIterable<TarItem>, name: string): AsyncGenerator<TarItem> {
  const top = asBytes(name);
  const rename = (path: string): string => {
    const rest = path
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .slice(1);
    return [...(top === '' ? [] : [top]), ...rest].join('/');
  };
  for await (const { entry, content } of items) {
    const link = entry.kind === 'hardlink' ? rename(entry.link) : entry.link;
    yield { entry: { ...entry, name: rename(entry.name), link }, content };
  }
}
