/*
 * What may be in the archive of a layer. Names and links are checked here, before anything is
 * unpacked into a fresh directory: nothing leads outside, nothing goes through a link that the
 * archive itself makes, nothing forges what overlayfs keeps for itself.
 * Whiteouts are put off to the end, when it is known what else the layer has at their place.
 * Rules: https://github.com/opencontainers/image-spec/blob/main/layer.md
 */
import { isRootless } from '../caller/index.js';
import { printable, TarInvalid, type EntryKind, type TarEntry } from './entry.js';

/** Limits against archives made to exhaust the host. */
export interface UnpackLimits {
  readonly entries: number;
  /** Bytes of content, uncompressed. */
  readonly bytes: number;
  /** Most bytes that a compressed byte may become, once `ratioFrom` bytes have come out. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const defaultLimits: UnpackLimits = {
  entries: 600_000,
  bytes: 64 * 2 ** 30,
  ratio: 250,
  ratioFrom: 2 ** 30,
};

/** Bytes of directories' attributes in one layer, all of which are kept in memory. */
const attributesLimit = 16 << 20;
/** What it costs about to remember one attribute, beside its text. */
const overhead = 256;

const whiteoutPrefix = '.wh.';
const opaqueMarker = '.wh..wh..opq';
/** In user namespaces overlayfs keeps what it knows where their root may write. */
export const overlayXattr = (name: string): string =>
  `${isRootless() ? 'user' : 'trusted'}.overlay.${name}`;

export interface Guard {
  /** The entries to unpack for one that was read, in order. @throws TarInvalid */
  admit(entry: TarEntry): readonly TarEntry[];
  /** What has to be unpacked after the last entry. */
  finish(): readonly TarEntry[];
}

/** What an archive is of: a layer, with whiteouts in it, or just files, whatever they are called. */
export type ArchiveForm = 'layer' | 'files';

/** Guards the unpacking of one archive. */
export function guardArchive(limits: UnpackLimits, form: ArchiveForm = 'layer'): Guard {
  const seen = new Map<string, Seen>();
  const whiteouts = new Set<string>();
  const opaque = new Set<string>();
  let entries = 0;
  let bytes = 0;
  let remembered = 0;

  const remember = (entry: TarEntry): Seen => {
    if (entry.kind !== 'directory') return seenAs[entry.kind];
    for (const [key, value] of entry.xattrs) remembered += key.length + value.length + overhead;
    if (remembered > attributesLimit) {
      throw new TarInvalid('its directories have too many attributes', entry.name);
    }
    const { mode, uid, gid, mtime } = entry;
    const xattrs = entry.xattrs.size > 0 ? entry.xattrs : noXattrs;
    return { kind: 'directory', mode, uid, gid, mtime, xattrs };
  };

  const makeParents = (path: string, entry: string): TarEntry[] => {
    const made: TarEntry[] = [];
    for (const parent of parentsOf(path)) {
      const there = seen.get(parent);
      if (there === undefined) {
        const directory = impliedDirectory(parent);
        seen.set(parent, remember(directory));
        made.push(directory);
      } else if (there.kind !== 'directory') {
        const what = there.kind === 'symlink' ? 'a symbolic link' : 'no directory';
        throw new TarInvalid(`its parent ${printable(parent)} is ${what} in this layer`, entry);
      }
    }
    return made;
  };

  return {
    admit: (entry) => {
      entries += 1;
      bytes += entry.size;
      if (entries > limits.entries) {
        throw new TarInvalid(`it has more than ${limits.entries} entries`, entry.name);
      }
      if (bytes > limits.bytes) {
        throw new TarInvalid(`it has more than ${limits.bytes} bytes of content`, entry.name);
      }
      const path = cleanName(entry.name, entry.name);
      // The root of a layer is always a directory of 0:0 that everybody may enter.
      if (path === '') {
        return form === 'files' && entry.kind === 'directory' ? [{ ...entry, name: '.' }] : [];
      }
      const parents = makeParents(path, entry.name);
      const name = baseName(path);
      if (form === 'layer' && name.startsWith(whiteoutPrefix)) {
        const directory = directoryName(path);
        if (name === opaqueMarker) opaque.add(directory);
        else whiteouts.add(hiddenPath(directory, name, entry.name));
        return parents;
      }
      const clean = cleanEntry({ ...entry, name: path }, seen);
      const there = seen.get(path);
      if (there !== undefined && !(there.kind === 'directory' && clean.kind === 'directory')) {
        throw new TarInvalid('the layer has it twice', entry.name);
      }
      seen.set(path, remember(clean));
      return [...parents, clean];
    },
    finish: () => {
      const last: TarEntry[] = [];
      for (const path of whiteouts) {
        const there = seen.get(path);
        // What the layer has itself hides the lower one anyway; a directory must not be merged.
        if (there === undefined) last.push(whiteoutDevice(path));
        else if (there.kind === 'directory') opaque.add(path);
      }
      for (const path of opaque) {
        const there = seen.get(path);
        if (there?.kind === 'directory') last.push(opaqueDirectory(path, there));
      }
      return last;
    },
  };
}

/** What is remembered of an entry: little, for there may be many. A directory may have to be opaque. */
type Seen = { readonly kind: Exclude<EntryKind, 'directory'> } | SeenDirectory;
interface SeenDirectory extends Pick<TarEntry, 'mode' | 'uid' | 'gid' | 'mtime' | 'xattrs'> {
  readonly kind: 'directory';
}

const noXattrs: ReadonlyMap<string, string> = new Map();
const seenAs = {
  file: { kind: 'file' },
  hardlink: { kind: 'hardlink' },
  symlink: { kind: 'symlink' },
  fifo: { kind: 'fifo' },
  'character-device': { kind: 'character-device' },
  'block-device': { kind: 'block-device' },
} as const satisfies Readonly<Record<Exclude<EntryKind, 'directory'>, Seen>>;

/** A name without `.` parts; `''` is the root. */
function cleanName(name: string, entry: string): string {
  if (name.startsWith('/')) throw new TarInvalid('its name is absolute', entry);
  if (name.includes('\0')) throw new TarInvalid('its name has a zero byte', entry);
  if (name.length > 4000) throw new TarInvalid('its name is too long', entry);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new TarInvalid('its name leads upwards', entry);
  if (parts.some((part) => part.length > 255)) {
    throw new TarInvalid('a part of its name is too long', entry);
  }
  return parts.join('/');
}

function cleanEntry(entry: TarEntry, seen: ReadonlyMap<string, Seen>): TarEntry {
  const { kind, name } = entry;
  const xattrs = cleanXattrs(entry);
  switch (kind) {
    case 'hardlink': {
      const target = cleanName(entry.link, name);
      const there = seen.get(target);
      if (there === undefined) {
        throw new TarInvalid(`its link target ${printable(entry.link)} is not in this layer`, name);
      }
      if (there.kind === 'directory')
        throw new TarInvalid('it is a hard link to a directory', name);
      return { ...entry, link: target, xattrs };
    }
    case 'symlink':
      if (entry.link === '' || entry.link.length > 4095 || entry.link.includes('\0')) {
        throw new TarInvalid('its link target cannot be one', name);
      }
      return { ...entry, xattrs };
    case 'character-device':
      if (entry.deviceMajor === 0 && entry.deviceMinor === 0) {
        throw new TarInvalid('it is a device 0:0, which overlayfs takes for a whiteout', name);
      }
      return { ...entry, xattrs };
    case 'file':
    case 'directory':
    case 'fifo':
    case 'block-device':
      return { ...entry, xattrs };
    default:
      return kind satisfies never;
  }
}

/** The host's own labels are left out; overlayfs' own attributes are refused. */
function cleanXattrs({ name, xattrs }: TarEntry): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  for (const [key, value] of xattrs) {
    if (key === 'security.selinux') continue;
    if (/^(?:trusted|user)\.overlay\./.test(key)) {
      throw new TarInvalid(`it sets ${key}, which belongs to overlayfs`, name);
    }
    kept.set(key, value);
  }
  return kept;
}

