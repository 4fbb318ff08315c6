/*
 * A tree of files with a root that nothing leads out of: the files of a container. Paths in it mean
 * what they mean to a process whose root it is: links are followed inside it, `..` stops at it. Each
 * part is opened from the directory before it and checked there, so that whoever changes the tree at
 * the same time gets us no further than into another directory of the same tree (CVE-2018-15664).
 */
import type { BigIntStats } from 'node:fs';
import {
  linkOf,
  openChild,
  openHostDirectory,
  reopen,
  statEntry,
  type Directory,
} from './directory.js';
import { PathRefused } from './path-refused.js';

/** What stands at a path of the tree although it is elsewhere on the host. */
export interface TreeMount {
  /** Path on the host. */
  readonly source: string;
  readonly readOnly: boolean;
}

export interface Tree {
  /** Path of the root on the host. */
  readonly root: string;
  /** Whether nothing may be written but in mounts. */
  readonly readOnly: boolean;
  /** By path in the tree. None where the kernel has mounted them already. */
  readonly mounts: ReadonlyMap<string, TreeMount>;
}

/** A place in a tree: an entry of an open directory, which may not be there. */
export interface Place {
  /** In the tree, every link on the way to it resolved. */
  readonly path: string;
  /** Of the root it is the root itself, and the name `.`. */
  readonly parent: Directory;
  readonly name: string;
  /** Absent where nothing is. */
  readonly stats?: BigIntStats;
  readonly readOnly: boolean;
}

interface Step {
  readonly name: string;
  readonly directory: Directory;
  readonly readOnly: boolean;
}

const mostLinks = 40;

/**
 * Does something with the place that a path means.
 * @param last what to do with a link at the end of the path; one with a slash after it is followed
 * @throws PathRefused where a directory on the way is missing or is none
 */
export async function withPlace<T>(
  tree: Tree,
  path: string,
  last: 'follow' | 'leave',
  action: (place: Place) => Promise<T>,
): Promise<T> {
  const walk = new Walk(tree, path);
  try {
    return await action(await walk.to(path, last));
  } finally {
    await walk.close();
  }
}

/** The directories between the root and where a path has led so far. */
class Walk {
  readonly #tree: Tree;
  readonly #wanted: string;
  readonly #steps: Step[] = [];
  /** Directories of the host that mounted files are in. */
  readonly #beside: Directory[] = [];

  constructor(tree: Tree, wanted: string) {
    this.#tree = tree;
    this.#wanted = wanted;
  }

  async to(path: string, last: 'follow' | 'leave'): Promise<Place> {
    const root = await openHostDirectory(this.#tree.root);
    this.#steps.push({ name: '', directory: root, readOnly: this.#tree.readOnly });
    const todo = path.split('/').reverse();
    let links = 0;
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        await this.#back();
        continue;
      }
      const isEnd = todo.every((part) => part === '' || part === '.');
      const asDirectory = todo.length > 0;
      const found = await this.#look(name);
      if (found.stats === undefined) {
        if (isEnd) return found;
        throw new PathRefused(this.#wanted, { kind: 'missing' });
      }
      if (found.stats.isSymbolicLink() && (!isEnd || asDirectory || last === 'follow')) {
        links += 1;
        if (links > mostLinks) throw new PathRefused(this.#wanted, { kind: 'too-many-links' });
        const target = await linkOf(found.parent, found.name);
        if (target.startsWith('/')) while (this.#steps.length > 1) await this.#back();
        todo.push(...target.split('/').reverse());
        continue;
      }
      if (found.stats.isDirectory()) {
        await this.#into(name, found);
        continue;
      }
      if (isEnd && !asDirectory) return found;
      throw new PathRefused(this.#wanted, { kind: 'not-a-directory' });
    }
    return this.#here();
  }

  async close(): Promise<void> {
    const open = [...this.#steps.map(({ directory }) => directory), ...this.#beside];
    await Promise.all(open.map(({ handle }) => handle.close()));
  }

  get #top(): Step {
    const top = this.#steps.at(-1);
    if (top === undefined) throw new Error('a walk begins at its root');
    return top;
  }

  #pathTo(name: string): string {
    return [...this.#steps.map((step) => step.name), name].join('/');
  }

  /** What a name in the present directory is; the directory that holds it may be one of the host. */
  async #look(name: string): Promise<Place> {
    const { directory, readOnly } = this.#top;
    const path = this.#pathTo(name);
    const mount = this.#tree.mounts.get(path);
    if (mount !== undefined) return this.#mounted(path, mount);
    const stats = await statEntry(directory, name).catch((error: unknown) => {
      throw error instanceof PathRefused
        ? new PathRefused(this.#wanted, error.fault, error)
        : error;
    });
    return { path, parent: directory, name, readOnly, ...(stats === undefined ? {} : { stats }) };
  }

  /** What is mounted is there whatever is below it. Its path is one of the host, and not the container's. */
  async #mounted(path: string, { source, readOnly }: TreeMount): Promise<Place> {
    const at = source.lastIndexOf('/');
    const parent = await openHostDirectory(source.slice(0, at + 1));
    this.#beside.push(parent);
    const name = source.slice(at + 1);
    const stats = await statEntry(parent, name);
    return { path, parent, name, readOnly, ...(stats === undefined ? {} : { stats }) };
  }

  async #into(name: string, place: Place): Promise<void> {
    const mount = this.#tree.mounts.get(place.path);
    const directory =
      mount === undefined
        ? await openChild(place.parent, place.name)
        : await openHostDirectory(mount.source);
    this.#steps.push({ name, directory, readOnly: place.readOnly });
  }

  async #back(): Promise<void> {
    if (this.#steps.length > 1) await this.#steps.pop()?.directory.handle.close();
  }

  async #here(): Promise<Place> {
    const { directory, readOnly } = this.#top;
    const path = this.#steps.map((step) => step.name).join('/');
    const stats = await directory.handle.stat({ bigint: true });
    return { path: path === '' ? '/' : path, parent: directory, name: '.', stats, readOnly };
  }
}

/** Opens the directory that a place is. @throws PathRefused */
export async function openPlace({ path, parent, name, stats }: Place): Promise<Directory> {
  if (stats === undefined) throw new PathRefused(path, { kind: 'missing' });
  if (!stats.isDirectory()) throw new PathRefused(path, { kind: 'not-a-directory' });
  return name === '.' ? reopen(parent) : openChild(parent, name);
}
