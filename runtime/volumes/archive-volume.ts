/*
 * The files of a volume as an archive and back, with owners, permissions, links, devices and extended
 * attributes. What comes in is unpacked beside the volume and checked on the way; only all of it takes the
 * place of the volume's empty directory, or is laid over what is there.
 */
import { chmod, chown, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { LayerInvalid, unpackLayer, type UnpackLimits } from '../layers/index.js';
import { partPath } from '../parts/index.js';
import { CommandFailed, run, runChecked, startPiped } from '../process/index.js';
import { errorCode, syncDirectory, type Store } from '../store/index.js';
import { isEmpty } from './copy-up.js';
import { dataOf, findVolume, type Volume } from './volumes.js';

async function volumeOf(store: Store, name: string): Promise<Volume> {
  const volume = await findVolume(store, name);
  if (volume === undefined) throw new RuntimeError({ kind: 'not-found', what: 'volume', name });
  return volume;
}

const createArguments = [
  ...['--create', '--file=-', '--format=pax', '--sort=name', '--numeric-owner'],
  ...['--xattrs', '--xattrs-include=*', '--pax-option=delete=atime,delete=ctime'],
  '.',
];

/**
 * All files of a volume as a tar archive, the directory itself first, as `./`.
 * @param live whether files may change while they are read
 * @throws RuntimeError `not-found`, CommandFailed
 */
export async function* readVolume(
  store: Store,
  name: string,
  live: boolean,
): AsyncGenerator<Uint8Array> {
  const { path } = await volumeOf(store, name);
  yield* readVolumeAt(path, live);
}

/**
 * All files of a volume by its directory on this host, as `readVolume` gives them.
 * @throws CommandFailed
 */
export async function* readVolumeAt(path: string, live: boolean): AsyncGenerator<Uint8Array> {
  const tar = startPiped(partPath('tar'), ['-C', path, ...createArguments]);
  tar.stdin.end();
  try {
    for await (const piece of tar.stdout) if (piece instanceof Uint8Array) yield piece;
    await tar.done.catch((error: unknown) => {
      // GNU tar says so with 1 when a file has changed while it was read, and then the archive is whole.
      const changed = error instanceof CommandFailed && 'code' in error.failure;
      if (!(live && changed && error.failure.code === 1)) throw error;
    });
  } finally {
    tar.kill();
  }
}

/** They are the user's own files, however many. */
const noLimits: UnpackLimits = {
  entries: Infinity,
  bytes: Infinity,
  ratio: Infinity,
  ratioFrom: Infinity,
};

/**
 * Puts the files of an archive into a volume: as a whole, where it is empty.
 * @param archive tar, plain or compressed by gzip or zstd
 * @param overwrite whether files of the archive may take the place of those that are there
 * @param refuseUsed throws while a container runs that has the volume mounted; asked before and after
 * @throws RuntimeError `not-found`, `volume-filled`, `archive-unusable`, `part-failed`
 */
export async function fillVolume(
  store: Store,
  name: string,
  archive: AsyncIterable<Uint8Array>,
  { overwrite }: { readonly overwrite: boolean },
  refuseUsed: () => Promise<void>,
): Promise<void> {
  const volume = await volumeOf(store, name);
  await refuseUsed();
  if (!overwrite && !(await isEmpty(volume)))
    throw new RuntimeError({ kind: 'volume-filled', name });
  const staged = await store.stage();
  const data = dataOf(staged);
  try {
    await mkdir(data, { mode: 0o700 });
    // What the archive does not say of the directory itself stays as it is.
    const { uid, gid, mode } = await stat(volume.path);
    await chown(data, uid, gid);
    await chmod(data, mode & 0o7777);
    await unpack(archive, data, name);
    await runChecked('sync', ['--file-system', data]);
    await refuseUsed();
    if (!(await takePlace(data, volume))) {
      if (!overwrite) throw new RuntimeError({ kind: 'volume-filled', name });
      await layOver(data, volume);
    }
    await syncDirectory(join(store.paths.volumes, name));
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

async function unpack(
  archive: AsyncIterable<Uint8Array>,
  directory: string,
  name: string,
): Promise<void> {
  try {
    await unpackLayer(archive, directory, { layer: name, limits: noLimits, form: 'files' });
  } catch (error) {
    if (!(error instanceof LayerInvalid)) throw error;
    throw new RuntimeError({ kind: 'archive-unusable', name, reason: error.reason }, error);
  }
}

/** @returns whether it could: the volume's own directory has to be empty */
async function takePlace(data: string, volume: Volume): Promise<boolean> {
  try {
    await rename(data, volume.path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

/** Files take the place of files, links among them; nothing is written through a link. */
async function layOver(data: string, { name, path }: Volume): Promise<void> {
  const kept = ['--archive', '--preserve=xattr', '--remove-destination'];
  const result = await run(partPath('cp'), [...kept, '--no-target-directory', data, path]);
  if (result.code === 0) return;
  const action = `put the archive into volume ${name}`;
  throw new RuntimeError({ kind: 'part-failed', part: 'cp', action, reason: result.stderr.trim() });
}
