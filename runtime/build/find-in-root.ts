/*
 * What the sources of a copy between stages stand for: paths and patterns in a root file system, with
 * links followed inside it.
 */
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { compilePattern, isPattern } from '../context/index.js';
import { resolveInRoot } from '../oci/index.js';
import { ifPresent } from '../store/index.js';
import { StepFailed } from './errors.js';

export interface FoundInRoot {
  /** Path on the host, with all links followed. */
  readonly path: string;
  /** Path in the root by which it was found, without a slash in front. */
  readonly name: string;
  readonly isDirectory: boolean;
}

/** @throws StepFailed where a path that is no pattern leads nowhere */
export async function findInRoot(root: string, source: string): Promise<readonly FoundInRoot[]> {
  const parts = source.split('/').filter((part) => part !== '' && part !== '.');
  const pivot = source.includes('/./') ? source.slice(0, source.lastIndexOf('/./')) : undefined;
  const names = await matching(root, '', parts);
  const found: FoundInRoot[] = [];
  for (const name of names) {
    const path = await resolveInRoot(root, name);
    const there = await ifPresent(lstat(path));
    if (there) found.push({ path, name: withPivot(name, pivot), isDirectory: there.isDirectory() });
  }
  if (found.length === 0 && !parts.some(isPattern)) {
    const reason = 'is not in the stage that it is to be copied from';
    throw new StepFailed({ kind: 'target', path: source, reason });
  }
  return found;
}

function withPivot(name: string, pivot: string | undefined): string {
  if (pivot === undefined) return name;
  const depth = pivot.split('/').filter((part) => part !== '' && part !== '.').length;
  const parts = name.split('/');
  return [...parts.slice(0, depth), '.', ...parts.slice(depth)].join('/');
}

/** Paths that match the parts of a pattern below a directory of the root. */
async function matching(
  root: string,
  below: string,
  [part, ...rest]: readonly string[],
): Promise<readonly string[]> {
  if (part === undefined) return [below];
  const under = (name: string): string => (below === '' ? name : `${below}/${name}`);
  if (part === '..') return matching(root, relative('/', join('/', below, '..')), rest);
  if (!isPattern(part)) return matching(root, under(part), rest);
  const directory = await resolveInRoot(root, below);
  if ((await ifPresent(lstat(directory)))?.isDirectory() !== true) return [];
  const pattern = compilePattern(part);
  const found: string[] = [];
  for (const name of (await readdir(directory)).sort()) {
    if (pattern.test(name)) found.push(...(await matching(root, under(name), rest)));
  }
  return found;
}
