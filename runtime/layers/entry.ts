/*
 * One entry of a tar archive, free of the format's dialects, and the errors of reading one.
 * Names and values are byte strings (one character a byte, `latin1`), for tar knows no encoding.
 */

export type EntryKind =
  'file' | 'hardlink' | 'symlink' | 'directory' | 'fifo' | 'character-device' | 'block-device';

export interface TarEntry {
  readonly kind: EntryKind;
  /** As written, but for slashes at the end. */
  readonly name: string;
  /** Target of a link, as written; empty otherwise. */
  readonly link: string;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, with a fraction where the archive has one. */
  readonly mtime: string;
  /** Bytes of content that follow; 0 for all but files. */
  readonly size: number;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
  /** Extended attributes by name. */
  readonly xattrs: ReadonlyMap<string, string>;
}

/** A layer that is not taken: its archive is broken, hostile or beyond a limit. */
export class LayerInvalid extends Error {
  override readonly name = 'LayerInvalid';
  readonly layer: string;
  /** Name of the entry, where one is to blame. */
  readonly entry: string | undefined;
  /** What is wrong, without saying where. */
  readonly reason: string;
  constructor(layer: string, entry: string | undefined, reason: string) {
    const where = entry === undefined ? '' : `, entry ${printable(entry)}`;
    super(`layer ${layer}${where}: ${reason}`);
    this.layer = layer;
    this.entry = entry;
    this.reason = entry === undefined ? reason : `entry ${printable(entry)}: ${reason}`;
  }
}

/** Thrown below where the layer's name is known, and turned into `LayerInvalid` there. */
export class TarInvalid extends Error {
  override readonly name = 'TarInvalid';
  readonly entry: string | undefined;
  constructor(reason: string, entry?: string) {
    super(reason);
    this.entry = entry;
  }
}

/** A byte string for people: as UTF-8, cut where it is long, without control characters. */
export function printable(bytes: string): string {
  const text = Buffer.from(bytes.slice(0, 300), 'latin1').toString('utf8');
  return JSON.stringify(bytes.length > 300 ? `${text}…` : text);
}
