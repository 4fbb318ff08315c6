/*
 * Symbolic links in a context, followed inside it alone: the context is their root, and `..` stops at it.
 */
import type { ContextTree } from './tree.js';

const mostLinks = 40;

/** The path that one leads to through links; `undefined` where they lead nowhere. */
export async function followLinks(tree: ContextTree, path: string): Promise<string | undefined> {
  const todo = path.split('/').reverse();
  const done: string[] = [];
  let links = 0;
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const at = [...done, part].join('/');
    const kind = await tree.kind(at);
    if (kind === undefined) return undefined;
    if (kind !== 'symlink') {
      done.push(part);
      continue;
    }
    links += 1;
    const node = await tree.read(at);
    if (links > mostLinks || node.kind !== 'symlink') return undefined;
    if (node.link.startsWith('/')) done.length = 0;
    todo.push(...node.link.split('/').reverse());
  }
  return done.join('/');
}
