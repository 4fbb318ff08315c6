/*
 * Reads what is behind a bind mount: every file below its source, by name, mode and bytes. Reads only;
 * follows no link below the source; stops where there is more than is sensible to read for every plan.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { MountContent } from '../model/index.js';
import { errorCode } from '../runtime/index.js';

interface Limits {
  readonly bytes: number;
  readonly files: number;
}

/** How much of one mount is read. */
export const contentLimits: Limits = { bytes: 64 * 2 ** 20, files: 10_000 };

/** How many files are recorded one by one, so that a plan can name the one that changed. */
const listed = 100;

/** What is never content: what Stowage and Git write themselves. */
const ownFiles: ReadonlySet<string> = new Set(['stowage.lock', '.git']);

/** Why the content of a mount is not compared. */
export class ContentUnread extends Error {
  override readonly name = 'ContentUnread';
}

/**
 * The content of a bind mount; `undefined` where nothing is at its source.
 * @param source absolute path
 * @param directory the stack's
 * @throws ContentUnread for what is too much or cannot be read
 */
export async function readMountContent(
  source: string,
  directory: string,
  limits: Limits = contentLimits,
): Promise<MountContent | undefined> {
  const files = new Map<string, string>();
  const reading: Reading = { files, bytes: 0, limits };
  try {
    await readEntry(source, '', reading);
  } catch (error) {
    if (error instanceof ContentUnread) throw error;
    const code = errorCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return undefined;
    throw new ContentUnread(`it cannot be read: the system says ${code}`);
  }
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(entries)).digest('hex');
  const short = entries.map(([path, file]): [string, string] => [
    path,
    file.slice(0, 'f:0644:'.length + 16),
  ]);
  return {
    source: relative(directory, source).split(sep).join('/') || '.',
    hash,
    ...(entries.length <= listed && { files: Object.fromEntries(short) }),
  };
}

interface Reading {
  /** Kind, mode and digest by path below the source. */
  readonly files: Map<string, string>;
  bytes: number;
  readonly limits: Limits;
}

async function readEntry(path: string, below: string, reading: Reading): Promise<void> {
  // The source itself is mounted as what it leads to.
  const found = await (below === '' ? stat(path) : lstat(path));
  const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
  if (found.isDirectory()) {
    if (below !== '') note(reading, below, `d:${mode}`);
    for (const name of (await readdir(path)).sort()) {
      if (ownFiles.has(name)) continue;
      await readEntry(join(path, name), below === '' ? name : `${below}/${name}`, reading);
    }
  } else if (found.isSymbolicLink()) {
    note(reading, below, `l:0777:${digest(await readlink(path))}`);
  } else if (found.isFile()) {
    reading.bytes += found.size;
    if (reading.bytes > reading.limits.bytes)
      throw new ContentUnread(`it has more than ${reading.limits.bytes >> 20} MiB`);
    note(reading, below, `f:${mode}:${await hashFile(path)}`);
  }
}

function note({ files, limits }: Reading, path: string, what: string): void {
  files.set(path, what);
  if (files.size <= limits.files) return;
  throw new ContentUnread(`it has more than ${limits.files.toLocaleString('en')} files`);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) {
    if (typeof piece === 'string' || piece instanceof Uint8Array) hash.update(piece);
  }
  return hash.digest('hex');
}
