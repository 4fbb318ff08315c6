/*
 * The file in which a container's output is kept. The monitor appends to it and never cuts it (its
 * own limit would lose lines), so it is set aside between two runs when it has grown large.
 */
import { open, rename, stat } from 'node:fs/promises';
import { ifPresent } from '../store/index.js';

const largeLog = 16 * 1024 * 1024;

/** Sets a large log aside; the one set aside before is lost. */
export async function rotateLog(path: string): Promise<void> {
  const size = (await ifPresent(stat(path)))?.size ?? 0;
  if (size > largeLog) await rename(path, `${path}.1`);
}

const tailBytes = 4096;

/** The last line of a log, as the monitor has written it; empty when there is none. */
export async function lastEntry(path: string): Promise<string> {
  const file = await ifPresent(open(path, 'r'));
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, start);
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').at(-1) ?? '';
  } finally {
    await file.close();
  }
}
