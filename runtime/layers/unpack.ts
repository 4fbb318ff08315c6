/*
 * Unpacks the archive of a layer into a fresh directory, in the form that overlayfs mounts:
 * whiteouts are devices 0:0, opaque directories carry an attribute. Entries are read and checked
 * here; GNU tar, which knows owners, devices and attributes, sees only what this writes for it.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { CommandFailed, startPiped } from '../process/index.js';
import { decompress } from './decompress.js';
import { LayerInvalid, TarInvalid } from './entry.js';
import { defaultLimits, guardArchive, type ArchiveForm, type UnpackLimits } from './guard.js';
import { drain, inBlocks, piecesOf, writeBlocks } from './pieces.js';
import { readTar } from './read-tar.js';
import { encodeHeader, endOfArchive, padding } from './write-tar.js';

export interface Unpacked {
  /** Digest of the uncompressed archive, `sha256:` in front. */
  readonly diffId: string;
  /** Digest of the archive as it came. */
  readonly digest: string;
  /** Bytes of the archive as it came. */
  readonly archiveSize: number;
  /** Bytes of content. */
  readonly size: number;
  readonly entries: number;
}

export interface UnpackOptions {
  /** What to call the layer in an error. */
  readonly layer: string;
  readonly limits?: UnpackLimits;
  /** `layer` when left out. */
  readonly form?: ArchiveForm;
}

const extractArguments = [
  '--extract',
  '--file=-',
  '--blocking-factor=512',
  // Names are checked; without this GNU tar makes links in two steps, which hard links to them break.
  '--absolute-names',
  '--preserve-permissions',
  '--same-owner',
  '--numeric-owner',
  '--xattrs',
  '--xattrs-include=*',
  '--delay-directory-restore',
  '--warning=no-timestamp',
];

/**
 * Unpacks an archive, plain or compressed, into an empty directory.
 * After an error the directory holds a part of the layer and is the caller's to remove.
 * @throws LayerInvalid, ZstdMissing, CommandFailed
 */
export async function unpackLayer(
  source: AsyncIterable<Uint8Array>,
  directory: string,
  { layer, limits = defaultLimits, form }: UnpackOptions,
): Promise<Unpacked> {
  const tar = startPiped('tar', ['-C', directory, ...extractArguments], {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
  });
  tar.stdout.resume();
  const packed = new Counted();
  const plain = new Counted();
  let size = 0;
  let entries = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const piece of decompress(source, limits, (some) => packed.add(some))) {
      plain.add(piece);
      yield piece;
    }
  }
  async function* rewritten(): AsyncGenerator<Uint8Array> {
    const bytes = hashed();
    const guard = guardArchive(limits, form);
    try {
      for await (const { entry, content } of readTar(bytes)) {
        for (const admitted of guard.admit(entry)) yield encodeHeader(underRoot(admitted));
        entries += 1;
        if (entry.size === 0) continue;
        size += entry.size;
        yield* content;
        yield padding(entry.size);
      }
      for (const entry of guard.finish()) yield encodeHeader(underRoot(entry));
      yield endOfArchive;
      // What follows the archive's end is part of what its digest is over.
      await drain(bytes);
    } finally {
      await bytes.return(undefined);
    }
  }
  try {
    await writeBlocks(inBlocks(rewritten()), tar.stdin);
    await tar.done;
  } catch (error) {
    tar.kill();
    throw await whatFailed(error, tar.done, layer);
  }
  const diffId = plain.digest();
  return {
    diffId,
    // What is not compressed came as it is.
    ...(packed.bytes > 0
      ? { digest: packed.digest(), archiveSize: packed.bytes }
      : { digest: diffId, archiveSize: plain.bytes }),
    size,
    entries,
  };
}

/** What has gone by, as its number and its digest. */
class Counted {
  readonly #hash = createHash('sha256');
  bytes = 0;

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
    this.bytes += piece.length;
  }

  digest(): string {
    return `sha256:${this.#hash.digest('hex')}`;
  }
}

/** Unpacks an archive in a file. */
export async function unpackFile(
  path: string,
  directory: string,
  options: UnpackOptions,
): Promise<Unpacked> {
  const file = await open(path);
  try {
    return await unpackLayer(piecesOf(file), directory, options);
  } finally {
    await file.close();
  }
}

/** Names with `./` in front can be taken neither for options nor for paths elsewhere. */
function underRoot<
  T extends { readonly name: string; readonly kind: string; readonly link: string },
>(entry: T): T {
  const name = `./${entry.name}`;
  return entry.kind === 'hardlink'
    ? { ...entry, name, link: `./${entry.link}` }
    : { ...entry, name };
}

/** When tar ends early the write to it fails too; how it ended says more. */
async function whatFailed(error: unknown, done: Promise<void>, layer: string): Promise<unknown> {
  if (error instanceof TarInvalid) return new LayerInvalid(layer, error.entry, error.message);
  try {
    await done;
    return error;
  } catch (ended) {
    const killed = ended instanceof CommandFailed && ended.failure.kind === 'signal';
    return killed ? error : ended;
  }
}
