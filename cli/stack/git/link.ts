/* Where a symbolic link in a module leads: only to a place inside of the same tree. */
import { posix } from 'node:path';

/**
 * Whether a link leads to a path inside the tree that it stands in. Links on the way are each held to
 * the same rule where they stand, so that following several never leads out.
 * @param path of the link, relative to the root of the tree
 * @param target as the link has it
 */
export function linkStaysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\\')) return false;
  // Through another link a `..` would go up from where that leads, so it may stand in front only.
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const firstName = parts.findIndex((part) => part !== '..');
  if (firstName !== -1 && parts.slice(firstName).includes('..')) return false;
  const place = posix.join(posix.dirname(path), target);
  return place !== '..' && !place.startsWith('../');
}
