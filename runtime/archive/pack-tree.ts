/*
 * Packs a file, or a directory with all that is in it, as a tar archive while it is read. Links are
 * packed as links. Whoever changes the tree at the same time gets another content into the archive,
 * and never one of elsewhere.
 */
import type { BigIntStats } from 'node:fs';
import { encodeHeader, endOfArchive, padding, type TarEntry } from '../layers/index.js';
import { errorCode } from '../store/index.js';
import {
  linkOf,
  namesIn,
  openChild,
  openForReading,
  statEntry,
  type Directory,
} from './directory.js';
import { PathRefused, refusedBySystem } from './path-refused.js';
import { openPlace, type Place } from './tree.js';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface TreePacking {
  /** Name of the topmost entry, as a byte string; of a directory, empty for only what is in it. */
  readonly name: string;
  /** Who is to own all of it; the owners that there are when left out. */
  readonly owner?: Owner;
}

/** @throws PathRefused */
export async function* packTree(place: Place, packing: TreePacking): AsyncGenerator<Uint8Array> {
  const seen = new Map<string, string>();
  const { stats } = place;
  if (stats === undefined) throw new PathRefused(place.path, { kind: 'missing' });
  if (stats.isDirectory()) {
    const directory = await openPlace(place);
    try {
      yield* packDirectory(directory, stats, packing.name, { packing, seen });
    } finally {
      await directory.handle.close();
    }
  } else {
    yield* packEntry(place.parent, place.name, packing.name, { packing, seen });
  }
  yield endOfArchive;
}

interface Course {
  readonly packing: TreePacking;
  /** Names of files with several, by what they are on the disk. */
  readonly seen: Map<string, string>;
}

async function* packDirectory(
  directory: Directory,
  stats: BigIntStats,
  name: string,
  course: Course,
): AsyncGenerator<Uint8Array> {
  if (name !== '') yield encodeHeader(entryFor(stats, name, course, { kind: 'directory' }));
  for (const child of await namesIn(directory)) {
    yield* packEntry(directory, child, name === '' ? child : `${name}/${child}`, course);
  }
}

async function* packEntry(
  parent: Directory,
  child: string,
  name: string,
  course: Course,
): AsyncGenerator<Uint8Array> {
  const stats = await statEntry(parent, child);
  // It has been removed since the directory was read.
  if (stats === undefined) return;
  if (stats.isDirectory()) {
    const directory = await openChild(parent, child);
    try {
      yield* packDirectory(directory, stats, name, course);
    } finally {
      await directory.handle.close();
    }
    return;
  }
  if (stats.isFile()) {
    yield* packFile(parent, child, name, course);
    return;
  }
  if (stats.isSymbolicLink()) {
    const link = await linkOf(parent, child);
    yield encodeHeader(entryFor(stats, name, course, { kind: 'symlink', link }));
    return;
  }
  // A socket is nothing without the process that listens on it.
  if (stats.isSocket()) return;
  const kind = stats.isFIFO()
    ? 'fifo'
    : stats.isBlockDevice()
      ? 'block-device'
      : 'character-device';
  yield encodeHeader(entryFor(stats, name, course, { kind }));
}

async function* packFile(
  parent: Directory,
  child: string,
  name: string,
  course: Course,
): AsyncGenerator<Uint8Array> {
  const file = await openForReading(parent, child).catch((error: unknown) => {
    throw refusedBySystem(name, error);
  });
  try {
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile()) throw new PathRefused(name, { kind: 'changed-meanwhile' });
    const first = stats.nlink > 1n ? course.seen.get(`${stats.dev}:${stats.ino}`) : undefined;
    if (first !== undefined) {
      yield encodeHeader(entryFor(stats, name, course, { kind: 'hardlink', link: first }));
      return;
    }
    if (stats.nlink > 1n) course.seen.set(`${stats.dev}:${stats.ino}`, name);
    const size = Number(stats.size);
    yield encodeHeader(entryFor(stats, name, course, { kind: 'file', size }));
    yield* contentOf(file, size);
    yield padding(size);
  } finally {
    await file.close();
  }
}

const pieceSize = 1 << 18;

/** Just as many bytes as were promised: a file that grows meanwhile is cut, one that shrinks is filled up. */
async function* contentOf(
  file: Awaited<ReturnType<typeof openForReading>>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let missing = size;
  while (missing > 0) {
    const buffer = Buffer.allocUnsafe(Math.min(pieceSize, missing));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null).catch(endOnBadRead);
    if (bytesRead === 0) break;
    missing -= bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
  while (missing > 0) {
    const zeros = Buffer.alloc(Math.min(pieceSize, missing));
    missing -= zeros.length;
    yield zeros;
  }
}

/** Files of /proc and /sys may refuse to be read although they were opened. */
function endOnBadRead(error: unknown): { readonly bytesRead: number } {
  if (errorCode(error) === 'EINVAL' || errorCode(error) === 'ESRCH') return { bytesRead: 0 };
  throw error;
}

type Content = Pick<TarEntry, 'kind'> & Partial<Pick<TarEntry, 'link' | 'size'>>;

function entryFor(
  stats: BigIntStats,
  name: string,
  { packing }: Course,
  { kind, link = '', size = 0 }: Content,
): TarEntry {
  const device = Number(stats.rdev);
  return {
    kind,
    name,
    link,
    mode: Number(stats.mode) & 0o7777,
    uid: packing.owner?.uid ?? Number(stats.uid),
    gid: packing.owner?.gid ?? Number(stats.gid),
    mtime: secondsOf(stats.mtimeNs),
    size,
    // As Linux packs the two into one number; see makedev(3).
    deviceMajor: (device >>> 8) & 0xfff,
    deviceMinor: (device & 0xff) | ((device >>> 12) & 0xfff00),
    xattrs: new Map(),
  };
}

/** Seconds with as many places as it takes. */
function secondsOf(nanoseconds: bigint): string {
  const whole = nanoseconds / 1_000_000_000n;
  const rest = nanoseconds % 1_000_000_000n;
  if (rest === 0n || rest < 0n) return String(whole);
  return `${whole}.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
}
