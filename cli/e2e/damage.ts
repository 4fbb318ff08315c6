/* How a copy of a volume is damaged, and where. */
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';

/** The file of the renamed volume that is damaged; it says `mine`. */
export const damagedFile = 'kept/file';

/** Changes a byte of a file, so that nothing but its content tells. */
export function damageFile(path: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, readFileSync(path, 'utf8').replace('mine', 'mime'));
  utimesSync(path, atime, mtime);
}
