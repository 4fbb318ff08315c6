// The npm packages of this project: whether those installed are those of the lock file, and the
// one command that makes them so. Nothing is decided by file times, which a clone, a cache or a
// copy sets as it likes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands.mjs';
import { isNotFound, root } from './sources.mjs';

/** What installs the packages. Warnings of npm (an engine's declared floor, see decision 2) are left out. */
const install = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/**
 * Whether `node_modules` holds every package of the lock file in its version, and no other.
 * @returns {boolean}
 */
export function packagesInStep() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (wanted === undefined || installed === undefined) return false;
  const missing = [...wanted].some(
    ([path, entry]) => !entry.optional && installed.get(path)?.version !== entry.version,
  );
  const foreign = [...installed].some(
    ([path, entry]) => wanted.get(path)?.version !== entry.version,
  );
  return !missing && !foreign;
}

/**
 * Installs the packages when they are not those of the lock file.
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether they are there now
 */
export async function ensurePackages(say) {
  if (packagesInStep()) return true;
  say(`Installing the npm packages of package-lock.json: npm ${install.join(' ')}`);
  const code = await run('npm', install);
  if (code === 127) say('There is no `npm` here. It comes with Node.js (Debian: package npm).');
  else if (code !== 0) say(`npm ended with exit code ${code}; its message is above.`);
  return code === 0;
}

/**
 * @typedef {{ version?: string, optional: boolean }} Entry
 * @param {string} lockFile
 * @returns {Map<string, Entry> | undefined} the packages by path, or nothing when there is no such file
 */
function packagesOf(lockFile) {
  let text;
  try {
    text = readFileSync(join(root, lockFile), 'utf8');
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  /** @type {{ packages?: Record<string, { version?: string, optional?: boolean }> }} */
  const lock = JSON.parse(text);
  return new Map(
    Object.entries(lock.packages ?? {})
      .filter(([path]) => path !== '')
      .map(([path, entry]) => [path, { ...entry, optional: entry.optional === true }]),
  );
}
