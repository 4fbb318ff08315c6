/*
 * Symbolic links in a context, followed inside it alone: the context is their root, and `..` stops at it.
 */
import { walkLinks } from '../walk-links.js';
import type { ContextTree } from './tree.js';

/** The path that one leads to through links; `undefined` where they lead nowhere. */
export async function followLinks(tree: ContextTree, path: string): Promise<string | undefined> {
  const missing: string[] = [];
  const found = await walkLinks(path, async (at) => {
    const kind = await tree.kind(at);
    if (kind === undefined) missing.push(at);
    if (kind !== 'symlink') return undefined;
    const node = await tree.read(at);
    return node.kind === 'symlink' ? node.link : undefined;
  });
  return missing.length === 0 ? found : undefined;
}