function hiddenPath(directory: string, name: string, entry: string): string {
  const hidden = name.slice(whiteoutPrefix.length);
  if (hidden === '' || hidden === '.' || hidden === '..' || hidden.startsWith(whiteoutPrefix)) {
    throw new TarInvalid('it is no whiteout that this layer format knows', entry);
  }
  return directory === '' ? hidden : `${directory}/${hidden}`;
}

function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    parents.push(path.slice(0, at));
  }
  return parents;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const directoryName = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function plainEntry(name: string, kind: 'directory' | 'character-device', mode: number): TarEntry {
  return {
    kind,
    name,
    link: '',
    mode,
    uid: 0,
    gid: 0,
    mtime: '0',
    size: 0,
    deviceMajor: 0,
    deviceMinor: 0,
    xattrs: noXattrs,
  };
}

const impliedDirectory = (name: string): TarEntry => plainEntry(name, 'directory', 0o755);
const whiteoutDevice = (name: string): TarEntry => plainEntry(name, 'character-device', 0);

function opaqueDirectory(name: string, { xattrs, ...directory }: SeenDirectory): TarEntry {
  return {
    ...plainEntry(name, 'directory', 0),
    ...directory,
    xattrs: new Map([...xattrs, [overlayXattr('opaque'), 'y']]),
  };
}
