/*
 * Paths as text, with `/` between their parts. Nothing is looked up: whether there is such a file is
 * no question here.
 */

/** A path without `.`, without empty parts, and with `..` only at its beginning. */
export function normalizePath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isAbsolute) parts.push('..');
  }
  const joined = parts.join('/');
  return isAbsolute ? `/${joined}` : joined === '' ? '.' : joined;
}

/** Paths put one after the other; an absolute one begins anew. */
export function joinPaths(paths: readonly string[]): string {
  const start = paths.findLastIndex((path) => path.startsWith('/'));
  return normalizePath(
    paths
      .slice(Math.max(0, start))
      .filter((path) => path !== '')
      .join('/'),
  );
}

/** The last part of a path. */
export const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

/** What stands before the last part of a path: `.` where nothing does. */
export function dirName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const at = trimmed.lastIndexOf('/');
  if (at === -1) return path.startsWith('/') ? '/' : '.';
  return trimmed.slice(0, at).replace(/\/+$/, '') || '/';
}

/** From the last dot of the last part on; empty where there is none, or nothing before it. */
export function extension(path: string): string {
  const name = baseName(path);
  const at = name.lastIndexOf('.');
  return at <= 0 || name === '..' ? '' : name.slice(at);
}
