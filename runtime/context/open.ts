/*
 * Opening what is inside a context, and nothing else: every part of a path is opened by itself and
 * no link is followed, so that a path swapped for a link while it is read cannot lead outside
 * (CVE-2018-15664). Node has no openat; on Linux /proc/self/fd stands in for it. Elsewhere paths
 * are opened by name, which leaves that race open.
 */
import { createHash } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { giveWay } from '../process/index.js';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
const hasProc = existsSync('/proc/self/fd');

/** An open directory of the context. */
export interface OpenDirectory {
  /** The path of an entry for use in calls that do not follow its last part. */
  entry(name: string): string;
  /** A path of the directory itself. */
  readonly path: string;
  close(): Promise<void>;
}

function asDirectory(handle: FileHandle, name: string): OpenDirectory {
  const path = hasProc ? `/proc/self/fd/${handle.fd}` : name;
  return { path, entry: (child) => join(path, child), close: () => handle.close() };
}

/** Opens the context itself; it may be reached through links. */
export async function openRoot(path: string): Promise<OpenDirectory> {
  return asDirectory(await open(path, O_RDONLY | O_DIRECTORY), path);
}

/** Opens a directory in an open one. Fails with `ENOTDIR` or `ELOOP` for a link. */
export async function openDirectory(parent: OpenDirectory, name: string): Promise<OpenDirectory> {
  const path = parent.entry(name);
  return asDirectory(await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path);
}

/** Opens a regular file in an open directory for reading. Never blocks, not even on a pipe. */
export async function openFile(parent: OpenDirectory, name: string): Promise<FileHandle> {
  return open(parent.entry(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
}

/** Calls `action` with the descriptor of a regular file, opened as `openFile` does, but without waiting. */
export async function withFile<T>(
  parent: OpenDirectory,
  name: string,
  action: (descriptor: number) => Promise<T>,
): Promise<T> {
  const descriptor = openSync(parent.entry(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    return await action(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens the directory at a relative path, every part of which must be a directory. */
export async function openBelow(
  root: OpenDirectory,
  parts: readonly string[],
): Promise<OpenDirectory> {
  let directory = await openDirectory(root, parts[0] ?? '.');
  for (const part of parts.slice(1)) {
    const parent = directory;
    try {
      directory = await openDirectory(parent, part);
    } finally {
      await parent.close();
    }
  }
  return directory;
}

/** Calls `action` with the directory at a relative path, the root itself for no parts. */
export async function withDirectory<T>(
  root: OpenDirectory,
  parts: readonly string[],
  action: (directory: OpenDirectory) => Promise<T>,
): Promise<T> {
  if (parts.length === 0) return action(root);
  const directory = await openBelow(root, parts);
  try {
    return await action(directory);
  } finally {
    await directory.close();
  }
}

/** One for all files, since nobody else has a turn between the reading of a piece and its use. */
const buffer = Buffer.allocUnsafe(1 << 18);

/** Reads an open file to its end in pieces; a piece is only valid until `onPiece` returns. */
export async function readPieces(
  descriptor: number,
  onPiece: (piece: Uint8Array) => void,
): Promise<number> {
  let total = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, 0, buffer.length, null);
    if (count === 0) return total;
    total += count;
    onPiece(buffer.subarray(0, count));
    await giveWay();
  }
}

/** The SHA-256 of an open file, in hexadecimal, and the number of bytes that were read. */
export async function hashFile(
  descriptor: number,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  const size = await readPieces(descriptor, (piece) => void hash.update(piece));
  return { sha256: hash.digest('hex'), size };
}
