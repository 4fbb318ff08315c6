/* Copies a file or directory of this host into a container. */
import { basename, posix, resolve } from 'node:path';
import { EngineError, type FileOperator } from '../../model/index.js';
import { asBytes, packTree, withPlace, type Tree } from '../../runtime/archive/index.js';
import { pathError } from './errors.js';
import type { CopyOptions } from './copy-out.js';
import { findTarget, readPath, type Destination } from './find-target.js';
import { followed } from './look.js';

/** The whole host. */
const host: Tree = { root: '/', readOnly: false, mounts: new Map() };

/** @throws EngineError */
export async function copyIn(
  files: FileOperator,
  from: string,
  to: { readonly container: string; readonly path: string },
  { followLink, owners }: CopyOptions,
): Promise<void> {
  const { container } = to;
  const { path, mustBeDirectory, contentsOnly } = readPath(from);
  const absolute = resolve(path);
  const last = followLink || mustBeDirectory ? 'follow' : 'leave';
  const destination = await look(files, container, to.path);
  await pathError(() =>
    withPlace(host, asBytes(absolute), last, async (place) => {
      const { stats } = place;
      if (stats === undefined) throw new EngineError('not-found', `${path} does not exist`);
      const isDirectory = stats.isDirectory();
      if (mustBeDirectory && !isDirectory) {
        throw new EngineError('invalid', `${path} is not a directory`);
      }
      const source = { isDirectory, contentsOnly, name: basename(absolute) };
      const { directory, name } = findTarget(source, destination);
      await mustBeThere(files, container, directory);
      const owner = owners ? {} : { owner: { uid: 0, gid: 0 } };
      const archive = packTree(place, { name: asBytes(name), ...owner });
      await files.writeArchive(container, directory, archive);
    }),
  );
}

/** Unpacks an archive as it comes into a directory of a container. @throws EngineError */
export async function unpackInto(
  files: FileOperator,
  archive: AsyncIterable<Uint8Array>,
  { container, path }: { readonly container: string; readonly path: string },
): Promise<void> {
  const { kind, path: directory } = await look(files, container, path);
  if (kind !== 'directory') {
    const what = kind === 'nothing' ? 'does not exist' : 'is not a directory';
    const code = kind === 'nothing' ? 'not-found' : 'invalid';
    throw new EngineError(code, `${path} of container ${container} ${what}`);
  }
  await files.writeArchive(container, directory, archive);
}

async function look(files: FileOperator, container: string, given: string): Promise<Destination> {
  const { path, mustBeDirectory } = readPath(given);
  const found = await followed(files, container, posix.resolve('/', path));
  const kind =
    found.stat === undefined ? 'nothing' : found.stat.kind === 'directory' ? 'directory' : 'other';
  return { path: found.path, mustBeDirectory, kind };
}

async function mustBeThere(
  files: FileOperator,
  container: string,
  directory: string,
): Promise<void> {
  const { stat } = await followed(files, container, directory);
  if (stat?.kind === 'directory') return;
  const reason = stat === undefined ? 'does not exist' : 'is not a directory';
  const code = stat === undefined ? 'not-found' : 'invalid';
  throw new EngineError(code, `${directory} of container ${container} ${reason}`);
}
