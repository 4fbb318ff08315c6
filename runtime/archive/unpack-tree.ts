/*
 * Unpacks the entries of an archive below an open directory. What is there already is replaced,
 * directories are merged, and nothing but a directory takes the place of a directory.
 * Nothing is written through a link, neither one that is there nor one that the archive makes: an
 * archive that comes from a container may hold a link and then a file below it.
 */
import { constants } from 'node:fs';
import {
  lchown,
  link,
  lutimes,
  mkdir,
  open,
  symlink,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import type { TarEntry, TarItem } from '../layers/index.js';
import { errorCode } from '../store/index.js';
import { asPath, entryOf, openChild, reopen, statEntry, type Directory } from './directory.js';
import { makeNode } from './make-node.js';
import { PathRefused, refusedBySystem } from './path-refused.js';

export interface UnpackRules {
  /** Whether entries belong to whom the archive says; else to whoever unpacks, without setuid bits. */
  readonly owners: boolean;
}

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/**
 * @param items with names that are relative to the directory
 * @throws PathRefused
 */
export async function unpackTree(
  root: Directory,
  items: AsyncIterable<TarItem>,
  rules: UnpackRules,
): Promise<void> {
  const parents = new Parents(root);
  const late: { readonly parts: readonly string[]; readonly entry: TarEntry }[] = [];
  try {
    for await (const { entry, content } of items) {
      const parts = partsOf(entry.name);
      const name = parts.at(-1);
      if (name === undefined) continue;
      const parent = await parents.of(parts.slice(0, -1));
      await translated(entry.name, async () => {
        if (await makeEntry(root, parent, name, entry, content)) {
          await finishEntry(parent, name, entry, rules);
        } else {
          late.push({ parts, entry });
        }
      });
    }
    // What is put into a directory changes its time, and may need more than its permissions.
    for (const { parts, entry } of late.reverse()) {
      const parent = await parents.of(parts.slice(0, -1));
      await translated(entry.name, () => finishEntry(parent, parts.at(-1) ?? '', entry, rules));
    }
  } finally {
    await parents.close();
  }
}

async function translated(path: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw refusedBySystem(path, error);
  }
}

/** @throws PathRefused for a name that leads upwards */
function partsOf(name: string): readonly string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || name.includes('\0')) {
    throw new PathRefused(name, { kind: 'leads-outside' });
  }
  return parts;
}

/** The directories that entries are put into, made where they are missing; the last one stays open. */
class Parents {
  readonly #root: Directory;
  #parts: readonly string[] = [];
  #open: Directory | undefined;

  constructor(root: Directory) {
    this.#root = root;
  }

  async of(parts: readonly string[]): Promise<Directory> {
    const isSame =
      parts.length === this.#parts.length && parts.every((part, i) => part === this.#parts[i]);
    if (this.#open !== undefined && isSame) return this.#open;
    await this.close();
    let at = await reopen(this.#root);
    for (const part of parts) {
      const from = at;
      try {
        at = await this.#child(from, part, parts);
      } finally {
        await from.handle.close();
      }
    }
    this.#parts = parts;
    this.#open = at;
    return at;
  }

  async #child(from: Directory, part: string, parts: readonly string[]): Promise<Directory> {
    const path = parts.join('/');
    const there = await statEntry(from, part);
    if (there?.isSymbolicLink() === true) throw new PathRefused(path, { kind: 'link-in-the-way' });
    if (there === undefined) {
      await translated(path, () =>
        mkdir(entryOf(from, part), { mode: 0o755 }).then(() => undefined),
      );
    }
    return openChild(from, part);
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.handle.close();
  }
}

/** @returns whether it is finished; a directory is only when all that is in it is there */
async function makeEntry(
  root: Directory,
  parent: Directory,
  name: string,
  entry: TarEntry,
  content: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const path = entryOf(parent, name);
  const there = await statEntry(parent, name);
  if (entry.kind === 'directory') {
    if (there !== undefined && !there.isDirectory()) {
      throw new PathRefused(entry.name, { kind: 'in-the-way', there: 'other' });
    }
    if (there === undefined) await mkdir(path, { mode: 0o700 });
    return false;
  }
  if (there?.isDirectory() === true) {
    throw new PathRefused(entry.name, { kind: 'in-the-way', there: 'directory' });
  }
  if (there !== undefined) await unlink(path);
  switch (entry.kind) {
    case 'file':
      await writeFile(await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600), content);
      return true;
    case 'symlink':
      await symlink(asPath(entry.link), path);
      return true;
    case 'hardlink':
      await makeHardLink(root, parent, name, entry);
      return true;
    case 'fifo':
    case 'character-device':
    case 'block-device':
      await makeNode(parent, name, entry);
      return true;
    default:
      return entry.kind satisfies never;
  }
}

async function writeFile(file: FileHandle, content: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const piece of content) await file.appendFile(piece);
  } finally {
    await file.close();
  }
}

/** The link's target is another entry of the archive, named from its top. */
async function makeHardLink(
  root: Directory,
  parent: Directory,
  name: string,
  entry: TarEntry,
): Promise<void> {
  const parts = partsOf(entry.link);
  const target = parts.at(-1) ?? '';
  const others = new Parents(root);
  try {
    const directory = await others.of(parts.slice(0, -1));
    if ((await statEntry(directory, target))?.isFile() !== true) {
      throw new PathRefused(entry.link, { kind: 'missing' });
    }
    await link(entryOf(directory, target), entryOf(parent, name));
  } finally {
    await others.close();
  }
}

/** Owner, permissions and time, in this order: a new owner takes setuid bits away. */
async function finishEntry(
  parent: Directory,
  name: string,
  entry: TarEntry,
  { owners }: UnpackRules,
): Promise<void> {
  if (entry.kind === 'hardlink') return;
  const path = entryOf(parent, name);
  if (owners) await lchown(path, entry.uid, entry.gid);
  const mode = owners ? entry.mode : entry.mode & 0o777;
  if (entry.kind === 'file' || entry.kind === 'directory') await setMode(path, mode);
  const seconds = Number(entry.mtime);
  await lutimes(path, seconds, seconds);
}

/** By a handle: nothing else changes the permissions of what a path leads to without following links. */
async function setMode(path: Buffer, mode: number): Promise<void> {
  const handle = await openUnread(path);
  try {
    await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

async function openUnread(path: Buffer): Promise<FileHandle> {
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) !== 'ENOTDIR') throw error;
    return open(path, O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
  }
}
