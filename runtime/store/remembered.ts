/*
 * What small files said when they were last read. Those that are only ever replaced as a whole are the same as long
 * as the kernel says so, and asking it costs a fraction of reading them.
 */
import { statSync } from 'node:fs';

/** Of more files than this everything is forgotten: most of them are gone. */
const mostFiles = 10_000;

/** Reads files by a function, each again only when it has been replaced or changed; `undefined` for none. */
export function remembering<T>(
  read: (path: string) => Promise<T | undefined>,
): (path: string) => Promise<T | undefined> {
  const known = new Map<string, { readonly mark: string; readonly value: T | undefined }>();
  return async (path) => {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) {
      known.delete(path);
      return undefined;
    }
    const mark = `${stats.dev} ${stats.ino} ${stats.ctimeNs} ${stats.size}`;
    const before = known.get(path);
    if (before?.mark === mark) return before.value;
    if (known.size >= mostFiles) known.clear();
    // One that is replaced in between is remembered under an older mark, and so read again.
    const value = await read(path);
    known.set(path, { mark, value });
    return value;
  };
}
