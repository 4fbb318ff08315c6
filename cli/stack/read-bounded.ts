/*
 * Reads a file of bounded size, and does not wait for one that never ends or never gives anything,
 * such as a device. What the system says of a failure is put into words here.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export type BoundedRead =
  | { readonly kind: 'read'; readonly value: Buffer }
  /** Why not, as the end of a sentence. */
  | { readonly kind: 'failed'; readonly reason: string; readonly tooLarge?: true };

/**
 * Reads a whole file.
 * @param bounds `most` bytes; `pipes` are read too, which wait for whoever writes into them
 */
export function readBounded(
  path: string,
  { most, pipes = false }: { readonly most: number; readonly pipes?: boolean },
): BoundedRead {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (pipes ? 0 : constants.O_NONBLOCK));
    const stats = fstatSync(file);
    if (stats.isDirectory()) return failed('it is a directory');
    if (!stats.isFile() && !(pipes && stats.isFIFO())) return failed('it is no regular file');
    if (stats.size > most) return tooLarge(most);
    // Files of the kernel say that they are empty: what counts is what comes.
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const chunk = Buffer.alloc(Math.max(stats.size - size, 0) + 4096);
      const count = readSync(file, chunk);
      if (count === 0) break;
      size += count;
      if (size > most) return tooLarge(most);
      chunks.push(chunk.subarray(0, count));
    }
    return { kind: 'read', value: Buffer.concat(chunks) };
  } catch (error) {
    return failed(reasonOf(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const failed = (reason: string): BoundedRead => ({ kind: 'failed', reason });

function tooLarge(most: number): BoundedRead {
  const size = most >= 1024 * 1024 ? `${most / (1024 * 1024)} MiB` : `${most / 1024} KiB`;
  return { kind: 'failed', reason: `it is larger than ${size}`, tooLarge: true };
}

/** What the system said, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'ELOOP') return 'its links lead in a circle';
  return error.message;
}
