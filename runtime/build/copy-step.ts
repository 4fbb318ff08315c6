/*
 * Carries out a copy step: the entries of its plan, from the context into a root file system. Each
 * file is read from the descriptor that it is opened by, and must be what was planned with; times
 * are fixed, for they are not part of what is copied.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  ContextChanged,
  openBelow,
  openRoot,
  readPieces,
  withFile,
  type CopyEntry,
  type CopyPlan,
  type OpenDirectory,
  type Owner,
} from '../context/index.js';
import { latestTime } from '../images/index.js';
import { resolveInRoot } from '../oci/index.js';
import { giveWay } from '../process/index.js';
import { errorCode } from '../store/index.js';
import { StepFailed } from './errors.js';
import { ensureDirectory, isDirectoryInRoot, ownerIn, placesIn, type Places } from './root.js';

/**
 * Copies into `root`.
 * @param context absolute path of the context
 * @throws StepFailed, ContextChanged
 */
export async function copyIntoRoot(
  written: CopyPlan,
  context: string,
  root: string,
): Promise<void> {
  const plan = await intoExisting(await withOwner(written, root), root);
  if (plan.directory !== undefined) await ensureDirectory(root, plan.directory, plan.owner);
  const places = placesIn(root);
  if (plan.entries.every(({ text }) => text !== undefined)) {
    for (const entry of plan.entries) await copyEntry(noDirectories, places, entry, plan.owner);
    return;
  }
  const source = await openRoot(context);
  const sources = directoriesOf(source);
  try {
    for (const entry of plan.entries) await copyEntry(sources, places, entry, plan.owner);
  } finally {
    await sources.close();
    await source.close();
  }
}

/** The plan with the numbers of an owner who has a name. */
async function withOwner(plan: CopyPlan, root: string): Promise<CopyPlan> {
  return plan.chown === undefined ? plan : { ...plan, owner: await ownerIn(root, plan.chown) };
}

/** One file goes into a directory that the image has where the file would be. */
async function intoExisting(plan: CopyPlan, root: string): Promise<CopyPlan> {
  const [entry] = plan.entries;
  if (plan.intoExisting !== true || !entry) return plan;
  if (!(await isDirectoryInRoot(root, entry.target))) return plan;
  const target = `${entry.target.replace(/\/$/, '')}/${basename(entry.path)}`;
  return { ...plan, entries: [{ ...entry, target }] };
}

/** Files that a Dockerfile holds are of no directory. */
const noDirectories: Directories = {
  at: (path) => Promise.reject(new Error(`${path} is no part of a context`)),
  close: () => Promise.resolve(),
};

/** Directories of a context, of which the last one stays open: files come directory by directory. */
interface Directories {
  at(path: string): Promise<OpenDirectory>;
  close(): Promise<void>;
}

function directoriesOf(root: OpenDirectory): Directories {
  let open: { readonly path: string; readonly directory: OpenDirectory } | undefined;
  const close = async (): Promise<void> => {
    const last = open;
    open = undefined;
    await last?.directory.close();
  };
  return {
    at: async (path) => {
      if (path === '.') return root;
      if (open?.path === path) return open.directory;
      await close();
      open = { path, directory: await openBelow(root, path.split('/')) };
      return open.directory;
    },
    close,
  };
}

async function copyEntry(
  sources: Directories,
  places: Places,
  entry: CopyEntry,
  owner: Owner,
): Promise<void> {
  const { root } = places;
  const place = await places.of(entry.target);
  await giveWay();
  const there = lstatSync(place, { throwIfNoEntry: false });
  if (entry.kind === 'directory') {
    // A link to a directory stays one: /bin often leads to /usr/bin.
    const directory =
      there?.isSymbolicLink() === true && (await isDirectoryInRoot(root, entry.target))
        ? await resolveInRoot(root, entry.target)
        : place;
    if (directory === place && there?.isDirectory() !== true) {
      if (there !== undefined) {
        const reason = 'is there already and is no directory';
        throw new StepFailed({ kind: 'target', path: entry.target, reason });
      }
      mkdirSync(place);
    }
    // A change of owner takes setuid away.
    chownSync(directory, owner.uid, owner.gid);
    chmodSync(directory, entry.mode);
    return;
  }
  if (there?.isDirectory() === true) {
    const reason = 'is a directory in the image; end the target with a slash to copy into it';
    throw new StepFailed({ kind: 'target', path: entry.target, reason });
  }
  if (there !== undefined) rmSync(place);
  if (entry.kind === 'file' && entry.text !== undefined) {
    const text = Buffer.from(entry.text);
    await makeFile(place, owner, entry.mode, (descriptor) => {
      writeAll(descriptor, text);
      return Promise.resolve();
    });
    return;
  }
  try {
    const directory = await sources.at(dirname(entry.path));
    const name = basename(entry.path);
    if (entry.kind === 'file') await copyFile(directory, name, entry, place, owner);
    else copyLink(directory, name, entry, place, owner);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EINVAL'].includes(errorCode(error) ?? '')) {
      throw new ContextChanged(entry.path);
    }
    throw error;
  }
}

function copyFile(
  directory: OpenDirectory,
  name: string,
  entry: Extract<CopyEntry, { kind: 'file' }>,
  place: string,
  owner: Owner,
): Promise<void> {
  return withFile(directory, name, async (from) => {
    if (!fstatSync(from).isFile()) throw new ContextChanged(entry.path);
    await makeFile(place, owner, entry.mode, async (to) => {
      const hash = createHash('sha256');
      const size = await readPieces(from, (piece) => {
        hash.update(piece);
        writeAll(to, piece);
      });
      if (size !== entry.size || hash.digest('hex') !== entry.sha256) {
        throw new ContextChanged(entry.path);
      }
    });
  });
}

/** Makes a file where nothing is. */
async function makeFile(
  place: string,
  owner: Owner,
  mode: number,
  fill: (descriptor: number) => Promise<void>,
): Promise<void> {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const descriptor = openSync(place, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    await fill(descriptor);
    fchownSync(descriptor, owner.uid, owner.gid);
    fchmodSync(descriptor, mode);
    futimesSync(descriptor, latestTime, latestTime);
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, piece: Uint8Array): void {
  for (let at = 0; at < piece.length;) at += writeSync(descriptor, piece, at);
}

function copyLink(
  directory: OpenDirectory,
  name: string,
  entry: Extract<CopyEntry, { kind: 'symlink' }>,
  place: string,
  owner: Owner,
): void {
  const link = readlinkSync(join(directory.path, name));
  if (link !== entry.link) throw new ContextChanged(entry.path);
  symlinkSync(link, place);
  lchownSync(place, owner.uid, owner.gid);
  lutimesSync(place, latestTime, latestTime);
}
