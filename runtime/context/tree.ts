/*
 * The files of a build context: a directory as `copy` steps see it, without what `.dockerignore`
 * leaves out. Everything is looked at through open directories (see open.ts), and hashed once.
 * Symbolic links are entries of their own and never followed.
 */
import { createHash } from 'node:crypto';
import { fstatSync, lstatSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { giveWay } from '../process/index.js';
import { errorCode } from '../store/index.js';
import { parseIgnore, type IgnoreRules } from './ignore.js';
import {
  hashFile,
  openDirectory,
  openFile,
  withDirectory,
  withFile,
  type OpenDirectory,
} from './open.js';

/** Something in the context, by its path in it. `mode` holds permission bits alone. */
export type ContextNode =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly mode: number;
      readonly size: number;
      readonly sha256: string;
    }
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | {
      readonly kind: 'symlink';
      readonly path: string;
      readonly link: string;
      /** Of the target. */
      readonly sha256: string;
    };

/** Something in a context that cannot be copied. */
export class UnsupportedFile extends Error {
  override readonly name = 'UnsupportedFile';
  readonly path: string;
  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.path = path;
  }
}

/** A file of the context was changed while it was read. */
export class ContextChanged extends Error {
  override readonly name = 'ContextChanged';
  readonly path: string;
  constructor(path: string) {
    super(`${path} was changed while it was read`);
    this.path = path;
  }
}

/** What a path leads to; links are not followed. */
export type Found = ContextNode['kind'] | 'other';

export interface ContextTree {
  readonly ignore: IgnoreRules;
  /** What is at a path; `undefined` when nothing is, or when a parent is no directory. */
  kind(path: string): Promise<Found | undefined>;
  /** Reads and hashes what is at a path. */
  read(path: string): Promise<ContextNode>;
  /** Names in a directory, in code-unit order. `''` is the context itself. */
  names(path: string): Promise<readonly string[]>;
  /** All that is below a directory and not ignored, parents first. */
  walk(path: string): Promise<readonly ContextNode[]>;
}

/**
 * Reads the rules of a context and gives its files.
 * @param rules the text of the rules, where they are not those of `.dockerignore`
 * @throws BadPattern
 */
export async function readTree(root: OpenDirectory, rules?: string): Promise<ContextTree> {
  const ignore = parseIgnore(rules ?? (await readIgnoreFile(root)));
  const seen = new Map<string, Promise<ContextNode>>();
  const nodeIn = (directory: OpenDirectory, path: string): Promise<ContextNode> => {
    const known = seen.get(path) ?? readNode(directory, path);
    seen.set(path, known);
    return known;
  };
  const walkIn = async (directory: OpenDirectory, path: string): Promise<ContextNode[]> => {
    const found: ContextNode[] = [];
    for (const name of await namesIn(directory, path)) {
      const child = join(path, name);
      const ignored = ignore.ignores(child);
      if (ignored && !ignore.hasExceptions) continue;
      if (ignored && (await unchanged(child, kindIn(directory, child))) !== 'directory') continue;
      const node = await unchanged(child, nodeIn(directory, child));
      if (node.kind !== 'directory') {
        found.push(node);
        continue;
      }
      const inside = await within(directory, node.path, walkIn);
      // An ignored directory is there again for the sake of what is taken back in below it.
      if (!ignored || inside.length > 0) found.push(node);
      found.push(...inside);
    }
    return found;
  };
  return {
    ignore,
    kind: async (path) => {
      if (path === '') return 'directory';
      try {
        return await withDirectory(root, parentParts(path), (directory) => kindIn(directory, path));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    read: async (path) =>
      unchanged(
        path,
        withDirectory(root, parentParts(path), (directory) => nodeIn(directory, path)),
      ),
    names: async (path) =>
      withDirectory(root, parts(path), (directory) => namesIn(directory, path)),
    walk: async (path) => withDirectory(root, parts(path), (directory) => walkIn(directory, path)),
  };
}

async function within<T>(
  parent: OpenDirectory,
  path: string,
  action: (directory: OpenDirectory, path: string) => Promise<T>,
): Promise<T> {
  const directory = await unchanged(path, openDirectory(parent, lastPart(path)));
  try {
    return await action(directory, path);
  } finally {
    await directory.close();
  }
}

async function namesIn(directory: OpenDirectory, path: string): Promise<readonly string[]> {
  const names = await readdir(directory.path);
  const odd = names.find((name) => name.includes('\uFFFD'));
  if (odd !== undefined) throw new UnsupportedFile(join(path, odd), 'has a name that is not UTF-8');
  return names.sort();
}

async function kindIn(directory: OpenDirectory, path: string): Promise<Found> {
  await giveWay();
  const found = lstatSync(directory.entry(lastPart(path)));
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'directory';
  return found.isSymbolicLink() ? 'symlink' : 'other';
}

async function readNode(directory: OpenDirectory, path: string): Promise<ContextNode> {
  await giveWay();
  const name = lastPart(path);
  const found = lstatSync(directory.entry(name));
  const mode = found.mode & 0o7777;
  if (found.isDirectory()) return { kind: 'directory', path, mode };
  if (found.isSymbolicLink()) {
    const link = readlinkSync(directory.entry(name));
    return { kind: 'symlink', path, link, sha256: createHash('sha256').update(link).digest('hex') };
  }
  if (!found.isFile()) {
    const type = found.isSocket() ? 'socket' : found.isFIFO() ? 'named pipe' : 'device';
    throw new UnsupportedFile(path, `is a ${type}`);
  }
  return withFile(directory, name, async (descriptor) => {
    const opened = fstatSync(descriptor);
    if (!opened.isFile()) throw new ContextChanged(path);
    const { sha256, size } = await hashFile(descriptor);
    if (size !== opened.size) throw new ContextChanged(path);
    return { kind: 'file', path, mode: opened.mode & 0o7777, size, sha256 };
  });
}

async function readIgnoreFile(root: OpenDirectory): Promise<string> {
  try {
    const handle = await openFile(root, '.dockerignore');
    try {
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

/** What was there a moment ago and now is not was changed. */
async function unchanged<T>(path: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (isAbsent(error)) throw new ContextChanged(path);
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'EINVAL'].includes(errorCode(error) ?? '');
}

const parts = (path: string): readonly string[] => (path === '' ? [] : path.split('/'));
const parentParts = (path: string): readonly string[] => parts(path).slice(0, -1);
const lastPart = (path: string): string => parts(path).at(-1) ?? '.';
const join = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);
