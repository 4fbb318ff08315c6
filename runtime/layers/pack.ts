/*
 * Packs a layer's directory into the archive that OCI images carry, the reverse of unpacking. The
 * bytes follow from the files alone: sorted, owners by number, no time later than a fixed one,
 * whatever version of GNU tar reads the directory.
 */
import { createHash } from 'node:crypto';
import { CommandFailed, startPiped } from '../process/index.js';
import { LayerInvalid, TarInvalid, type TarEntry } from './entry.js';
import { overlayXattr } from './guard.js';
import { bytesOf, drain, inBlocks } from './pieces.js';
import { readTar } from './read-tar.js';
import { encodeHeader, endOfArchive, padding } from './write-tar.js';

export interface PackOptions {
  /** What to call the layer in an error. */
  readonly layer: string;
  /** Seconds since 1970 that no time in the archive is later than. */
  readonly latest: number;
}

export interface MeasureOptions extends PackOptions {
  /** Is given the archive in pieces, each good until this is done; it is only measured when left out. */
  readonly write?: (piece: Uint8Array) => Promise<void>;
}

export interface Packed {
  /** Digest of the archive, `sha256:` in front. */
  readonly diffId: string;
  /** Bytes of the archive. */
  readonly size: number;
}

const createArguments = [
  '--create',
  '--file=-',
  '--format=pax',
  '--sort=name',
  '--numeric-owner',
  '--xattrs',
  '--xattrs-include=*',
  '--pax-option=delete=atime,delete=ctime',
  '--blocking-factor=512',
  '--warning=no-file-ignored',
  '.',
];

/**
 * Packs a directory that nobody changes meanwhile.
 * @throws LayerInvalid for what an archive cannot hold, CommandFailed
 */
export async function packLayer(directory: string, options: MeasureOptions): Promise<Packed> {
  let packed: Packed | undefined;
  const blocks = packedLayer(directory, options, (found) => {
    packed = found;
  });
  for await (const block of blocks) await options.write?.(block);
  if (packed === undefined) throw new Error('an archive came to its end without a digest');
  return packed;
}

/**
 * The archive of a directory that nobody changes meanwhile, in blocks, each good until the one after the next is
 * asked for.
 * @param onEnd told what it was, once all of it has been taken
 * @throws LayerInvalid for what an archive cannot hold, CommandFailed
 */
export async function* packedLayer(
  directory: string,
  { layer, latest }: PackOptions,
  onEnd: (packed: Packed) => void,
): AsyncGenerator<Uint8Array> {
  const tar = startPiped('tar', ['-C', directory, ...createArguments], {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
  });
  tar.stdin.end();
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const block of inBlocks(archive(bytesOf(tar.stdout), latest))) {
      hash.update(block);
      size += block.length;
      yield block;
    }
    await tar.done;
  } catch (error) {
    tar.kill();
    if (!(error instanceof TarInvalid)) throw error;
    const ended = await tar.done.catch((reason: unknown) => reason);
    // A missing or failing tar shows as an archive that is cut off.
    if (ended instanceof CommandFailed && ended.failure.kind !== 'signal') throw ended;
    throw new LayerInvalid(layer, error.entry, error.message);
  } finally {
    tar.kill();
  }
  onEnd({ diffId: `sha256:${hash.digest('hex')}`, size });
}

async function* archive(
  source: AsyncGenerator<Uint8Array>,
  latest: number,
): AsyncGenerator<Uint8Array> {
  let entries = 0;
  for await (const { entry, content } of readTar(source)) {
    entries += 1;
    for (const converted of convert(entry, latest)) yield encodeHeader(converted);
    if (entry.size === 0) continue;
    yield* content;
    yield padding(entry.size);
  }
  // GNU tar begins with the directory itself, so nothing at all means that it failed.
  if (entries === 0) throw new TarInvalid('nothing was read');
  yield endOfArchive;
  await drain(source);
}

/** From the form of overlayfs to that of archives. */
function convert(entry: TarEntry, latest: number): readonly TarEntry[] {
  const name = entry.name.replace(/^\.\/?/, '');
  if (name === '') return [];
  const link = entry.kind === 'hardlink' ? entry.link.replace(/^\.\//, '') : entry.link;
  const mtime = Number(entry.mtime) > latest ? String(latest) : entry.mtime;
  const xattrs = portableXattrs(entry);
  const plain: TarEntry = { ...entry, name, link, mtime, xattrs };
  if (entry.kind === 'character-device' && entry.deviceMajor === 0 && entry.deviceMinor === 0) {
    const at = name.lastIndexOf('/') + 1;
    return [marker(`${name.slice(0, at)}.wh.${name.slice(at)}`, latest)];
  }
  if (entry.kind === 'directory' && entry.xattrs.get(overlayXattr('opaque')) === 'y') {
    return [plain, marker(`${name}/.wh..wh..opq`, latest)];
  }
  return [plain];
}

function marker(name: string, latest: number): TarEntry {
  return {
    kind: 'file',
    name,
    link: '',
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtime: String(latest),
    size: 0,
    deviceMajor: 0,
    deviceMinor: 0,
    xattrs: new Map(),
  };
}

/** Attributes that mean something outside this host. */
function portableXattrs({ name, xattrs }: TarEntry): ReadonlyMap<string, string> {
  for (const key of ['redirect', 'metacopy'].map(overlayXattr)) {
    // Files would be missing or empty in the archive. Mounts for builds switch these off.
    if (xattrs.has(key)) throw new TarInvalid(`it has ${key}, so its content is elsewhere`, name);
  }
  return new Map(
    [...xattrs].filter(([key]) => !key.startsWith(overlayXattr('')) && key !== 'security.selinux'),
  );
}
