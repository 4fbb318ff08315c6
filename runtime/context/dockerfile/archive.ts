/*
 * Whether a file of a context is an archive that `ADD` unpacks: tar, plain or compressed with gzip or
 * zstd. It is told by its content, never by its name; https://docs.docker.com/reference/dockerfile/#add
 */
import type { FileHandle } from 'node:fs/promises';
import { constants, createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { openFile, withDirectory, type OpenDirectory } from '../open.js';

export type ArchiveKind = 'none' | 'readable' | 'unreadable';

const headSize = 65_536;
const blockSize = 512;

export async function archiveKind(root: OpenDirectory, path: string): Promise<ArchiveKind> {
  const parts = path.split('/');
  return withDirectory(root, parts.slice(0, -1), async (directory) => {
    const handle = await openFile(directory, parts.at(-1) ?? '');
    try {
      return await kindOf(await headOf(handle), path);
    } finally {
      await handle.close();
    }
  });
}

async function headOf(handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(headSize);
  const { bytesRead } = await handle.read(buffer, 0, headSize, 0);
  return buffer.subarray(0, bytesRead);
}

const startsWith = (head: Buffer, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);

async function kindOf(head: Buffer, path: string): Promise<ArchiveKind> {
  const isTarName = /\.(?:tar\.\w+|t[gbxz]z2?|tzst)$/i.test(path);
  if (startsWith(head, 0x1f, 0x8b, 0x08)) {
    return isTarBlock(await beginningOf(head)) ? 'readable' : 'none';
  }
  if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) return isTarName ? 'readable' : 'none';
  const isXz = startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00);
  const isBzip2 = startsWith(head, 0x42, 0x5a, 0x68);
  if (isXz || isBzip2) return isTarName ? 'unreadable' : 'none';
  return isTarBlock(head) ? 'readable' : 'none';
}

/** The first block of what is compressed; shorter where there is not so much. */
async function beginningOf(head: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const plain = Readable.from([head]).pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }));
  try {
    for await (const part of plain) {
      if (!(part instanceof Buffer)) continue;
      parts.push(part);
      size += part.length;
      if (size >= blockSize) break;
    }
  } catch (error) {
    // Broken compression makes it a file like any other.
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')))
      throw error;
  }
  return Buffer.concat(parts);
}

/** Whether a block is a header of tar, by its checksum. */
function isTarBlock(head: Buffer): boolean {
  if (head.length < blockSize) return false;
  const written = head
    .toString('latin1', 148, 156)
    .replace(/[\0 ]+$/, '')
    .trim();
  if (!/^[0-7]+$/.test(written)) return false;
  let sum = 0;
  for (let at = 0; at < blockSize; at++) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0);
  return sum === Number.parseInt(written, 8);
}
