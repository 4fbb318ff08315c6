/*
 * Writing into the root file system of an image as a build step does: paths are followed inside the
 * root alone, missing parents are made, nothing outside is touched. Nothing else writes there
 * meanwhile.
 */
import { chmod, chown, lstat, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Owner } from '../context/index.js';
import { resolveInRoot, resolveUser } from '../oci/index.js';
import { ifPresent } from '../store/index.js';
import { StepFailed } from './errors.js';

export const rootOwner: Owner = { uid: 0, gid: 0 };

/**
 * Makes a directory of the image with mode 0755 where it is missing, with its parents, which belong
 * to 0:0. One that is there stays as it is.
 * @param root absolute path of the root on the host
 * @param path absolute path in the image
 * @returns its path on the host
 */
export async function ensureDirectory(root: string, path: string, owner: Owner): Promise<string> {
  const place = await resolveInRoot(root, path);
  if (place === root) return root;
  const parts = relative(root, place).split('/');
  let at = root;
  for (const [index, part] of parts.entries()) {
    at = join(at, part);
    const there = await ifPresent(lstat(at));
    if (there === undefined) {
      await mkdir(at, { mode: 0o755 });
      const { uid, gid } = index === parts.length - 1 ? owner : rootOwner;
      await own(at, uid, gid, 0o755);
    } else if (!there.isDirectory()) {
      const failing = `/${relative(root, at)}`;
      throw new StepFailed({ kind: 'target', path: failing, reason: 'is no directory' });
    }
  }
  return at;
}

/** Places on the host for paths of an image. */
export interface Places {
  readonly root: string;
  /** The place of a path whose last part is not followed; its parents are made. */
  of(path: string): Promise<string>;
}

/**
 * Finds places in a root in which no directory is replaced as long as this is used: each parent is
 * looked up once.
 */
export function placesIn(root: string): Places {
  const parents = new Map<string, Promise<string>>();
  return {
    root,
    of: async (path) => {
      const parent = dirname(path);
      const place = parents.get(parent) ?? ensureDirectory(root, parent, rootOwner);
      parents.set(parent, place);
      return join(await place, basename(path));
    },
  };
}

/**
 * An owner as `--chown` has it: numbers, or names that the image knows. A number alone is that of the
 * group too; a name alone has the group that the image says.
 */
export async function ownerIn(root: string, text: string): Promise<Owner> {
  const [user = '', group] = text.split(':', 2);
  if (/^\d+$/.test(user) && (group === undefined || /^\d+$/.test(group))) {
    return { uid: Number(user), gid: Number(group ?? user) };
  }
  const { uid, gid } = await resolveUser(root, text);
  return { uid, gid };
}

/** The numbers of a user as containers have them. */
export async function userIn(root: string, user: string): Promise<Owner> {
  const { uid, gid } = await resolveUser(root, user);
  return { uid, gid };
}

/** Gives a path its owner and then its mode, for a change of owner takes setuid away. */
async function own(path: string, uid: number, gid: number, mode: number): Promise<void> {
  await chown(path, uid, gid);
  await chmod(path, mode);
}

/** Whether a path leads, through links if need be, to a directory of the image. */
export async function isDirectoryInRoot(root: string, path: string): Promise<boolean> {
  const found = await ifPresent(stat(await resolveInRoot(root, path)));
  return found?.isDirectory() === true;
}
