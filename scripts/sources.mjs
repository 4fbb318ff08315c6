// Where the TypeScript of this project lives, and how to list it. Used by the compiler, the
// bundler, the checks and the test runner, so that none of them can see a different set of files.
// Plain JavaScript on bare Node: it runs before any package is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root directory. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folders that hold TypeScript. The architecture check knows what each may import. */
export const packages = ['cli', 'dsl', 'model', 'planner', 'providers', 'runtime', 'bench'];

/** Where transpiled modules go, one beside another as in the source tree. */
export const buildDirectory = '.build';

/** Whether an error of a file operation says that there is no such file.
 * @param {unknown} error */
export function isNotFound(error) {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * Every `.ts` file (declarations apart) under the given folders, as sorted paths relative to the
 * root with `/` between their parts. A folder that is not there yields nothing.
 * @param {readonly string[]} [folders]
 * @returns {string[]}
 */
export function typescriptFiles(folders = packages) {
  return folders
    .flatMap((folder) => filesUnder(folder))
    .filter(isModule)
    .sort();
}

/**
 * Every regular file below a folder of the repository, relative to the root, `/` separated.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesUnder(folder) {
  const start = join(root, folder);
  let entries;
  try {
    entries = readdirSync(start, { withFileTypes: true, recursive: true });
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** @param {string} path */
function isModule(path) {
  return path.endsWith('.ts') && !path.endsWith('.d.ts');
}

/**
 * The files of the repository: those Git tracks, and those it would (new ones that are not
 * ignored). Where there is no Git or no clone, every file outside the ignored folders.
 * @returns {string[]}
 */
export function committedFiles() {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const git = spawnSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const files =
    git.status === 0
      ? git.stdout.split('\0')
      : readdirSync(root).flatMap((name) => (ignored.includes(name) ? [] : filesOrSelf(name)));
  return files.filter((path) => path !== '' && existsSync(join(root, path))).sort();
}

const ignored = ['.git', 'node_modules', 'dist', '.build', '.tap'];

/** @param {string} name */
function filesOrSelf(name) {
  return statSync(join(root, name)).isDirectory() ? filesUnder(name) : [name];
}
