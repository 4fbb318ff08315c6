/*
 * Carries files of another root file system over into the one that is made: those of a stage, or of an
 * archive. Paths are followed inside their own root alone. What is new is copied by `cp`, which keeps
 * owners, modes, links, devices and attributes; what is there is merged by hand.
 */
import { chmod, chown, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { resolveImagePath } from '../../model/index.js';
import type { TransferAction, UnpackAction, IgnoreRules, Owner } from '../context/index.js';
import { parseIgnore } from '../context/index.js';
import { resolveInRoot } from '../oci/index.js';
import { runChecked } from '../process/index.js';
import { unpackFile } from '../layers/index.js';
import { ifPresent } from '../store/index.js';
import { copyIntoRoot } from './copy-step.js';
import { StepFailed } from './errors.js';
import { findInRoot, type FoundInRoot } from './find-in-root.js';
import { ensureDirectory, isDirectoryInRoot, ownerIn, rootOwner } from './root.js';

/**
 * Copies what an action names from one root into another.
 * @param source the root that is copied from; nothing writes to it meanwhile
 * @throws StepFailed, CommandFailed
 */
export async function transferIntoRoot(
  action: TransferAction,
  source: string,
  root: string,
): Promise<void> {
  const { sources, chown: owner, mode, parents, exclude, workdir } = action;
  const found: FoundInRoot[] = [];
  for (const pattern of sources) found.push(...(await findInRoot(source, pattern)));
  const target = resolveImagePath(workdir, action.target);
  const merge = mergerInto(root, {
    ...(owner !== undefined && { owner: await ownerIn(root, owner) }),
    ...(mode !== undefined && { mode }),
    excludes: parseIgnore(exclude.join('\n')),
  });
  const intoDirectory =
    /(?:^|\/)\.{0,2}$/.test(action.target) ||
    target === '/' ||
    parents ||
    found.length !== 1 ||
    found.some(({ isDirectory }) => isDirectory) ||
    (await isDirectoryInRoot(root, target));
  if (intoDirectory) await merge.into(target);
  for (const { path, name, isDirectory } of found) {
    const above = parents ? keptPart(name) : undefined;
    if (isDirectory) await merge.contents(path, above === undefined ? target : join(target, above));
    else if (intoDirectory) await merge.file(path, join(target, above ?? basename(name)));
    else await merge.file(path, target);
  }
}

/** What `--parents` keeps of a path: what follows the last `/./`, if there is one. */
const keptPart = (path: string): string =>
  path.slice(path.lastIndexOf('/./') + 1).replace(/^\.\//, '');

/**
 * Unpacks an archive of the context into a directory of a root.
 * @param staged an empty place beside the root, for what is in between
 * @throws StepFailed, ContextChanged, LayerInvalid, CommandFailed
 */
export async function unpackIntoRoot(
  { archive, target, chown: owner }: UnpackAction,
  context: string,
  staged: string,
  root: string,
): Promise<void> {
  const files = join(staged, 'files');
  const content = join(staged, 'content');
  await mkdir(files, { recursive: true });
  await mkdir(content);
  const entry = { ...archive, target: '/archive' };
  const plan = { step: 0, owner: rootOwner, directory: undefined, entries: [entry] };
  await copyIntoRoot(plan, context, files);
  await unpackFile(join(files, 'archive'), content, { layer: archive.path });
  const merge = mergerInto(root, {
    ...(owner !== undefined && { owner: await ownerIn(root, owner) }),
    excludes: parseIgnore(''),
  });
  await merge.contents(content, target);
}

interface MergeOptions {
  readonly owner?: Owner;
  readonly mode?: number;
  readonly excludes: IgnoreRules;
}

/** How many paths one `cp` is given. */
const batch = 500;

function mergerInto(root: string, { owner, mode, excludes }: MergeOptions) {
  const refuse = (place: string, reason: string): never => {
    throw new StepFailed({ kind: 'target', path: `/${relative(root, place)}`, reason });
  };
  const copyAll = async (paths: readonly string[], directory: string): Promise<void> => {
    for (let at = 0; at < paths.length; at += batch) {
      const some = paths.slice(at, at + batch);
      await runChecked('cp', ['--archive', `--target-directory=${directory}`, '--', ...some]);
      await adjust(some.map((path) => join(directory, basename(path))));
    }
  };
  const adjust = async (places: readonly string[]): Promise<void> => {
    if (owner) {
      const text = `${owner.uid}:${owner.gid}`;
      await runChecked('chown', ['--no-dereference', '--recursive', text, '--', ...places]);
    }
    if (mode === undefined) return;
    const plain: string[] = [];
    for (const place of places) if (!(await lstat(place)).isSymbolicLink()) plain.push(place);
    if (plain.length === 0) return;
    await runChecked('chmod', ['--recursive', mode.toString(8).padStart(4, '0'), '--', ...plain]);
  };

  /** The place of a directory that is there, or a new one with the attributes of another. */
  const enter = async (from: string, place: string): Promise<string> => {
    const there = await ifPresent(lstat(place));
    const inImage = `/${relative(root, place)}`;
    if (there?.isSymbolicLink() === true && (await isDirectoryInRoot(root, inImage))) {
      return resolveInRoot(root, inImage);
    }
    if (there && !there.isDirectory()) return refuse(place, 'is there already and is no directory');
    if (!there) await mkdir(place);
    const { uid, gid, mode: own } = await lstat(from);
    await chown(place, owner?.uid ?? uid, owner?.gid ?? gid);
    await chmod(place, mode ?? own & 0o7777);
    return place;
  };
  // A tree of which something is left out is gone through; any other is copied as one.
  const leavesOut = excludes.hasRules;
  /** @param inside path of the directory below the source, for what is left out */
  const mergeChildren = async (from: string, place: string, inside: string): Promise<void> => {
    const fresh: string[] = [];
    for (const name of (await readdir(from)).sort()) {
      const path = inside === '' ? name : `${inside}/${name}`;
      const isExcluded = excludes.ignores(path);
      if (isExcluded && !excludes.hasExceptions) continue;
      const child = join(from, name);
      const target = join(place, name);
      const isDirectory = (await lstat(child)).isDirectory();
      const there = await ifPresent(lstat(target));
      if (isDirectory && (there || leavesOut)) {
        await mergeChildren(child, await enter(child, target), path);
        continue;
      }
      if (isExcluded) continue;
      if (there?.isDirectory() === true) refuse(target, 'is a directory in the image');
      if (there) await rm(target);
      fresh.push(child);
    }
    await copyAll(fresh, place);
  };

  return {
    /** Makes a directory of the image where it is missing. */
    into: async (target: string): Promise<void> => {
      await ensureDirectory(root, target, owner ?? rootOwner);
    },
    /** What is in a directory goes into one of the image. */
    contents: async (from: string, target: string): Promise<void> => {
      const place = await ensureDirectory(root, target, owner ?? rootOwner);
      await mergeChildren(from, place, '');
    },
    /** A file, a link or a device gets a path in the image. */
    file: async (from: string, target: string): Promise<void> => {
      if (excludes.ignores(basename(from))) return;
      const parent = await ensureDirectory(root, join(target, '..'), rootOwner);
      const place = join(parent, basename(target));
      const there = await ifPresent(lstat(place));
      if (there?.isDirectory() === true) refuse(place, 'is a directory in the image');
      if (there) await rm(place);
      await runChecked('cp', ['--archive', '--no-target-directory', '--', from, place]);
      await adjust([place]);
    },
  };
}
