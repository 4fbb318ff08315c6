/*
 * The directories of a workspace that hold files of the language, so that what looks at all modules
 * finds those that nobody has opened. Bounded, for those who open their home directory.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isFile } from './uris.js';
import { isSource } from './workspace.js';

const deepest = 8;
const most = 4000;
const passedOver = new Set(['node_modules', 'dist', 'target', 'vendor']);

/** Finds directories with `.stow` files below some folders. */
export function findDirectories(folders: readonly string[]): readonly string[] {
  const found: string[] = [];
  const queue = folders.filter(isFile).map((path) => ({ path, depth: 0 }));
  let seen = 0;
  for (let next = queue.shift(); next && seen < most; next = queue.shift()) {
    seen += 1;
    const { path, depth } = next;
    const entries = entriesOf(path);
    if (entries.some((entry) => entry.isFile() && isSource(entry.name))) found.push(path);
    if (depth === deepest) continue;
    for (const entry of entries) {
      const isHidden = entry.name.startsWith('.') || passedOver.has(entry.name);
      if (entry.isDirectory() && !isHidden) {
        queue.push({ path: join(path, entry.name), depth: depth + 1 });
      }
    }
  }
  return found;
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    // What cannot be read has no modules for us.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
