/*
 * Archives that are sent to the engine, made while they are sent. Equal contents give equal bytes:
 * no times, no names of users, entries in the order given. The engine's build cache rests on that.
 */
import {
  encodeHeader,
  endOfArchive,
  padding,
  type TarEntry,
} from '../../../runtime/layers/index.js';

export { rewriteArchive } from './rewrite.js';

export interface ArchiveEntry {
  readonly kind: 'file' | 'directory' | 'symlink';
  /** Without a leading or trailing slash. */
  readonly name: string;
  /** Permission bits. */
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Where a symbolic link leads. */
  readonly link?: string;
  /** Of a file; absent for an empty one. */
  readonly content?: Content;
}

/** Bytes of a size that is known before they are. */
export interface Content {
  readonly size: number;
  read(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export function contentOf(data: string | Uint8Array): Content {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  return { size: bytes.length, read: () => [bytes] };
}

/** The archive of some entries, in their order. */
export async function* writeArchive(entries: readonly ArchiveEntry[]): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    yield headerOf(entry);
    if (!entry.content) continue;
    yield* entry.content.read();
    yield padding(entry.content.size);
  }
  yield endOfArchive;
}

/** The size that an archive will have. */
export function archiveSize(entries: readonly ArchiveEntry[]): number {
  return entries.reduce((size, entry) => {
    const content = entry.content?.size ?? 0;
    return size + headerOf(entry).length + content + padding(content).length;
  }, endOfArchive.length);
}

/** An archive as content, to be put into another one. */
export function archiveContent(entries: readonly ArchiveEntry[]): Content {
  return { size: archiveSize(entries), read: () => writeArchive(entries) };
}

function headerOf({ kind, name, mode, uid, gid, link, content }: ArchiveEntry): Buffer {
  const entry: TarEntry = {
    kind,
    name: asBytes(name),
    link: asBytes(link ?? ''),
    mode,
    uid: uid ?? 0,
    gid: gid ?? 0,
    mtime: '0',
    size: content?.size ?? 0,
    deviceMajor: 0,
    deviceMinor: 0,
    xattrs: new Map(),
  };
  return encodeHeader(entry);
}

/** A text as the byte string that headers are written from. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
