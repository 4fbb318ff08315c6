/* Where this user's caches are: the compiled code of the command, and fetched modules. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * STOWAGE_CACHE as it is written, else `stowage` in the user's cache directory.
 * @throws SystemError where nothing says what the user's home is
 */
export function userCache(environment: Readonly<Record<string, string | undefined>>): string {
  const own = environment['STOWAGE_CACHE'];
  if (own !== undefined && own !== '') return own;
  const shared = environment['XDG_CACHE_HOME'];
  // The specification of these directories says that a relative one is to be ignored.
  if (shared !== undefined && isAbsolute(shared)) return join(shared, 'stowage');
  return join(environment['HOME'] ?? homedir(), '.cache', 'stowage');
}
